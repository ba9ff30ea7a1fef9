package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what a handler throws into an answer: the sender's mistake 4xx, the world's failure 503 with
 * {@code Retry-After}, our own mistake 500 and one loud line in the log. No stack trace leaves.
 */
final class Guard implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private static final int SHOWN_CHARS_MAX = 200;

  private final HttpHandler next;

  Guard(HttpHandler next) {
    this.next = next;
  }

  /** Returns a handler that runs on a worker thread, where it may block. */
  static HttpHandler blocking(HttpHandler handler) {
    return exchange -> exchange.dispatch(new Guard(handler));
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // the last line before the network: everything is answered
  public void handleRequest(HttpServerExchange exchange) {
    try {
      next.handleRequest(exchange);
    } catch (RejectedException e) {
      reject(exchange, e);
    } catch (IOException e) {
      LOG.warn("could not answer {} {}", exchange.getRequestMethod(), shown(exchange), e);
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "5");
      error(exchange, 503, "server_error", "unavailable", "not available now, try again shortly");
    } catch (Exception | StackOverflowError e) {
      LOG.error("failed on {} {}", exchange.getRequestMethod(), shown(exchange), e);
      error(
          exchange,
          500,
          "server_error",
          "error",
          "something went wrong here, see the server's log");
    }
  }

  /** Returns the path as one short line, whatever it holds. */
  private static String shown(HttpServerExchange exchange) {
    String path = exchange.getRequestPath();
    String cut = path.length() > SHOWN_CHARS_MAX ? path.substring(0, SHOWN_CHARS_MAX) + "…" : path;
    return cut.replaceAll("[^\\x21-\\x7e…]", "?");
  }

  private static void reject(HttpServerExchange exchange, RejectedException e) {
    if (exchange.isResponseStarted()) {
      exchange.endExchange();
      return;
    }
    Answers.error(exchange, e.status(), type(e.status()), e.code(), e.detail(), e.attribute());
  }

  private static String type(int status) {
    return switch (status) {
      case 401, 403 -> "authentication_error";
      case 404, 405 -> "invalid_request";
      case 429 -> "throttled_error";
      default -> "validation_error";
    };
  }

  private static void error(
      HttpServerExchange exchange, int status, String type, String code, String detail) {
    if (exchange.isResponseStarted()) {
      exchange.endExchange();
      return;
    }
    Answers.error(exchange, status, type, code, detail, null);
  }
}
