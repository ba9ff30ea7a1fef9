package dev.hedgerow.server.embedded.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Removes what is left of erased projects, some rows at a time, inside the transaction of the session it is given. */
final class StateClearing {
  private static final Map<String, String> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put("persons", "project_id, person_id");
    KEYS.put("assignments", "project_id, distinct_id");
    KEYS.put("groups_of_people", "project_id, type_index, group_key");
  }

  private StateClearing() {}

  /** Removes at most so many rows, and returns how many. */
  static int some(Session session, int most) throws SQLException {
    int gone = 0;
    for (int project : SqliteErasures.unfinishedProjects(session)) {
      for (Map.Entry<String, String> table : KEYS.entrySet()) {
        if (gone < most) {
          gone += some(session, table.getKey(), table.getValue(), project, most - gone);
        }
      }
    }
    return gone;
  }

  private static int some(Session session, String table, String key, int project, int most)
      throws SQLException {
    PreparedStatement delete = session.statement("DELETE FROM " + table + " WHERE (" + key
        + ") IN (SELECT " + key + " FROM " + table + " WHERE project_id = ? LIMIT ?)");
    delete.setInt(1, project);
    delete.setInt(2, most);
    return delete.executeUpdate();
  }
}
