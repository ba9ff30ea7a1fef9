package dev.hedgerow.server.http;

import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.wire.Capture;
import dev.hedgerow.server.wire.CaptureRequest;
import dev.hedgerow.server.wire.Intake;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes events in: 200 only when they are on disk (contract S 1.7). */
final class CaptureHandler {
  private static final Map<String, Integer> SUCCESS = Map.of("status", 1);

  private final Services services;
  private final Capture capture;
  private final Bodies bodies;

  CaptureHandler(Services services, Capture capture, Bodies bodies) {
    this.services = services;
    this.capture = capture;
    this.bodies = bodies;
  }

  void handle(HttpServerExchange exchange) {
    if (exchange.getRequestMethod().equals(Methods.OPTIONS)) {
      Answers.json(exchange, 200, SUCCESS);
      return;
    }
    bodies.read(exchange, this::decode);
  }

  private void decode(HttpServerExchange exchange, CaptureRequest request, Budget.Share share)
      throws IOException {
    Intake intake = capture.take(request, share);
    RejectedException refusal = intake.refusal();
    if (refusal != null) {
      publish(intake);
      Answers.rejected(exchange, refusal);
    } else if (intake.entries().isEmpty()) {
      succeed(exchange, request);
    } else {
      exchange.dispatch(SameThreadExecutor.INSTANCE, () -> append(exchange, request, intake));
    }
  }

  private void append(HttpServerExchange exchange, CaptureRequest request, Intake intake) {
    var unused = services
        .log()
        .submit(intake.entries())
        .whenCompleteAsync(
            (position, failure) -> appended(exchange, request, intake, failure),
            exchange.getIoThread());
  }

  private void appended(
      HttpServerExchange exchange,
      CaptureRequest request,
      Intake intake,
      @Nullable Throwable failure) {
    if (failure != null) {
      Answers.retryLater(exchange);
      return;
    }
    publish(intake);
    succeed(exchange, request);
  }

  private static void succeed(HttpServerExchange exchange, CaptureRequest request) {
    if ("1".equals(request.query().get("beacon"))) {
      exchange.setStatusCode(204);
      exchange.endExchange();
      return;
    }
    Answers.json(exchange, 200, SUCCESS);
  }

  private void publish(Intake intake) {
    for (FeedItem item : intake.feed()) {
      services.feed().publish(item);
    }
    services.registry().counter("hedgerow_events_accepted").increment(intake.accepted());
    intake
        .rejected()
        .forEach((code, count) -> services
            .registry()
            .counter("hedgerow_events_rejected", "code", code)
            .increment(count));
  }
}
