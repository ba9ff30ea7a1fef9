package dev.hedgerow.server.store;

final class InMemoryErasuresTest extends ErasuresContract {
  @Override
  protected StateStore open() {
    return new InMemoryState();
  }
}
