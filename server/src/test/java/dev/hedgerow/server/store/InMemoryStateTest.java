package dev.hedgerow.server.store;

final class InMemoryStateTest extends StateStoreContract {
  private final InMemoryState state = new InMemoryState();

  @Override
  protected StateStore open() {
    return state;
  }
}
