package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What was set aside, and another try at it; with a personal API key only. */
final class AsideRoutes {
  static final int SHOWN_MAX = 1_000;

  private final Access access;
  private final Aside aside;

  AsideRoutes(Access access, Aside aside) {
    this.access = access;
    this.aside = aside;
  }

  /** Answers {@code GET /api/set_aside}. */
  void list(HttpServerExchange exchange) throws RejectedException, IOException {
    access.requireKey(exchange);
    List<Map<String, Object>> results = aside.first(SHOWN_MAX).stream()
        .map(item -> Map.<String, Object>of(
            "position", item.position(), "reason", item.reason(), "bytes", item.bytes()))
        .toList();
    Answers.json(exchange, 200, Map.of("results", results));
  }

  /** Answers {@code POST /api/set_aside/replay}. */
  void replay(HttpServerExchange exchange) throws RejectedException, IOException {
    access.requireKey(exchange);
    Answers.json(exchange, 200, Map.of("tried", aside.replay()));
  }
}
