package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the sum of every row of the state that has one, once at start. A row whose sum is another is named in the log,
 * put aside with all it says, counted among those set aside, and taken out, so that a right one may take its place.
 */
final class StateDamage {
  static final String TABLE =
      "CREATE TABLE rows_set_aside (number INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT NOT NULL,"
          + " content TEXT NOT NULL)";
  private static final Logger LOG = LoggerFactory.getLogger(StateDamage.class);
  private static final int AT_ONCE = 1_000;

  private interface Sum {
    @Nullable
    Long of(ResultSet row) throws SQLException;
  }

  /** A table whose rows have sums, and its key. */
  private record Summed(String name, List<String> key, Sum sum) {}

  private static final List<Summed> TABLES = List.of(
      new Summed("persons", List.of("project_id", "person_id"), RowSums::ofPerson),
      new Summed("assignments", List.of("project_id", "distinct_id"), RowSums::ofAssignment),
      new Summed(
          "groups_of_people", List.of("project_id", "type_index", "group_key"), RowSums::ofGroup));

  @SuppressWarnings("ArrayRecordComponent") // passes through
  private record Found(
      Object[] key, @Nullable Long sum, @Nullable String content) {}

  private final Database database;

  StateDamage(Database database) {
    this.database = database;
  }

  /** Takes out what is damaged, gives rows of an older program their sums, and returns how many rows were damaged. */
  int takeOut() throws IOException {
    int damaged = 0;
    for (Summed table : TABLES) {
      int some = takeOut(table);
      if (some > 0) {
        LOG.error(
            "{} rows of {} in state.db are damaged and are set aside; what the event store was told"
                + " takes their place",
            some,
            table.name());
      }
      damaged += some;
    }
    database.write(
        "count what is set aside in",
        session -> session
            .statement("UPDATE state SET held = (SELECT count(*) FROM held), set_aside ="
                + " (SELECT count(*) FROM set_aside) + (SELECT count(*) FROM outbox_set_aside)"
                + " + (SELECT count(*) FROM rows_set_aside)")
            .executeUpdate());
    return damaged;
  }

  private int takeOut(Summed table) throws IOException {
    return database.read("look for damage in", session -> {
      int damaged = 0;
      List<Found> some = new ArrayList<>();
      try (ResultSet rows = session.statement("SELECT * FROM " + table.name()).executeQuery()) {
        while (rows.next()) {
          Found found = found(table, rows);
          if (found != null) {
            damaged += found.content() == null ? 0 : 1;
            some.add(found);
          }
          if (some.size() == AT_ONCE) {
            mend(table, some);
            some.clear();
          }
        }
      }
      mend(table, some);
      return damaged;
    });
  }

  /** Returns a row that is damaged or has no sum yet, or null for a sound one. */
  private static @Nullable Found found(Summed table, ResultSet row) throws SQLException {
    Long sum = table.sum().of(row);
    long kept = row.getLong("crc");
    boolean none = row.wasNull();
    if (sum != null && !none && sum == kept) {
      return null;
    }
    Object[] key = new Object[table.key().size()];
    for (int i = 0; i < key.length; i++) {
      key[i] = row.getObject(table.key().get(i));
    }
    return none && sum != null ? new Found(key, sum, null) : new Found(key, null, content(row));
  }

  private static String content(ResultSet row) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      Object value = row.getObject(i);
      values.add(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : "" + value);
    }
    return Json.text(values);
  }

  private void mend(Summed table, List<Found> some) throws IOException {
    if (some.isEmpty()) {
      return;
    }
    String where = " WHERE " + String.join(" = ? AND ", table.key()) + " = ?";
    database.write("set damaged rows aside in", session -> {
      for (Found found : some) {
        if (found.content() == null) {
          PreparedStatement update =
              session.statement("UPDATE " + table.name() + " SET crc = ?" + where);
          update.setObject(1, found.sum());
          bind(update, 2, found.key());
        } else {
          PreparedStatement keep =
              session.statement("INSERT INTO rows_set_aside (what, content) VALUES (?, ?)");
          keep.setString(1, table.name());
          keep.setString(2, found.content());
          keep.executeUpdate();
          bind(session.statement("DELETE FROM " + table.name() + where), 1, found.key());
        }
      }
      return true;
    });
  }

  private static void bind(PreparedStatement statement, int from, Object[] key)
      throws SQLException {
    for (int i = 0; i < key.length; i++) {
      statement.setObject(from + i, key[i]);
    }
    statement.executeUpdate();
  }
}
