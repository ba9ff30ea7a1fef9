package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.ApiKey;
import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may ask: holders of a personal API key, and for the page those it has signed in. */
final class Access {
  private static final Logger LOG = LoggerFactory.getLogger(Access.class);
  private static final String BEARER = "Bearer ";
  private static final String PERSONAL = "phx_";
  private static final String PUBLIC = "phc_";
  private static final int KEY_CHARS_MAX = 200;

  /** A key's last use is kept at most so often, as that is a write to disk. */
  private static final Duration SEEN_EVERY = Duration.ofMinutes(10);

  private final Catalog catalog;
  private final Sessions sessions;
  private final Clock clock;
  private final Map<Integer, Instant> seen = new ConcurrentHashMap<>();

  Access(Catalog catalog, Sessions sessions, Clock clock) {
    this.catalog = catalog;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** Returns whether that is a personal API key of this server, and not revoked. */
  boolean isKey(String key) throws IOException {
    return find(key) != null;
  }

  private @Nullable ApiKey find(String key) throws IOException {
    return key.startsWith(PERSONAL) && key.length() <= KEY_CHARS_MAX
        ? catalog.keyByHash(Digests.hex(key))
        : null;
  }

  /** Lets only a personal API key in that opens everything. */
  void requireKey(HttpServerExchange exchange) throws RejectedException, IOException {
    byKey(exchange).requireEverywhere(Scope.ADMIN);
  }

  /** Lets only a personal API key in that has the scope in the project of a path, and returns that project. */
  Project requireKey(HttpServerExchange exchange, Scope scope, ProjectPath path)
      throws RejectedException, IOException {
    return opened(byKey(exchange), scope, path.in(catalog));
  }

  /** Lets a signed-in browser in, or a personal API key, that may read everything. */
  void requireReader(HttpServerExchange exchange) throws RejectedException, IOException {
    reader(exchange).requireEverywhere(Scope.READ);
  }

  /** Lets a signed-in browser in, or a personal API key, that may read the project of a path; returns that project. */
  Project requireReader(HttpServerExchange exchange, ProjectPath path)
      throws RejectedException, IOException {
    return opened(reader(exchange), Scope.READ, path.in(catalog));
  }

  private static Project opened(Caller caller, Scope scope, Project project)
      throws RejectedException {
    caller.require(scope, project.id());
    return project;
  }

  /** Returns the signed-in browser or the personal API key that asks. */
  Caller reader(HttpServerExchange exchange) throws RejectedException, IOException {
    Caller signedIn = signedIn(exchange);
    return signedIn == null ? byKey(exchange) : signedIn;
  }

  private Caller byKey(HttpServerExchange exchange) throws RejectedException, IOException {
    String text = bearer(exchange);
    if (text == null) {
      throw refused(
          exchange,
          "not_authenticated",
          "expected a personal API key in the header Authorization: Bearer phx_…");
    }
    if (text.startsWith(PUBLIC)) {
      throw refused(
          exchange,
          "authentication_failed",
          "a project token (phc_…) may only send events; expected a personal API key (phx_…)");
    }
    ApiKey key = find(text);
    if (key == null) {
      throw refused(exchange, "authentication_failed", "that personal API key is not known here");
    }
    see(key);
    return Caller.of(key);
  }

  /** Keeps that a key was used; that this cannot be kept is no reason to refuse it. */
  private void see(ApiKey key) {
    Instant now = clock.instant();
    Instant last = seen.get(key.id());
    if (last != null && now.isBefore(last.plus(SEEN_EVERY)) && !now.isBefore(last)) {
      return;
    }
    try {
      catalog.keyUsed(key.id(), now);
      seen.put(key.id(), now);
    } catch (IOException e) {
      LOG.warn("could not keep when a key was used", e);
    }
  }

  /** Returns whether the request carries the cookie of an open session. */
  boolean isSignedIn(HttpServerExchange exchange) throws IOException {
    return signedIn(exchange) != null;
  }

  /** Returns who is signed in, which lasts no longer than the key it was done with. */
  private @Nullable Caller signedIn(HttpServerExchange exchange) throws IOException {
    Cookie cookie = exchange.getRequestCookie(cookieName(exchange));
    String hash = cookie == null ? null : sessions.keyOf(cookie.getValue());
    if (hash == null || hash.isEmpty()) {
      return hash == null ? null : Caller.OPERATOR;
    }
    ApiKey key = catalog.keyByHash(hash);
    return key == null ? null : Caller.of(key);
  }

  /** Signs the browser in for who has the link. */
  void signIn(HttpServerExchange exchange) {
    signInWith(exchange, "");
  }

  /** Signs the browser in for who has that key. */
  void signIn(HttpServerExchange exchange, String key) {
    signInWith(exchange, Digests.hex(key));
  }

  private void signInWith(HttpServerExchange exchange, String hash) {
    int seconds = (int) Sessions.KEPT.toSeconds();
    exchange.setResponseCookie(cookie(exchange, sessions.open(hash), seconds));
  }

  /** Signs the browser out. */
  void signOut(HttpServerExchange exchange) {
    Cookie cookie = exchange.getRequestCookie(cookieName(exchange));
    if (cookie != null) {
      sessions.close(cookie.getValue());
    }
    exchange.setResponseCookie(cookie(exchange, "", 0));
  }

  private static Cookie cookie(HttpServerExchange exchange, String value, int maxAgeSeconds) {
    return new CookieImpl(cookieName(exchange), value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure("https".equals(Origins.scheme(exchange)))
        .setSameSite(true)
        .setSameSiteMode("Strict")
        .setMaxAge(maxAgeSeconds);
  }

  /** Cookies know no ports, so two servers on one machine need two names. */
  private static String cookieName(HttpServerExchange exchange) {
    InetSocketAddress here = exchange.getDestinationAddress();
    return "hedgerow_" + here.getPort();
  }

  /** Returns what the request names as its bearer's secret, or null. */
  static @Nullable String bearer(HttpServerExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).trim()
        : null;
  }

  private static RejectedException refused(
      HttpServerExchange exchange, String code, String detail) {
    exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
    return new RejectedException(401, code, detail, null);
  }
}
