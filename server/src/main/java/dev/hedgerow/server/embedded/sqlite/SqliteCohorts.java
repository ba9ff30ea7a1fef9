package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.catalog.Cohorts;
import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.Cohort;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The cohorts in {@code catalog.db}; a list of persons is one value, their uuids one after the other. */
public final class SqliteCohorts implements Cohorts {
  static final String TABLE =
      "CREATE TABLE IF NOT EXISTS cohorts (id INTEGER PRIMARY KEY AUTOINCREMENT,"
          + " project_id INTEGER NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL,"
          + " is_static INTEGER NOT NULL, filters TEXT NOT NULL, created_at INTEGER NOT NULL,"
          + " updated_at INTEGER NOT NULL, looked_at INTEGER, found INTEGER NOT NULL, error TEXT)";
  static final String LISTS =
      "CREATE TABLE IF NOT EXISTS cohort_lists (cohort_id INTEGER PRIMARY KEY,"
          + " project_id INTEGER NOT NULL, persons BLOB NOT NULL)";
  private static final String COLUMNS = "name, description, is_static, filters, created_at,"
      + " updated_at, looked_at, found, error, project_id";
  private static final String COHORTS = "SELECT id, " + COLUMNS + " FROM cohorts";
  private static final String DUE = ", looked_at = NULL, error = NULL";

  private final Database database;

  SqliteCohorts(Database database) {
    this.database = database;
  }

  @Override
  public List<Cohort> cohorts(int projectId) throws IOException {
    return database.read("read", session -> {
      PreparedStatement select = session.statement(COHORTS + " WHERE project_id = ? ORDER BY id");
      select.setInt(1, projectId);
      return cohorts(select);
    });
  }

  @Override
  public @Nullable Cohort cohort(int projectId, int id) throws IOException {
    List<Cohort> found = database.read("read", session -> one(session, projectId, id));
    return found.isEmpty() ? null : found.get(0);
  }

  private static List<Cohort> one(Session session, int projectId, int id)
      throws SQLException, IOException {
    PreparedStatement select = session.statement(COHORTS + " WHERE project_id = ? AND id = ?");
    select.setInt(1, projectId);
    select.setInt(2, id);
    return cohorts(select);
  }

  @Override
  public Cohort create(Cohort cohort) throws IOException {
    int id = database.write("add a cohort to", session -> {
      PreparedStatement insert = session.statement("INSERT INTO cohorts (" + COLUMNS + ")"
          + " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10"
          + " WHERE (SELECT count(*) FROM cohorts WHERE project_id = ?10) < ?11 RETURNING id");
      fill(insert, cohort);
      insert.setInt(11, Cohort.PER_PROJECT_MAX);
      try (ResultSet rows = insert.executeQuery()) {
        return rows.next() ? rows.getInt(1) : 0;
      }
    });
    if (id == 0) {
      throw new IllegalStateException("expected room for one more cohort but found none");
    }
    return cohort.withId(id);
  }

  @Override
  public boolean replace(Cohort cohort) throws IOException {
    return database.write("change a cohort in", session -> {
      PreparedStatement update = session.statement("UPDATE cohorts SET (" + COLUMNS + ")"
          + " = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) WHERE project_id = ?10 AND id = ?11");
      fill(update, cohort);
      update.setInt(11, cohort.id());
      return update.executeUpdate() > 0;
    });
  }

  @Override
  public boolean delete(int projectId, int id) throws IOException {
    return database.write("delete a cohort from", session -> {
      for (String table : List.of("cohort_lists WHERE cohort_id", "cohorts WHERE id")) {
        PreparedStatement delete =
            session.statement("DELETE FROM " + table + " = ? AND project_id = ?");
        delete.setInt(1, id);
        delete.setInt(2, projectId);
        if (delete.executeUpdate() > 0 && table.startsWith("cohorts")) {
          return true;
        }
      }
      return false;
    });
  }

  @Override
  public List<Cohort> due(Instant since) throws IOException {
    return database.read("read", session -> {
      PreparedStatement select = session.statement(
          COHORTS + " WHERE looked_at IS NULL OR looked_at < ? ORDER BY looked_at NULLS FIRST, id");
      select.setLong(1, Micros.of(since));
      return cohorts(select);
    });
  }

  @Override
  public boolean found(Cohort cohort, Cohort.Found found) throws IOException {
    return database.write("keep what was found in", session -> {
      PreparedStatement update = session.statement("UPDATE cohorts SET looked_at = ?, found = ?,"
          + " error = ? WHERE project_id = ? AND id = ? AND updated_at = ?");
      setMoment(update, 1, found.at());
      update.setLong(2, found.count());
      update.setString(3, found.error());
      update.setInt(4, cohort.projectId());
      update.setInt(5, cohort.id());
      update.setLong(6, Micros.of(cohort.updatedAt()));
      return update.executeUpdate() > 0;
    });
  }

