package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.catalog.Actions;
import dev.hedgerow.server.catalog.ActionsContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteActionsTest extends ActionsContract {
  @TempDir
  private Path folder;

  private final List<SqliteCatalog> opened = new ArrayList<>();

  /** Each time from the file. */
  @Override
  protected Actions open() throws IOException {
    closeAll();
    opened.add(SqliteCatalog.open(folder));
    return opened.get(0).actions();
  }

  @AfterEach
  void closeAll() throws IOException {
    for (SqliteCatalog catalog : opened) {
      catalog.close();
    }
    opened.clear();
  }
}
