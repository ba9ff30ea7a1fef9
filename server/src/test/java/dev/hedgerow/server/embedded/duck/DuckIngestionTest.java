package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.store.EventStore;
import dev.hedgerow.server.store.IngestionReadsContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DuckIngestionTest extends IngestionReadsContract {
  @TempDir
  Path folder;

  @Override
  protected EventStore open() throws IOException {
    return DuckEvents.open(folder, 256, Limits.STANDARD);
  }
}
