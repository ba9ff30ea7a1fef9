package dev.hedgerow.server.store;

class InMemoryIngestionTest extends IngestionReadsContract {
  @Override
  protected EventStore open() {
    return new InMemoryEventStore();
  }
}
