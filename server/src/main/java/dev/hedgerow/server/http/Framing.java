package dev.hedgerow.server.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;

/**
 * Refuses a request whose body has two lengths or one that can be read in two ways, and closes its
 * connection: a proxy in front may have taken the rest for a request of somebody else.
 */
final class Framing implements HttpHandler {
  private final HttpHandler next;

  Framing(HttpHandler next) {
    this.next = next;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    if (isClear(exchange)) {
      next.handleRequest(exchange);
    } else {
      Answers.lastError(
          exchange,
          400,
          "validation_error",
          "conflicting_lengths",
          "expected one Content-Length of digits or Transfer-Encoding: chunked");
    }
  }

  private static boolean isClear(HttpServerExchange exchange) {
    HeaderValues length = exchange.getRequestHeaders().get(Headers.CONTENT_LENGTH);
    HeaderValues coding = exchange.getRequestHeaders().get(Headers.TRANSFER_ENCODING);
    if (coding != null) {
      return length == null && coding.size() == 1 && coding.getFirst().equalsIgnoreCase("chunked");
    }
    return length == null || (length.size() == 1 && isDigits(length.getFirst()));
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty()
        && text.length() <= 18
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
