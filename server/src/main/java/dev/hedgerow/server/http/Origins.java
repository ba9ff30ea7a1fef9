package dev.hedgerow.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a request says it comes from and under which name it reached this server. */
final class Origins {
  private static final HttpString FORWARDED_PROTO = new HttpString("X-Forwarded-Proto");
  private static final HttpString FETCH_SITE = new HttpString("Sec-Fetch-Site");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");

  private Origins() {}

  /** Returns {@code https} behind a proxy that says so, else {@code http}. */
  static String scheme(HttpServerExchange exchange) {
    return "https".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(FORWARDED_PROTO))
        ? "https"
        : exchange.getRequestScheme();
  }

  /** Returns the origin that browsers reach this server under. */
  static String own(HttpServerExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
    if (host == null || !HOST.matcher(host).matches()) {
      host = "127.0.0.1:" + exchange.getDestinationAddress().getPort();
    }
    return scheme(exchange) + "://" + host;
  }

  /** Returns whether a browser's request comes from a page of this server. */
  static boolean isOwn(HttpServerExchange exchange) {
    String site = exchange.getRequestHeaders().getFirst(FETCH_SITE);
    if (site != null && !site.equals("same-origin")) {
      return false;
    }
    String origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
    return origin == null ? site != null : host(origin).equals(host(own(exchange)));
  }

  private static @Nullable String authority(String origin) {
    int at = origin.indexOf("://");
    return at < 0 ? null : origin.substring(at + 3).toLowerCase(Locale.ROOT);
  }

  private static String host(String origin) {
    String authority = authority(origin);
    return authority == null ? "" : authority;
  }
}
