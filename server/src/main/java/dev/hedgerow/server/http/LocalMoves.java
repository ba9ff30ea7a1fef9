package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.Deque;

/** What gets a project's data out and in for tools on the same machine, which need no key. */
final class LocalMoves {
  private final LocalRoutes local;
  private final Catalog catalog;
  private final ExportRoutes exports;
  private final ImportRoutes imports;
  private final DiskRoutes disk;

  LocalMoves(
      LocalRoutes local,
      Catalog catalog,
      ExportRoutes exports,
      ImportRoutes imports,
      DiskRoutes disk) {
    this.local = local;
    this.catalog = catalog;
    this.exports = exports;
    this.imports = imports;
    this.disk = disk;
  }

  /** Answers {@code GET /api/local/export?project=1&file=events.ndjson}. */
  void export(HttpServerExchange exchange) throws RejectedException, IOException {
    local.requireLocal(exchange);
    exports.answer(exchange, project(exchange).id(), "export/" + parameter(exchange, "file"));
  }

  /** Answers {@code /api/local/import?project=1&name=events-1&kind=events&chunk=1}. */
  void chunks(HttpServerExchange exchange) throws RejectedException, IOException {
    local.requireLocal(exchange);
    imports.answer(exchange, project(exchange), "import/" + parameter(exchange, "name"));
  }

  /** Answers {@code GET /api/local/disk}. */
  void disk(HttpServerExchange exchange) throws RejectedException, IOException {
    local.requireLocal(exchange);
    disk.ofAll(exchange);
  }

  private Project project(HttpServerExchange exchange) throws RejectedException, IOException {
    return new ProjectPath(parameter(exchange, "project"), "").in(catalog);
  }

  static String parameter(HttpServerExchange exchange, String name) {
    Deque<String> values = exchange.getQueryParameters().get(name);
    String value = values == null ? null : values.peekFirst();
    return value == null ? "" : value;
  }
}