  @Override
  public int list(int projectId, int id, Collection<UUID> ids, Instant at) throws IOException {
    int listed = database.write("list persons in", session -> {
      Set<UUID> all = listed(session, projectId, id);
      all.addAll(ids);
      if (all.size() <= Cohort.LISTED_MAX) {
        keep(session, projectId, id, all, at);
      }
      return all.size();
    });
    if (listed > Cohort.LISTED_MAX) {
      throw new IllegalStateException("expected room on the list but found too little");
    }
    return listed;
  }

  @Override
  public void unlist(int projectId, int id, Collection<UUID> ids, Instant at) throws IOException {
    database.write("take persons off a list in", session -> {
      Set<UUID> all = listed(session, projectId, id);
      ids.forEach(all::remove);
      keep(session, projectId, id, all, at);
      return all.size();
    });
  }

  @Override
  public Set<UUID> listed(int projectId, int id) throws IOException {
    return database.read("read", session -> listed(session, projectId, id));
  }

  @Override
  public void forget(int projectId, Collection<UUID> ids) throws IOException {
    List<Integer> having = new ArrayList<>();
    for (Cohort cohort : cohorts(projectId)) {
      if (cohort.isStatic() && listed(projectId, cohort.id()).stream().anyMatch(ids::contains)) {
        having.add(cohort.id());
      }
    }
    for (int id : having) {
      database.write("take erased persons off a list in", session -> {
        Set<UUID> all = listed(session, projectId, id);
        ids.forEach(all::remove);
        return keep(session, projectId, id, all);
      });
    }
  }

  private static Set<UUID> listed(Session session, int projectId, int id) throws SQLException {
    PreparedStatement select = session.statement(
        "SELECT persons FROM cohort_lists WHERE project_id = ? AND cohort_id = ?");
    select.setInt(1, projectId);
    select.setInt(2, id);
    Set<UUID> listed = new TreeSet<>();
    try (ResultSet rows = select.executeQuery()) {
      ByteBuffer packed = ByteBuffer.wrap(rows.next() ? rows.getBytes(1) : new byte[0]);
      while (packed.remaining() >= 2 * Long.BYTES) {
        listed.add(new UUID(packed.getLong(), packed.getLong()));
      }
    }
    return listed;
  }

  private static void keep(Session session, int projectId, int id, Collection<UUID> all, Instant at)
      throws SQLException {
    PreparedStatement touch = session.statement(
        "UPDATE cohorts SET updated_at = ?" + DUE + " WHERE project_id = ? AND id = ?");
    touch.setLong(1, Micros.of(at));
    touch.setInt(2, projectId);
    touch.setInt(3, id);
    if (touch.executeUpdate() > 0) {
      keep(session, projectId, id, all);
    }
  }

  private static boolean keep(Session session, int projectId, int id, Collection<UUID> all)
      throws SQLException {
    ByteBuffer packed = ByteBuffer.allocate(all.size() * 2 * Long.BYTES);
    all.forEach(
        one -> packed.putLong(one.getMostSignificantBits()).putLong(one.getLeastSignificantBits()));
    PreparedStatement insert = session.statement(
        "INSERT INTO cohort_lists (cohort_id, project_id, persons) VALUES (?, ?, ?)"
            + " ON CONFLICT (cohort_id) DO UPDATE SET persons = excluded.persons");
    insert.setInt(1, id);
    insert.setInt(2, projectId);
    insert.setBytes(3, packed.array());
    return insert.executeUpdate() > 0;
  }

  private static void fill(PreparedStatement statement, Cohort cohort) throws SQLException {
    statement.setString(1, cohort.name());
    statement.setString(2, cohort.description());
    statement.setBoolean(3, cohort.isStatic());
    statement.setString(4, Json.text(cohort.filters()));
    statement.setLong(5, Micros.of(cohort.createdAt()));
    statement.setLong(6, Micros.of(cohort.updatedAt()));
    setMoment(statement, 7, cohort.last().at());
    statement.setLong(8, cohort.last().count());
    statement.setString(9, cohort.last().error());
    statement.setInt(10, cohort.projectId());
  }

  private static void setMoment(PreparedStatement statement, int at, @Nullable Instant moment)
      throws SQLException {
    if (moment == null) {
      statement.setNull(at, Types.BIGINT);
    } else {
      statement.setLong(at, Micros.of(moment));
    }
  }

  private static List<Cohort> cohorts(PreparedStatement select) throws SQLException, IOException {
    List<Cohort> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        long lookedAt = rows.getLong("looked_at");
        Instant at = rows.wasNull() ? null : Micros.instant(lookedAt);
        found.add(new Cohort(
            rows.getInt("id"),
            rows.getInt("project_id"),
            rows.getString("name"),
            rows.getString("description"),
            rows.getBoolean("is_static"),
            Json.object(rows.getString("filters")),
            Micros.instant(rows.getLong("created_at")),
            Micros.instant(rows.getLong("updated_at")),
            new Cohort.Found(at, rows.getLong("found"), rows.getString("error"))));
      }
    }
    return found;
  }
}
