package dev.hedgerow.server.store;

final class InMemoryPersonsTest extends PersonReadsContract {
  @Override
  protected StateStore open() {
    return new InMemoryState();
  }
}
