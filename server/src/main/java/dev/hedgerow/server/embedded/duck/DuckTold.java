package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the event store was told of persons, distinct ids and groups, some at a time. */
public final class DuckTold {
  private static final int AT_ONCE = 1_000;

  /** Takes some, and returns how many of them it wanted. */
  public interface Taking<T> {
    int take(List<T> some) throws IOException;
  }

  private interface Reading<T> {
    T of(ResultSet row) throws SQLException, IOException;
  }

  private final DuckFile file;

  /** Reads that file. */
  public DuckTold(DuckFile file) {
    this.file = file;
  }

  /** Hands over all persons, the newest version of each, and returns how many were wanted. */
  public int persons(Taking<Person> taking) throws IOException {
    return each(
        "SELECT project_id, id, epoch_us(created_at), is_identified, version, properties"
            + " FROM kept.person_rows",
        row -> new Person(
            row.getInt(1),
            UUID.fromString(row.getString(2)),
            Micros.instant(row.getLong(3)),
            row.getBoolean(4),
            row.getLong(5),
            Json.object(row.getString(6))),
        taking);
  }

  /** Hands over all distinct ids, and returns how many were wanted. */
  public int assignments(Taking<Assignment> taking) throws IOException {
    return each(
        "SELECT project_id, distinct_id, person_id, version FROM kept.assignment_rows",
        row -> new Assignment(
            new IdKey(row.getInt(1), row.getString(2)),
            UUID.fromString(row.getString(3)),
            row.getLong(4)),
        taking);
  }

  /** Hands over all groups, and returns how many were wanted. */
  public int groups(Taking<Group> taking) throws IOException {
    return each(
        "SELECT project_id, \"index\", \"key\", \"type\", epoch_us(created_at), epoch_us(updated_at),"
            + " version, properties FROM kept.group_rows",
        row -> new Group(
            new GroupKey(row.getInt(1), row.getInt(2), row.getString(3)),
            row.getString(4),
            Micros.instant(row.getLong(5)),
            Micros.instant(row.getLong(6)),
            row.getLong(7),
            Json.object(row.getString(8))),
        taking);
  }

  private <T> int each(String sql, Reading<T> reading, Taking<T> taking) throws IOException {
    try {
      return file.read(connection -> {
        int taken = 0;
        List<T> some = new ArrayList<>();
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery(sql)) {
          while (rows.next()) {
            some.add(reading.of(rows));
            if (some.size() == AT_ONCE) {
              taken += taking.take(some);
              some.clear();
            }
          }
        }
        return taken + taking.take(some);
      });
    } catch (SQLException e) {
      throw new IOException("expected to read the event store", e);
    }
  }
}
