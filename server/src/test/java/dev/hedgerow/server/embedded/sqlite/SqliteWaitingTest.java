package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.store.StateStore;
import dev.hedgerow.server.store.WaitingContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteWaitingTest extends WaitingContract {
  @TempDir
  private Path folder;

  @Override
  protected StateStore open() throws IOException {
    return SqliteState.open(folder);
  }
}
