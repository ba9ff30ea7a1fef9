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
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
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
  private final Acts acts;
  private final KeyUses uses;
  private final @Nullable Local local;
  private final Map<Integer, Instant> seen = new ConcurrentHashMap<>();

  /**
   * Makes it.
   *
   * @param local what lets tools on the same machine in, or null
   */
  Access(Services services, Sessions sessions, @Nullable Local local) {
    this.catalog = services.catalog();
    this.sessions = sessions;
    this.clock = services.clock();
    this.acts = new Acts(services.audit(), services.clock());
    this.uses = new KeyUses(services.audit(), services.clock());
    this.local = local;
  }

  Acts acts() {
    return acts;
  }

  KeyUses uses() {
    return uses;
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

  /**
   * Lets only a personal API key in that opens everything, or a page of this server that was signed in with such a one. What
   * it changes is kept as an act.
   */
  void requireKey(HttpServerExchange exchange) throws RejectedException, IOException {
    Caller caller = byKeyOrOwnPage(exchange);
    count(caller, 0);
    caller.requireEverywhere(Scope.ADMIN);
    watch(exchange, caller, Scope.ADMIN, 0);
  }

  /** Lets a key in as the other does, one that may read for a GET and else one that may write. */
  Project requireKeyFor(HttpServerExchange exchange, ProjectPath path)
      throws RejectedException, IOException {
    boolean reads = exchange.getRequestMethod().equals(Methods.GET);
    return requireKey(exchange, reads ? Scope.READ : Scope.WRITE, path);
  }

  /**
   * Lets only a personal API key in that has the scope in the project of a path, or a page of this server that was signed in
   * with such a one, and returns that project. What it changes is kept as an act.
   */
  Project requireKey(HttpServerExchange exchange, Scope scope, ProjectPath path)
      throws RejectedException, IOException {
    Caller caller = byKeyOrOwnPage(exchange);
    Project project = opened(caller, scope, path.in(catalog));
    watch(exchange, caller, scope, project.id());
    return project;
  }

  private void watch(HttpServerExchange exchange, Caller caller, Scope scope, int projectId) {
    if (!reads(exchange) && scope.includes(Scope.WRITE)) {
      acts.watch(exchange, caller, projectId);
    }
  }

  private void count(Caller caller, int projectId) {
    if (caller.keyId() != 0) {
      uses.count(caller.keyId(), projectId);
    }
  }

  /** Returns whose key it is that asks, 0 for who has the link printed at start. */
  int keyId(HttpServerExchange exchange) throws RejectedException, IOException {
    return byKeyOrOwnPage(exchange).keyId();
  }

  /** What changes something by a cookie must say that it comes from a page of ours, so that no other site does it. */
  private Caller byKeyOrOwnPage(HttpServerExchange exchange) throws RejectedException, IOException {
    boolean own = reads(exchange) || Origins.isOwn(exchange);
    Caller signedIn = bearer(exchange) == null && own ? signedIn(exchange) : null;
    return signedIn == null ? byKey(exchange) : signedIn;
  }

  private static boolean reads(HttpServerExchange exchange) {
    HttpString method = exchange.getRequestMethod();
    return method.equals(Methods.GET) || method.equals(Methods.HEAD);
  }

  /** Lets a signed-in browser in, or a personal API key, that may read everything. */
  void requireReader(HttpServerExchange exchange) throws RejectedException, IOException {
    Caller caller = reader(exchange);
    count(caller, 0);
    caller.requireEverywhere(Scope.READ);
  }

  /** Lets a signed-in browser in, or a personal API key, that may read the project of a path; returns that project. */
  Project requireReader(HttpServerExchange exchange, ProjectPath path)
      throws RejectedException, IOException {
    return opened(reader(exchange), Scope.READ, path.in(catalog));
  }

  private Project opened(Caller caller, Scope scope, Project project) throws RejectedException {
    count(caller, project.id());
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
    if (local != null && local.lets(exchange)) {
      return Caller.COMMAND_LINE;
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
    acts.keep(Caller.OPERATOR, 0, "signed in", "");
    signInWith(exchange, "");
  }

  /** Signs the browser in for who has that key. */
  void signIn(HttpServerExchange exchange, String key) throws IOException {
    ApiKey found = find(key);
    if (found != null) {
      acts.keep(Caller.of(found), 0, "signed in", "");
    }
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
