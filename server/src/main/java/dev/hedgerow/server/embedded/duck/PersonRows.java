package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.query.SqlText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The rows of one effective person: by whose they were when they were stored and by the ids that came to that person since. To join
 * all rows with who has their ids now would take longer.
 */
final class PersonRows {
  /** Ids that came to a person since and are named; where there are more, all rows are joined. */
  private static final int IDS_NAMED_MAX = 1_000;

  private PersonRows() {}

  /** Returns a condition over rows {@code e} of events that all of the person's fulfil, and few others. */
  static String condition(Connection connection, int projectId, UUID person) throws SQLException {
    String id = "CAST('" + person + "' AS UUID)";
    List<String> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT distinct_id FROM kept.override_rows WHERE project_id = "
                + projectId + " AND person_id = " + id + " LIMIT " + (IDS_NAMED_MAX + 1))) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    if (ids.size() > IDS_NAMED_MAX || ids.stream().anyMatch(one -> one.indexOf('\0') >= 0)) {
      return "true";
    }
    String own = "e.person_id = " + id;
    return ids.isEmpty()
        ? own
        : "(" + own + " OR e.distinct_id IN ("
            + ids.stream().map(SqlText::literal).collect(Collectors.joining(", ")) + "))";
  }
}
