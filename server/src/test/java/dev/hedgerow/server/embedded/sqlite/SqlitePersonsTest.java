package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.store.PersonReadsContract;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqlitePersonsTest extends PersonReadsContract {
  @TempDir
  private Path folder;

  @Override
  protected StateStore open() throws IOException {
    return SqliteState.open(folder);
  }
}
