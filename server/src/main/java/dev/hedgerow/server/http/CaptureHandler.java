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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes events in: 200 only when they are on disk (contract S 1.7). */
final class CaptureHandler {
  private static final Map<String, Integer> SUCCESS = Map.of("status", 1);

  private final Services services;
  private final Capture capture;
  private final Bodies bodies;
  private final ImportLane imports;

  CaptureHandler(Services services, Capture capture, Bodies bodies) {
    this.services = services;
    this.capture = capture;
    this.bodies = bodies;
    this.imports = new ImportLane(services.log(), services.limits(), () -> backlog(services));
  }

  private static long backlog(Services services) {
    Health health = services.health().get();
    return health.accepted() - health.processed();
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
    boolean beacon = "1".equals(request.query().get("beacon"));
    share.giveBack(request.body().length); // its entries stand in for it
    keep(exchange, intake, () -> succeed(exchange, beacon));
  }

  /** Answers a refusal, or appends the entries and then answers; nobody waits for the warnings of a refusal. */
  void keep(HttpServerExchange exchange, Intake intake, Runnable success) {
    RejectedException refusal = intake.refusal();
    if (refusal != null) {
      publish(intake);
      if (!intake.entries().isEmpty()) {
        var unused = services.log().submit(intake.entries());
      }
      Answers.rejected(exchange, refusal);
    } else if (intake.entries().isEmpty()) {
      success.run();
    } else {
      exchange.dispatch(SameThreadExecutor.INSTANCE, () -> append(exchange, intake, success));
    }
  }

  private void append(HttpServerExchange exchange, Intake intake, Runnable success) {
    CompletableFuture<Long> kept = intake.imported()
        ? imports.submit(
            intake.entries(),
            (task, millis) ->
                exchange.getIoThread().executeAfter(task, millis, TimeUnit.MILLISECONDS))
        : services.log().submit(intake.entries());
    var unused = kept.whenCompleteAsync(
        (position, failure) -> appended(exchange, intake, success, failure),
        exchange.getIoThread());
  }

  private void appended(
      HttpServerExchange exchange, Intake intake, Runnable success, @Nullable Throwable failure) {
    if (failure != null) {
      Answers.retryLater(exchange);
      return;
    }
    publish(intake);
    success.run();
  }

  private static void succeed(HttpServerExchange exchange, boolean beacon) {
    if (beacon) {
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
