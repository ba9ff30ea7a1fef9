package dev.hedgerow.server.embedded;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Export;
import dev.hedgerow.server.query.ExportPage;
import dev.hedgerow.server.query.ExportReads;
import java.io.IOException;

/** Exports: events from the event store, persons and groups from the state. */
final class Exports implements ExportReads {
  private final DuckExport events;
  private final Database state;

  Exports(DuckExport events, Database state) {
    this.events = events;
    this.state = state;
  }

  @Override
  public ExportPage page(Export export) throws RejectedException, IOException {
    return export.kind() == Export.Kind.EVENTS
        ? events.page(export)
        : StateExport.page(state, export);
  }
}
