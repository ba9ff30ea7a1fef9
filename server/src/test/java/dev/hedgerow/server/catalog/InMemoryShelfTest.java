package dev.hedgerow.server.catalog;

final class InMemoryShelfTest extends ShelfContract {
  private final Shelf<SavedInsight> insights = new InMemoryShelf<>(SavedInsight.SHAPE);
  private final Shelf<Dashboard> dashboards = new InMemoryShelf<>(Dashboard.SHAPE);
  private final InMemoryShares shares = new InMemoryShares();

  @Override
  protected Shelf<SavedInsight> insights() {
    return insights;
  }

  @Override
  protected Shelf<Dashboard> dashboards() {
    return dashboards;
  }

  @Override
  protected Shares shares() {
    return shares;
  }
}
