package dev.hedgerow.server.store;

class InMemoryExportsTest extends ExportReadsContract {
  @Override
  protected Backend open() {
    InMemoryEventStore events = new InMemoryEventStore();
    InMemoryState state = new InMemoryState();
    return new Backend(events, state, new InMemoryExports(events, state, () -> settled));
  }
}
