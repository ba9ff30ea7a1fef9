package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.catalog.DeletedProject;
import dev.hedgerow.server.embedded.folder.Micros;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes a project out of the catalog, inside the transaction of the session it is given, and remembers that it did. */
final class ProjectRemoval {
  static final String TABLE = "CREATE TABLE deleted_projects (project_id INTEGER PRIMARY KEY,"
      + " erasure BLOB NOT NULL, asked_by INTEGER NOT NULL, deleted_at INTEGER NOT NULL)";

  /** Tables that tell what was done, which stays. */
  private static final Set<String> KEPT = Set.of("deleted_projects", "acts", "key_uses");

  private ProjectRemoval() {}

  /** Removes it, and returns whether it was there and another is. */
  static boolean remove(Session session, DeletedProject project) throws SQLException {
    PreparedStatement delete = session.statement(
        "DELETE FROM projects WHERE id = ?" + " AND (SELECT count(*) FROM projects) > 1");
    delete.setInt(1, project.id());
    if (delete.executeUpdate() == 0) {
      return false;
    }
    for (String table : ofProjects(session)) {
      PreparedStatement rest =
          session.statement("DELETE FROM \"" + table + "\" WHERE project_id = ?");
      rest.setInt(1, project.id());
      rest.executeUpdate();
    }
    PreparedStatement revoke = session.statement(
        "UPDATE api_keys SET revoked_at = ? WHERE project_ids = ? AND revoked_at IS NULL");
    revoke.setLong(1, Micros.of(project.at()));
    revoke.setString(2, List.of(project.id()).toString());
    revoke.executeUpdate();
    PreparedStatement insert = session.statement("INSERT INTO deleted_projects (project_id,"
        + " erasure, asked_by, deleted_at) VALUES (?, ?, ?, ?)");
    insert.setInt(1, project.id());
    insert.setBytes(2, Bytes.of(project.erasure()));
    insert.setInt(3, project.askedBy());
    insert.setLong(4, Micros.of(project.at()));
    insert.executeUpdate();
    return true;
  }

  /** Returns all tables with things that are a project's. */
  private static List<String> ofProjects(Session session) throws SQLException {
    List<String> found = new ArrayList<>();
    try (ResultSet rows = session
        .statement("SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
            + " ON c.name = 'project_id' WHERE t.type = 'table' ORDER BY t.name")
        .executeQuery()) {
      while (rows.next()) {
        if (!KEPT.contains(rows.getString(1))) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }

  static List<DeletedProject> all(Session session) throws SQLException {
    List<DeletedProject> found = new ArrayList<>();
    try (ResultSet rows = session
        .statement("SELECT project_id, erasure, asked_by, deleted_at FROM deleted_projects"
            + " ORDER BY project_id")
        .executeQuery()) {
      while (rows.next()) {
        found.add(new DeletedProject(
            rows.getInt(1),
            Bytes.uuid(rows.getBytes(2)),
            rows.getInt(3),
            Micros.instant(rows.getLong(4))));
      }
    }
    return found;
  }
}
