package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.store.Erased;
import dev.hedgerow.server.wire.Json;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Takes the erased out of the tables, inside the transaction of its connection. For one thread. */
final class DuckEraser {
  private final DuckDBConnection connection;
  private final DuckColumns columns;

  DuckEraser(DuckDBConnection connection, DuckColumns columns) throws SQLException {
    this.connection = connection;
    this.columns = columns;
    execute("CREATE TEMP TABLE staged_erased (project_id INTEGER, distinct_id VARCHAR,"
        + " own_id UUID, quoted VARCHAR)");
    execute("CREATE TEMP TABLE staged_nobody (project_id INTEGER, id UUID)");
  }

  void erase(List<Erased> all) throws SQLException {
    for (Erased one : all) {
      erase(one);
    }
  }

  private void erase(Erased erased) throws SQLException {
    if (erased.isOfProject()) {
      mark(erased.projectId());
      return;
    }
    stage(erased);
    String same = " WHERE o.project_id = s.project_id AND o.distinct_id = s.distinct_id";
    if (erased.withEvents()) {
      execute("DELETE FROM kept.event_rows o USING staged_erased s" + same);
      execute("DELETE FROM kept.event_rows o USING staged_nobody s"
          + " WHERE o.project_id = s.project_id AND o.person_id = s.id AND NOT EXISTS"
          + " (SELECT 1 FROM kept.override_rows v WHERE v.project_id = o.project_id"
          + " AND v.distinct_id = o.distinct_id)");
      execute("DELETE FROM kept.warning_rows o USING staged_erased s WHERE"
          + " o.project_id = s.project_id AND (o.distinct_id = s.distinct_id"
          + " OR contains(o.details, ':' || s.quoted))");
    } else {
      execute("UPDATE kept.event_rows o SET person_id = s.own_id, person_properties = '{}'"
          + columns.withoutPerson() + " FROM staged_erased s" + same);
    }
    execute("DELETE FROM kept.override_rows o USING staged_erased s" + same);
    execute("DELETE FROM kept.assignment_rows o USING staged_erased s" + same);
    execute("DELETE FROM staged_erased");
    execute("DELETE FROM staged_nobody");
  }

  /** Has a whole project be gone for whoever reads; its rows go later, as they may be many. */
  private void mark(int project) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO kept.gone_projects SELECT " + project
          + " WHERE NOT EXISTS (SELECT 1 FROM kept.gone_projects WHERE id = " + project + ")");
      DuckSchema.requireVersion(statement, DuckSchema.WITH_GONE);
    }
  }

  private void stage(Erased erased) throws SQLException {
    try (DuckDBAppender to = connection.createAppender("temp", "main", "staged_nobody")) {
      for (UUID id : erased.personIds()) {
        to.beginRow().append(erased.projectId()).append(id).endRow();
      }
    }
    Set<String> ids = new TreeSet<>(erased.distinctIds());
    if (erased.withEvents()) {
      ids.addAll(nobodys(erased));
    }
    try (DuckDBAppender to = connection.createAppender("temp", "main", "staged_erased")) {
      for (String id : ids) {
        to.beginRow()
            .append(erased.projectId())
            .append(id)
            .append(PersonIds.of(new IdKey(erased.projectId(), id)))
            .append(Json.text(id))
            .endRow();
      }
    }
  }

  /** Returns the distinct ids that are meant by what they have as their own. */
  private List<String> nobodys(Erased erased) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT DISTINCT o.distinct_id FROM kept.event_rows o"
            + " JOIN staged_nobody s ON o.project_id = s.project_id AND o.person_id = s.id"
            + " UNION SELECT DISTINCT distinct_id FROM kept.warning_rows WHERE project_id = ?")) {
      select.setInt(1, erased.projectId());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String id = rows.getString(1);
          if (erased.names(erased.projectId(), id)) {
            ids.add(id);
          }
        }
      }
    }
    return ids;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
