package dev.hedgerow.server.store;

final class InMemoryWaitingTest extends WaitingContract {
  private final InMemoryState kept = new InMemoryState();

  @Override
  protected StateStore open() {
    return kept;
  }
}
