package dev.hedgerow.server.store;

final class InMemoryCohortRowsTest extends CohortRowsContract {
  private final InMemoryCohortRows rows = new InMemoryCohortRows();

  @Override
  protected InMemoryCohortRows open() {
    return rows;
  }
}
