package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.store.HeldEvent;
import dev.hedgerow.server.wire.EntryCodec;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Held events as read, and the positions of those met on the way that are damaged.
 *
 * @param events the whole ones, in the order asked for
 */
record HeldReads(List<HeldEvent> events, List<Long> damaged) {
  private static final String SELECT = "SELECT position, held_at, due_at, crc, event FROM held ";

  static HeldReads of(Session session, IdKey key, int max) throws SQLException {
    PreparedStatement select =
        session.statement(SELECT + "WHERE project_id = ? AND distinct_id = ? ORDER BY position");
    select.setInt(1, key.projectId());
    select.setString(2, key.distinctId());
    return read(select, max);
  }

  static HeldReads due(Session session, Instant at, int max) throws SQLException {
    PreparedStatement select =
        session.statement(SELECT + "WHERE due_at <= ? ORDER BY due_at, position");
    select.setLong(1, Micros.of(at));
    return read(select, max);
  }

  static HeldReads oldest(Session session) throws SQLException {
    return read(session.statement(SELECT + "ORDER BY position"), 1);
  }

  private static HeldReads read(PreparedStatement select, int max) throws SQLException {
    HeldReads found = new HeldReads(new ArrayList<>(), new ArrayList<>());
    if (max == 0) {
      return found;
    }
    try (ResultSet rows = select.executeQuery()) {
      while (found.events.size() < max && rows.next()) {
        HeldEvent event = event(rows);
        if (event == null) {
          found.damaged.add(rows.getLong(1));
        } else {
          found.events.add(event);
        }
      }
    }
    return found;
  }

  private static @Nullable HeldEvent event(ResultSet row) throws SQLException {
    long position = row.getLong(1);
    long heldAt = row.getLong(2);
    long dueAt = row.getLong(3);
    byte[] bytes = row.getBytes(5);
    if (bytes == null || Bytes.crc(bytes, position, heldAt, dueAt) != row.getLong(4)) {
      return null;
    }
    try {
      return EntryCodec.decode(bytes) instanceof Entry.Event event
          ? new HeldEvent(position, Micros.instant(heldAt), Micros.instant(dueAt), event)
          : null;
    } catch (IOException e) {
      return null;
    }
  }
}
