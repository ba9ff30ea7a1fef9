package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.catalog.CatalogContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteCatalogTest extends CatalogContract {
  @TempDir
  private Path folder;

  @Override
  protected Catalog open() throws IOException {
    return SqliteCatalog.open(folder);
  }
}
