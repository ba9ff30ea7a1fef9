package dev.hedgerow.server.store;

final class InMemoryErasedRowsTest extends ErasedRowsContract {
  private final InMemoryEventStore twin = new InMemoryEventStore();

  @Override
  protected EventStore open() {
    return twin;
  }
}
