package dev.hedgerow.server.embedded;

import dev.hedgerow.server.embedded.duck.DuckExport;
import dev.hedgerow.server.embedded.sqlite.SqliteState;
import dev.hedgerow.server.embedded.sqlite.StateExport;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Export;
import dev.hedgerow.server.query.ExportPage;
import dev.hedgerow.server.query.ExportReads;
import java.io.IOException;
import java.util.List;

/** Exports: events from the event store, persons and groups from the state. */
final class Exports implements ExportReads {
  private final DuckExport events;
  private final SqliteState state;

  Exports(DuckExport events, SqliteState state) {
    this.events = events;
    this.state = state;
  }

  @Override
  public ExportPage page(Export export) throws RejectedException, IOException {
    if (export.kind() == Export.Kind.EVENTS) {
      return events.page(export);
    }
    return state.gone().has(export.projectId())
        ? new ExportPage(List.of(), null)
        : StateExport.page(state.database(), export);
  }
}
