package dev.hedgerow.server.embedded.duck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.query.CohortRows;
import dev.hedgerow.server.query.Uuids;
import dev.hedgerow.server.store.CohortRowsContract;
import dev.hedgerow.server.store.Outbox;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DuckCohortsTest extends CohortRowsContract {
  @TempDir
  private Path folder;

  private @Nullable DuckEvents events;

  /** Each time from the file. */
  @Override
  protected CohortRows open() throws IOException {
    return opened().cohorts();
  }

  private DuckEvents opened() throws IOException {
    close();
    events = DuckEvents.open(folder, 128, Limits.STANDARD);
    return events;
  }

  @AfterEach
  void close() throws IOException {
    if (events != null) {
      events.close();
    }
  }

  @Test
  void anOlderFileGetsTheTable() throws Exception {
    DuckEvents older = opened();
    try (DuckDBConnection connection = older.file().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE kept.cohort_rows");
    }

    open().replace(1, 7, Uuids.of(List.of(new UUID(1, 1))));

    assertThat(open().persons(1, 7, null, 9)).containsExactly(new UUID(1, 1));
  }

  @Test
  void aFileMadeAnewHoldsThemStill() throws Exception {
    DuckEvents events = opened();
    events.cohorts().replace(1, 7, Uuids.of(List.of(new UUID(1, 1))));

    events.rewrite(Outbox.EMPTY);

    assertThat(events.cohorts().persons(1, 7, null, 9)).containsExactly(new UUID(1, 1));
  }
}
