package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.catalog.Shelf;
import dev.hedgerow.server.catalog.Shelved;
import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A shelf as a table of {@code catalog.db}, each thing as JSON. */
public final class SqliteShelf<T extends Shelved<T>> implements Shelf<T> {
  private final Database database;
  private final String table;
  private final Shape<T> shape;

  SqliteShelf(Database database, String table, Shape<T> shape) {
    this.database = database;
    this.table = table;
    this.shape = shape;
  }

  /** Returns what makes the table of that name. */
  static String made(String table) {
    return "CREATE TABLE IF NOT EXISTS " + table + " (id INTEGER PRIMARY KEY AUTOINCREMENT,"
        + " project_id INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,"
        + " form TEXT NOT NULL)";
  }

  private String select(String where) {
    return "SELECT id, created_at, updated_at, form FROM " + table + " WHERE project_id = ?"
        + where;
  }

  @Override
  public List<T> all(int projectId) throws IOException {
    return database.read("read", session -> {
      PreparedStatement select = session.statement(select(" ORDER BY id"));
      select.setInt(1, projectId);
      return found(select, projectId);
    });
  }

  @Override
  public @Nullable T find(int projectId, int id) throws IOException {
    List<T> found = database.read("read", session -> {
      PreparedStatement select = session.statement(select(" AND id = ?"));
      select.setInt(1, projectId);
      select.setInt(2, id);
      return found(select, projectId);
    });
    return found.isEmpty() ? null : found.get(0);
  }

  @Override
  public T create(T thing) throws IOException {
    int id = database.write("add to " + table + " in", session -> {
      PreparedStatement insert = session.statement("INSERT INTO " + table
          + " (project_id, created_at, updated_at, form) SELECT ?1, ?2, ?3, ?4"
          + " WHERE (SELECT count(*) FROM " + table + " WHERE project_id = ?1) < ?5 RETURNING id");
      insert.setInt(1, thing.projectId());
      insert.setLong(2, Micros.of(thing.createdAt()));
      insert.setLong(3, Micros.of(thing.updatedAt()));
      insert.setString(4, Json.text(shape.of(thing)));
      insert.setInt(5, shape.perProjectMax());
      try (ResultSet rows = insert.executeQuery()) {
        return rows.next() ? rows.getInt(1) : 0;
      }
    });
    if (id == 0) {
      throw new IllegalStateException("expected room for one more but found none");
    }
    return thing.withId(id);
  }

  @Override
  public boolean replace(T thing) throws IOException {
    return database.write("change " + table + " in", session -> {
      PreparedStatement update = session.statement("UPDATE " + table
          + " SET created_at = ?, updated_at = ?, form = ? WHERE project_id = ? AND id = ?");
      update.setLong(1, Micros.of(thing.createdAt()));
      update.setLong(2, Micros.of(thing.updatedAt()));
      update.setString(3, Json.text(shape.of(thing)));
      update.setInt(4, thing.projectId());
      update.setInt(5, thing.id());
      return update.executeUpdate() > 0;
    });
  }

  @Override
  public boolean delete(int projectId, int id) throws IOException {
    return database.write("delete from " + table + " in", session -> {
      PreparedStatement delete =
          session.statement("DELETE FROM " + table + " WHERE project_id = ? AND id = ?");
      delete.setInt(1, projectId);
      delete.setInt(2, id);
      return delete.executeUpdate() > 0;
    });
  }

  private List<T> found(PreparedStatement select, int projectId) throws SQLException, IOException {
    List<T> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(shape.read(
            rows.getInt(1),
            projectId,
            Json.object(rows.getString(4)),
            Micros.instant(rows.getLong(2)),
            Micros.instant(rows.getLong(3))));
      }
    }
    return found;
  }
}
