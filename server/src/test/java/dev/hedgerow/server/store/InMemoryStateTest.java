package dev.hedgerow.server.store;

final class InMemoryStateTest extends StateStoreContract {
  private final InMemoryState kept = new InMemoryState();

  @Override
  protected StateStore open() {
    return kept;
  }
}
