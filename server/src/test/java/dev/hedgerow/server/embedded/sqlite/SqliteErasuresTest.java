package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.store.ErasuresContract;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteErasuresTest extends ErasuresContract {
  @TempDir
  private Path folder;

  @Override
  protected StateStore open() throws IOException {
    return SqliteState.open(folder);
  }
}
