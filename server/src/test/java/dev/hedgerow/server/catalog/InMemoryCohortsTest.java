package dev.hedgerow.server.catalog;

final class InMemoryCohortsTest extends CohortsContract {
  private final InMemoryCohorts cohorts = new InMemoryCohorts();

  @Override
  protected Cohorts open() {
    return cohorts;
  }
}
