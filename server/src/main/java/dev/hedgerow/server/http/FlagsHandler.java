package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Settings;
import dev.hedgerow.server.wire.Capture;
import dev.hedgerow.server.wire.CaptureRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers {@code /flags} and {@code /decide}: valid, checked, and empty. */
final class FlagsHandler {
  private final Services services;
  private final Capture capture;
  private final Bodies bodies;

  FlagsHandler(Services services, Capture capture, Bodies bodies) {
    this.services = services;
    this.capture = capture;
    this.bodies = bodies;
  }

  void handle(HttpServerExchange exchange) {
    switch (exchange.getRequestMethod().toString()) {
      case "POST" -> bodies.read(exchange, (same, request, share) -> answer(same, request, share));
      case "GET", "HEAD" ->
        Answers.json(exchange, 200, NoFlags.flags(Map.of("v", "2"), Settings.STANDARD, now()));
      case "OPTIONS" -> {
        exchange.getResponseHeaders().put(Headers.ALLOW, "GET, POST, HEAD, OPTIONS");
        exchange.setStatusCode(204);
        exchange.endExchange();
      }
      default -> CaptureRoutes.wrongMethod(exchange);
    }
  }

  private void answer(HttpServerExchange exchange, CaptureRequest request, Budget.Share share)
      throws IOException {
    try {
      Map<String, @Nullable Object> question = capture.question(request, share);
      Settings settings = capture.projectOf(question).settings();
      if (question.get("distinct_id") == null && question.get("$distinct_id") == null) {
        throw new RejectedException(
            400, "missing_distinct_id", "expected a distinct_id", "distinct_id");
      }
      boolean decide = request.path().equals("/decide");
      Answers.json(
          exchange,
          200,
          decide
              ? NoFlags.decide(request.query(), settings, now())
              : NoFlags.flags(request.query(), settings, now()));
    } catch (RejectedException e) {
      Answers.rejected(exchange, e);
    }
  }

  private long now() {
    return services.clock().millis();
  }
}
