package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.store.Position;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the state has come stands in it twice, on pages of their own: one that is damaged is taken from the other. */
final class StatePosition {
  private static final Logger LOG = LoggerFactory.getLogger(StatePosition.class);

  private final Database database;

  StatePosition(Database database) {
    this.database = database;
  }

  /**
   * Writes the sound one over the other.
   *
   * @throws IOException if both are damaged: going on anywhere else would lose events or count them twice
   */
  void mend() throws IOException {
    database.write("check the position of", session -> {
      session.run("INSERT INTO state (one, log_id, entry, time, outbox, held, set_aside)"
          + " SELECT 1, NULL, 0, 0, 0, 0, 0 WHERE EXISTS (SELECT 1 FROM state_again)"
          + " ON CONFLICT DO NOTHING");
      boolean twice = session.number("SELECT count(*) FROM state_again", 0) > 0;
      Position first = sound(session, "state", !twice);
      Position second = sound(session, "state_again", false);
      Position position = first == null ? second : first;
      if (position == null) {
        throw new IOException("expected to know how far state.db has come but both places that say"
            + " so are damaged; restore a backup");
      }
      if (twice && (first == null || second == null)) {
        LOG.error("how far state.db has come was damaged and is taken from its other place");
      }
      if (position.logId() != null && (first == null || !first.equals(second))) {
        StateWrites.position(session, position);
      }
      return true;
    });
  }

  /** Returns what a table says if its sum is right, or if it may lack one, as one of an older program. */
  private static @Nullable Position sound(Session session, String table, boolean mayLackSum)
      throws SQLException {
    try (ResultSet row = session
        .statement("SELECT log_id, entry, time, outbox, crc FROM " + table)
        .executeQuery()) {
      if (!row.next()) {
        return null;
      }
      byte[] logId = row.getBytes(1);
      Position position = logId == null
          ? Position.START
          : new Position(
              Bytes.uuid(logId), row.getLong(2), Micros.instant(row.getLong(3)), row.getLong(4));
      long crc = row.getLong(5);
      return (row.wasNull() && (mayLackSum || logId == null))
              || (logId != null && logId.length == 16 && crc == RowSums.of(position))
          ? position
          : null;
    }
  }
}
