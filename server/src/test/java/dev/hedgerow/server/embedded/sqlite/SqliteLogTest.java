package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.log.EventLogContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLogTest extends EventLogContract {
  @TempDir
  private Path folder;

  @Override
  protected EventLog open() throws IOException {
    return SqliteLog.open(folder);
  }
}
