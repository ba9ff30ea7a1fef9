package dev.hedgerow.server;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.log.InMemoryLog;
import dev.hedgerow.server.process.Crank;
import dev.hedgerow.server.process.Outcome;
import dev.hedgerow.server.store.InMemoryState;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What the log of a data folder gives when it is processed once more, in memory, by nobody disturbed. */
final class UndisturbedRun {
  private UndisturbedRun() {}

  /** Has the log of a folder, which no process uses now, keep what is trimmed from now on. */
  static void keepAll(Path data) throws SQLException {
    try (Connection log = open(data);
        Statement statement = log.createStatement()) {
      statement.execute("CREATE TABLE kept AS SELECT * FROM entries");
      statement.execute("CREATE TRIGGER keep AFTER DELETE ON entries BEGIN"
          + " INSERT INTO kept VALUES (old.position, old.time, old.crc, old.payload); END");
      statement.execute("DELETE FROM kept");
    }
  }

  /** Processes all that the log ever held. */
  static Outcome of(Path data, Duration bufferDelay) throws SQLException, IOException {
    InMemoryLog all = new InMemoryLog();
    try (Connection log = open(data);
        Statement statement = log.createStatement();
        ResultSet entries = statement.executeQuery("SELECT position, time, payload FROM kept"
            + " UNION ALL SELECT position, time, payload FROM entries ORDER BY position")) {
      while (entries.next()) {
        Instant time = Instant.EPOCH.plus(entries.getLong(2), ChronoUnit.MICROS);
        long position = all.append(List.of(entries.getBytes(3)), time);
        if (position != entries.getLong(1)) {
          throw new IllegalStateException(
              "expected entry " + position + " but found " + entries.getLong(1));
        }
      }
    }
    InMemoryState state = new InMemoryState();
    Crank crank = new Crank(all, state, Limits.STANDARD, bufferDelay);
    while (crank.processor().runOnce() > 0) {
      // turning
    }
    return Outcome.of(state);
  }

  private static Connection open(Path data) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("log.db"));
  }
}
