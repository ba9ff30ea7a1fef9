package dev.hedgerow.server.catalog;

final class InMemoryActionsTest extends ActionsContract {
  private final InMemoryActions actions = new InMemoryActions();

  @Override
  protected Actions open() {
    return actions;
  }
}
