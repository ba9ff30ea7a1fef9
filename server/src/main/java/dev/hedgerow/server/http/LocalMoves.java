package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.Deque;

/** What gets a project's data out for tools on the same machine, which need no key. */
final class LocalMoves {
  private final LocalRoutes local;
  private final Catalog catalog;
  private final ExportRoutes exports;

  LocalMoves(LocalRoutes local, Catalog catalog, ExportRoutes exports) {
    this.local = local;
    this.catalog = catalog;
    this.exports = exports;
  }

  /** Answers {@code GET /api/local/export?project=1&file=events.ndjson}. */
  void export(HttpServerExchange exchange) throws RejectedException, IOException {
    local.requireLocal(exchange);
    exports.answer(exchange, projectId(exchange), "export/" + parameter(exchange, "file"));
  }

  private int projectId(HttpServerExchange exchange) throws RejectedException, IOException {
    return new ProjectPath(parameter(exchange, "project"), "").in(catalog).id();
  }

  static String parameter(HttpServerExchange exchange, String name) {
    Deque<String> values = exchange.getQueryParameters().get(name);
    String value = values == null ? null : values.peekFirst();
    return value == null ? "" : value;
  }
}
