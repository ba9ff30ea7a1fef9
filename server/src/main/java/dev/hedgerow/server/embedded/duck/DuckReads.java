package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.EventReads;
import dev.hedgerow.server.query.StoredEvent;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads over events, each on a connection of its own. Rows are found by their narrow columns and only then read whole.
 */
final class DuckReads implements EventReads {
  private static final String EFFECTIVE = "COALESCE(o.person_id, e.person_id)";
  private static final String JOINED = " FROM kept.event_rows e LEFT JOIN kept.override_rows o"
      + " ON o.project_id = e.project_id AND o.distinct_id = e.distinct_id";

  private final DuckFile file;

  DuckReads(DuckFile file) {
    this.file = file;
  }

  @Override
  public List<StoredEvent> events(EventFilter filter) throws IOException {
    String select = "WITH found AS MATERIALIZED (SELECT e.rowid AS r";
    String order = " ORDER BY e.\"timestamp\" DESC, e.uuid DESC";
    String whole = order + " LIMIT " + filter.limit() + ") SELECT e.*, " + EFFECTIVE
        + " AS effective, epoch_us(e.\"timestamp\") AS t, epoch_us(e.created_at) AS c,"
        + " epoch_us(e.person_created_at) AS pc" + JOINED
        + " WHERE e.rowid IN (SELECT r FROM found)" + order;
    return ask(select, filter, whole, rows -> {
      List<StoredEvent> found = new ArrayList<>();
      while (rows.next()) {
        found.add(stored(rows));
      }
      return found;
    });
  }

  @Override
  public long count(EventFilter filter) throws IOException {
    return ask("SELECT count(*)", filter, "", DuckReads::number);
  }

  @Override
  public long uniquePersons(EventFilter filter) throws IOException {
    return ask("SELECT count(DISTINCT " + EFFECTIVE + ")", filter, "", DuckReads::number);
  }

  private interface Reading<T> {
    T read(ResultSet rows) throws SQLException, IOException;
  }

  private <T> T ask(String select, EventFilter filter, String order, Reading<T> reading)
      throws IOException {
    try {
      return file.read(connection -> {
        begin(connection);
        List<Object> values = new ArrayList<>(List.of(file.gone().visible(filter.projectId())));
        UUID person = filter.personId();
        String only = person == null
            ? ""
            : " AND " + PersonRows.condition(connection, filter.projectId(), person);
        String sql =
            select + JOINED + " WHERE e.project_id = ?" + only + conditions(filter, values) + order;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
          for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
          }
          try (ResultSet rows = statement.executeQuery()) {
            return reading.read(rows);
          }
        }
      });
    } catch (SQLException e) {
      throw new IOException("expected to read the event store", e);
    }
  }

  private static void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN TRANSACTION READ ONLY");
    }
  }

  private static String conditions(EventFilter filter, List<Object> values) {
    StringBuilder sql = new StringBuilder();
    if (filter.event() == null) {
      sql.append(" AND e.event <> '").append(EventFilter.RECORDING).append("'");
    } else {
      sql.append(" AND e.event = ?");
      values.add(filter.event());
    }
    if (filter.distinctId() != null) {
      sql.append(" AND e.distinct_id = ?");
      values.add(filter.distinctId());
    }
    if (filter.personId() != null) {
      sql.append(" AND ").append(EFFECTIVE).append(" = CAST(? AS UUID)");
      values.add(filter.personId().toString());
    }
    if (filter.after() != null) {
      sql.append(" AND e.\"timestamp\" > make_timestamp(CAST(? AS BIGINT))");
      values.add(Micros.of(filter.after()));
    }
    if (filter.before() != null && filter.beforeUuid() != null) {
      sql.append(" AND (e.\"timestamp\" < make_timestamp(CAST(? AS BIGINT))");
      sql.append(" OR e.\"timestamp\" = make_timestamp(CAST(? AS BIGINT))");
      sql.append(" AND e.uuid < CAST(? AS UUID))");
      values.add(Micros.of(filter.before()));
      values.add(Micros.of(filter.before()));
      values.add(filter.beforeUuid().toString());
    } else if (filter.before() != null) {
      sql.append(" AND e.\"timestamp\" < make_timestamp(CAST(? AS BIGINT))");
      values.add(Micros.of(filter.before()));
    }
    return sql.toString();
  }

  private static long number(ResultSet rows) throws SQLException {
    rows.next();
    return rows.getLong(1);
  }

  private static StoredEvent stored(ResultSet row) throws SQLException, IOException {
    Map<Integer, String> groups = new HashMap<>();
    for (int index = 0; index < DuckSchema.GROUPS; index++) {
      String key = row.getString("group_" + index);
      if (key != null) {
        groups.put(index, key);
      }
    }
    EventRow found = new EventRow(
        row.getInt("project_id"),
        uuid(row, "uuid"),
        row.getString("event"),
        row.getString("distinct_id"),
        Micros.instant(row.getLong("t")),
        Micros.instant(row.getLong("c")),
        uuid(row, "person_id"),
        Micros.instant(row.getLong("pc")),
        PersonMode.of(row.getString("person_mode")),
        Json.object(row.getString("person_properties")),
        Json.object(row.getString("properties")),
        row.getString("elements_chain"),
        groups);
    return new StoredEvent(found, uuid(row, "effective"));
  }

  private static UUID uuid(ResultSet row, String column) throws SQLException {
    return UUID.fromString(row.getString(column));
  }
}
