package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.catalog.Audit;
import dev.hedgerow.server.catalog.AuditContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteAuditTest extends AuditContract {
  @TempDir
  private Path folder;

  private final List<SqliteCatalog> opened = new ArrayList<>();

  /** Each time from the file. */
  @Override
  protected Audit open() throws IOException {
    closeAll();
    opened.add(SqliteCatalog.open(folder));
    return opened.get(0).audit(KEPT);
  }

  @AfterEach
  void closeAll() throws IOException {
    for (SqliteCatalog catalog : opened) {
      catalog.close();
    }
    opened.clear();
  }
}
