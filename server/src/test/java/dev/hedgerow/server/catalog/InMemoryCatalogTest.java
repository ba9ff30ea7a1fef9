package dev.hedgerow.server.catalog;

final class InMemoryCatalogTest extends CatalogContract {
  private final InMemoryCatalog catalog = new InMemoryCatalog();

  @Override
  protected Catalog open() {
    return catalog;
  }
}
