package dev.hedgerow.server.store;

class InMemoryForgettingTest extends ForgettingContract {
  @Override
  protected EventStore open() {
    return new InMemoryEventStore();
  }
}
