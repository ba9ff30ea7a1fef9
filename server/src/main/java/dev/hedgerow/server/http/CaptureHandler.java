package dev.hedgerow.server.http;

import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.wire.Capture;
import dev.hedgerow.server.wire.CaptureRequest;
import dev.hedgerow.server.wire.Intake;
import dev.hedgerow.server.wire.Json;
import io.micrometer.core.instrument.Counter;
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
  private static final byte[] SUCCESS = Json.bytes(Map.of("status", 1));

  private final Services services;
  private final Capture capture;
  private final Capture atOnce;
  private final Bodies bodies;
  private final ImportLane imports;
  private final Counter accepted;

  /**
   * Makes the handler.
   *
   * @param atOnce reads small requests where they arrive; what needs I/O it leaves to {@code
   *     capture}, by {@link NotAtHandException}
   */
  CaptureHandler(Services services, Capture capture, Capture atOnce, Bodies bodies) {
    this.services = services;
    this.capture = capture;
    this.atOnce = atOnce;
    this.bodies = bodies;
    this.imports = new ImportLane(services.log(), services.limits(), () -> backlog(services));
    this.accepted = services.registry().counter("hedgerow_events_accepted");
  }

  private static long backlog(Services services) {
    Health health = services.health().get();
    return health.accepted() - health.processed();
  }

  void handle(HttpServerExchange exchange) {
    if (exchange.getRequestMethod().equals(Methods.OPTIONS)) {
      Answers.bytes(exchange, 200, Answers.JSON, SUCCESS);
      return;
    }
    bodies.read(
        exchange,
        (same, request, share) -> decode(same, request, share, capture),
        (same, request, share) -> decode(same, request, share, atOnce));
  }

  private void decode(
      HttpServerExchange exchange, CaptureRequest request, Budget.Share share, Capture reading)
      throws IOException {
    Intake intake = reading.take(request, share);
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
    Answers.bytes(exchange, 200, Answers.JSON, SUCCESS);
  }

  private void publish(Intake intake) {
    for (FeedItem item : intake.feed()) {
      services.feed().publish(item);
    }
    accepted.increment(intake.accepted());
    intake
        .rejected()
        .forEach((code, count) -> services
            .registry()
            .counter("hedgerow_events_rejected", "code", code)
            .increment(count));
  }
}
