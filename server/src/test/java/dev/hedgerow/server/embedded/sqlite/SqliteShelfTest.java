package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.catalog.Dashboard;
import dev.hedgerow.server.catalog.SavedInsight;
import dev.hedgerow.server.catalog.Shares;
import dev.hedgerow.server.catalog.Shelf;
import dev.hedgerow.server.catalog.ShelfContract;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteShelfTest extends ShelfContract {
  @TempDir
  private Path folder;

  private @Nullable SqliteCatalog opened;

  /** Each time from the file. */
  private SqliteDefined open() throws IOException {
    close();
    SqliteCatalog catalog = SqliteCatalog.open(folder);
    opened = catalog;
    return catalog.defined();
  }

  @Override
  protected Shelf<SavedInsight> insights() throws IOException {
    return open().insights();
  }

  @Override
  protected Shelf<Dashboard> dashboards() throws IOException {
    return open().dashboards();
  }

  @Override
  protected Shares shares() throws IOException {
    return open().shares();
  }

  @AfterEach
  void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }
}
