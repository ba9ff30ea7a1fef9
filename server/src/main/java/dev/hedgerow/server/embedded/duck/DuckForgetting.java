package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.embedded.folder.Micros;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Removes rows some at a time: events that are old, and what is left of erased projects. For who writes. */
final class DuckForgetting {
  private DuckForgetting() {}

  /** Removes events of one project, or of all, that happened before a moment, and returns how many. */
  static int old(Connection connection, @Nullable Integer projectId, Instant before, int most)
      throws SQLException {
    String old = "\"timestamp\" < make_timestamp(CAST(" + Micros.of(before) + " AS BIGINT))"
        + (projectId == null ? "" : " AND project_id = " + projectId);
    return remove(connection, "event_rows", old, most);
  }

  /** Returns when the oldest event happened, or null. */
  static @Nullable Instant oldest(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT epoch_us(min(\"timestamp\")) FROM kept.event_rows")) {
      return row.next() && row.getObject(1) != null ? Micros.instant(row.getLong(1)) : null;
    }
  }

  /** Removes rows of projects, of whatever table, and returns how many; 0 when none is left. */
  static int of(Connection connection, Set<Integer> projects, int most) throws SQLException {
    int gone = 0;
    for (String table : projects.isEmpty() ? Set.<String>of() : DuckSchema.ofProjects(connection)) {
      if (gone < most) {
        gone += remove(connection, table, in(projects), most - gone);
      }
    }
    return gone;
  }

  /** Returns how many rows of projects there are. */
  static long left(Connection connection, Set<Integer> projects) throws SQLException {
    long left = 0;
    for (String table : DuckSchema.ofProjects(connection)) {
      try (PreparedStatement count = connection.prepareStatement(
              "SELECT count(*) FROM kept." + table + " WHERE " + in(projects));
          ResultSet row = count.executeQuery()) {
        row.next();
        left += row.getLong(1);
      }
    }
    return left;
  }

  private static String in(Set<Integer> projects) {
    return projects.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(", ", "project_id IN (", ")"));
  }

  private static int remove(Connection connection, String table, String which, int most)
      throws SQLException {
    try (Statement delete = connection.createStatement()) {
      return delete.executeUpdate("DELETE FROM kept." + table + " WHERE rowid IN (SELECT rowid"
          + " FROM kept." + table + " WHERE " + which + " LIMIT " + most + ")");
    }
  }
}
