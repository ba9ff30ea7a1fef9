package dev.hedgerow.server.store;

class InMemoryTellAgainTest extends TellAgainContract {
  @Override
  protected StateStore open() {
    return new InMemoryState();
  }
}
