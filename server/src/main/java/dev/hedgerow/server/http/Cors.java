package dev.hedgerow.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

/** Lets pages of other origins read the answers (contract S 1.2). */
final class Cors {
  private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
  private static final HttpString CREDENTIALS = new HttpString("Access-Control-Allow-Credentials");
  private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
  private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
  private static final HttpString EXPOSE = new HttpString("Access-Control-Expose-Headers");
  private static final HttpString ASKED = new HttpString("Access-Control-Request-Headers");
  private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");

  private Cors() {}

  /** Names the asking origin, and allows it credentials. */
  static void withCredentials(HttpServerExchange exchange) {
    String origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
    if (origin == null) {
      return;
    }
    HeaderMap answer = exchange.getResponseHeaders();
    answer.put(ALLOW_ORIGIN, origin);
    answer.put(CREDENTIALS, "true");
    answer.add(Headers.VARY, "Origin");
    common(exchange);
  }

  /** Allows any origin, without credentials. */
  static void open(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(ALLOW_ORIGIN, "*");
    common(exchange);
  }

  private static void common(HttpServerExchange exchange) {
    HeaderMap answer = exchange.getResponseHeaders();
    answer.put(ALLOW_METHODS, "GET, POST, OPTIONS");
    answer.put(EXPOSE, "Retry-After");
    answer.put(MAX_AGE, "86400");
    String asked = exchange.getRequestHeaders().getFirst(ASKED);
    if (asked != null) {
      answer.put(ALLOW_HEADERS, asked);
    }
  }
}
