package dev.hedgerow.server.http;

import dev.hedgerow.server.wire.Capture;
import dev.hedgerow.server.wire.CaptureRequest;
import dev.hedgerow.server.wire.Verdicts;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes events in by the newer protocol (contract S 1.11): the project token in a header, an answer for each event. */
final class VersionOneHandler {
  private static final HttpString SENT_AT = new HttpString("PostHog-Request-Timestamp");

  private final Capture capture;
  private final Bodies bodies;
  private final CaptureHandler keeping;

  VersionOneHandler(Capture capture, Bodies bodies, CaptureHandler keeping) {
    this.capture = capture;
    this.bodies = bodies;
    this.keeping = keeping;
  }

  void handle(HttpServerExchange exchange) {
    if (exchange.getRequestMethod().equals(Methods.OPTIONS)) {
      Answers.json(exchange, 200, Map.of("status", 1));
      return;
    }
    bodies.read(exchange, this::decode);
  }

  private void decode(HttpServerExchange exchange, CaptureRequest request, Budget.Share share)
      throws IOException {
    Verdicts verdicts = capture.takeVersionOne(
        request, Access.bearer(exchange), exchange.getRequestHeaders().getFirst(SENT_AT), share);
    share.giveBack(request.body().length);
    keeping.keep(
        exchange,
        verdicts.intake(),
        () -> Answers.json(exchange, 200, Map.of("results", results(verdicts))));
  }

  private static Map<String, Object> results(Verdicts verdicts) {
    Map<String, Object> results = new LinkedHashMap<>();
    verdicts.byUuid().forEach((uuid, verdict) -> results.put(uuid, verdict.shown()));
    return results;
  }
}
