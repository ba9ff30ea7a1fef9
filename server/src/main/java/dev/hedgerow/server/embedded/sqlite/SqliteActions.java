package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.catalog.Actions;
import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.ActionForm;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The actions in {@code catalog.db}, each as the API shows it. */
public final class SqliteActions implements Actions {
  static final String TABLE =
      "CREATE TABLE IF NOT EXISTS actions (id INTEGER PRIMARY KEY AUTOINCREMENT,"
          + " project_id INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,"
          + " form TEXT NOT NULL)";
  static final String INDEX =
      "CREATE INDEX IF NOT EXISTS actions_by_project ON actions (project_id, id)";
  private static final String ACTIONS =
      "SELECT id, created_at, updated_at, form FROM actions WHERE project_id = ?";

  private final Database database;

  SqliteActions(Database database) {
    this.database = database;
  }

  @Override
  public List<Action> actions(int projectId) throws IOException {
    return database.read("read", session -> {
      PreparedStatement select = session.statement(ACTIONS + " ORDER BY id");
      select.setInt(1, projectId);
      return found(select, projectId);
    });
  }

  @Override
  public @Nullable Action action(int projectId, int id) throws IOException {
    List<Action> found = database.read("read", session -> {
      PreparedStatement select = session.statement(ACTIONS + " AND id = ?");
      select.setInt(1, projectId);
      select.setInt(2, id);
      return found(select, projectId);
    });
    return found.isEmpty() ? null : found.get(0);
  }

  @Override
  public Action create(Action action) throws IOException {
    int id = database.write("add an action to", session -> {
      PreparedStatement insert =
          session.statement("INSERT INTO actions (project_id, created_at, updated_at, form)"
              + " SELECT ?1, ?2, ?3, ?4 WHERE (SELECT count(*) FROM actions WHERE project_id = ?1) < ?5"
              + " RETURNING id");
      insert.setInt(1, action.projectId());
      insert.setLong(2, Micros.of(action.createdAt()));
      insert.setLong(3, Micros.of(action.updatedAt()));
      insert.setString(4, Json.text(ActionForm.of(action)));
      insert.setInt(5, Action.PER_PROJECT_MAX);
      try (ResultSet rows = insert.executeQuery()) {
        return rows.next() ? rows.getInt(1) : 0;
      }
    });
    Action kept = id == 0 ? null : action(action.projectId(), id);
    if (kept == null) {
      throw new IllegalStateException("expected room for one more action but found none");
    }
    return kept;
  }

  @Override
  public boolean replace(Action action) throws IOException {
    return database.write("change an action in", session -> {
      PreparedStatement update = session.statement("UPDATE actions SET created_at = ?,"
          + " updated_at = ?, form = ? WHERE project_id = ? AND id = ?");
      update.setLong(1, Micros.of(action.createdAt()));
      update.setLong(2, Micros.of(action.updatedAt()));
      update.setString(3, Json.text(ActionForm.of(action)));
      update.setInt(4, action.projectId());
      update.setInt(5, action.id());
      return update.executeUpdate() > 0;
    });
  }

  @Override
  public boolean delete(int projectId, int id) throws IOException {
    return database.write("delete an action from", session -> {
      PreparedStatement delete =
          session.statement("DELETE FROM actions WHERE project_id = ? AND id = ?");
      delete.setInt(1, projectId);
      delete.setInt(2, id);
      return delete.executeUpdate() > 0;
    });
  }

  private static List<Action> found(PreparedStatement select, int projectId)
      throws SQLException, IOException {
    List<Action> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Instant createdAt = Micros.instant(rows.getLong(2));
        Instant updatedAt = Micros.instant(rows.getLong(3));
        found.add(ActionForm.read(
            Json.object(rows.getString(4)), rows.getInt(1), projectId, createdAt, updatedAt));
      }
    } catch (RejectedException e) {
      throw new IOException("expected actions that can be read: " + e.detail(), e);
    }
    return found;
  }
}
