package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Who may ask: holders of a personal API key, and for the page those it has signed in. */
final class Access {
  private static final String BEARER = "Bearer ";
  private static final String PERSONAL = "phx_";
  private static final String PUBLIC = "phc_";
  private static final int KEY_CHARS_MAX = 200;

  private final Catalog catalog;
  private final Sessions sessions;

  Access(Catalog catalog, Sessions sessions) {
    this.catalog = catalog;
    this.sessions = sessions;
  }

  /** Returns whether that is a personal API key of this server. */
  boolean isKey(String key) throws IOException {
    return key.startsWith(PERSONAL)
        && key.length() <= KEY_CHARS_MAX
        && catalog.keyByHash(Digests.hex(key)) != null;
  }

  /** Lets only a personal API key in. */
  void requireKey(HttpServerExchange exchange) throws RejectedException, IOException {
    String key = bearer(exchange);
    if (key == null) {
      throw refused(
          exchange,
          "not_authenticated",
          "expected a personal API key in the header Authorization: Bearer phx_…");
    }
    if (key.startsWith(PUBLIC)) {
      throw refused(
          exchange,
          "authentication_failed",
          "a project token (phc_…) may only send events; expected a personal API key (phx_…)");
    }
    if (!isKey(key)) {
      throw refused(exchange, "authentication_failed", "that personal API key is not known here");
    }
  }

  /** Lets a signed-in browser in, or a personal API key. */
  void requireReader(HttpServerExchange exchange) throws RejectedException, IOException {
    if (!isSignedIn(exchange)) {
      requireKey(exchange);
    }
  }

  /** Returns whether the request carries the cookie of an open session. */
  boolean isSignedIn(HttpServerExchange exchange) {
    Cookie cookie = exchange.getRequestCookie(cookieName(exchange));
    return cookie != null && sessions.isOpen(cookie.getValue());
  }

  /** Signs the browser in. */
  void signIn(HttpServerExchange exchange) {
    exchange.setResponseCookie(cookie(exchange, sessions.open(), (int) Sessions.KEPT.toSeconds()));
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

  private static @Nullable String bearer(HttpServerExchange exchange) {
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
