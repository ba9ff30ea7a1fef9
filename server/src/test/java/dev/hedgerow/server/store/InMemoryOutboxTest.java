package dev.hedgerow.server.store;

final class InMemoryOutboxTest extends OutboxContract {
  private final InMemoryState kept = new InMemoryState();

  @Override
  protected StateStore open() {
    return kept;
  }
}
