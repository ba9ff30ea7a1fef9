package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.store.OutboxContract;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteOutboxTest extends OutboxContract {
  @TempDir
  private Path folder;

  @Override
  protected StateStore open() throws IOException {
    return SqliteState.open(folder);
  }
}
