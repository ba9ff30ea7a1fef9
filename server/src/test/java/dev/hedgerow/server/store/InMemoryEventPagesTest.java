package dev.hedgerow.server.store;

final class InMemoryEventPagesTest extends EventPagesContract {
  @Override
  protected EventStore open() {
    return new InMemoryEventStore();
  }
}
