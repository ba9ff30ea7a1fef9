package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.catalog.ApiKey;
import dev.hedgerow.server.catalog.Catalog;
import dev.hedgerow.server.catalog.DeletedProject;
import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.catalog.Secrets;
import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Settings;
import dev.hedgerow.server.wire.Json;
import dev.hedgerow.server.wire.SettingsCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The catalog in {@code catalog.db}. */
public final class SqliteCatalog implements Catalog {
  private static final Migrations MIGRATIONS = new Migrations(
      new String[] {
        "CREATE TABLE IF NOT EXISTS projects (id INTEGER PRIMARY KEY AUTOINCREMENT,"
            + " name TEXT NOT NULL, token TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL,"
            + " settings_version INTEGER NOT NULL)",
        "CREATE TABLE IF NOT EXISTS api_keys (id INTEGER PRIMARY KEY AUTOINCREMENT,"
            + " hash TEXT NOT NULL UNIQUE, label TEXT NOT NULL, created_at INTEGER NOT NULL)",
        "CREATE TABLE IF NOT EXISTS cookieless_salts (day INTEGER PRIMARY KEY, salt BLOB NOT NULL)"
      },
      new String[] {"ALTER TABLE projects ADD COLUMN settings TEXT NOT NULL DEFAULT '{}'"},
      new String[] {
        "ALTER TABLE api_keys ADD COLUMN scope TEXT NOT NULL DEFAULT 'admin'",
        "ALTER TABLE api_keys ADD COLUMN project_ids TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE api_keys ADD COLUMN revoked_at INTEGER",
        "ALTER TABLE api_keys ADD COLUMN last_used_at INTEGER"
      },
      new String[] {SqliteActions.TABLE, SqliteActions.INDEX},
      new String[] {
        "CREATE TABLE old_tokens (token TEXT PRIMARY KEY, project_id INTEGER NOT NULL,"
            + " valid_until INTEGER NOT NULL) WITHOUT ROWID"
      },
      new String[] {SqliteAudit.ACTS, SqliteAudit.USES},
      new String[] {ProjectRemoval.TABLE},
      SqliteDefined.COHORTS,
      SqliteDefined.SHELVES);
  private static final String PROJECTS =
      "SELECT id, name, token, created_at, settings_version, settings FROM projects";
  private static final String KEYS = "SELECT id, hash, label, created_at, scope, project_ids,"
      + " revoked_at, last_used_at FROM api_keys";

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private final Database database;

  private final KnownTokens tokens = new KnownTokens();

  private SqliteCatalog(Database database) {
    this.database = database;
  }

  /**
   * Opens the catalog in that folder, making it where there is none.
   *
   * @throws IOException if it cannot be read, or a newer program has written it
   */
  public static SqliteCatalog open(Path folder) throws IOException {
    Database database = Sound.open(folder.resolve("catalog.db"), 4_096, 1_000).database();
    try {
      RowCopies copies = new RowCopies(database);
      copies.mend();
      MIGRATIONS.run(database);
      copies.keep();
      return new SqliteCatalog(database);
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Returns the actions in the same file, which close with this. */
  public SqliteActions actions() {
    return new SqliteActions(database);
  }

  /** Returns what else people define, in the same file, which closes with this. */
  public SqliteDefined defined() {
    return new SqliteDefined(database);
  }

  /** Returns the audit in the same file, which closes with this. */
  public SqliteAudit audit() {
    return audit(Limits.STANDARD.actsKept());
  }

  /** Returns the same with another number of acts that are kept. */
  SqliteAudit audit(int actsKept) {
    return new SqliteAudit(database, actsKept);
  }

  /** Copies the catalog as committed now into a new file; safe beside everything else. */
  public void copyTo(Path target) throws IOException {
    database.copyTo(target);
  }

  @Override
  public List<Project> projects() throws IOException {
    return database.read("read", session -> projects(session.statement(PROJECTS + " ORDER BY id")));
  }

  @Override
  public @Nullable Project projectByToken(String token) throws IOException {
    Project known = tokens.find(token);
    if (known != null) {
      return known;
    }
    long asOf = tokens.changes();
    Project found = only(database.read("read", session -> {
      PreparedStatement select = session.statement(PROJECTS + " WHERE token = ?");
      select.setString(1, token);
      return projects(select);
    }));
    if (found != null) {
      tokens.keep(token, found, asOf);
    }
    return found;
  }

  @Override
  public @Nullable Project atHand(String token) {
    return tokens.find(token);
  }

  @Override
  public @Nullable Project projectByToken(String token, Instant at) throws IOException {
    Project known = projectByToken(token);
    return known != null
        ? known
        : only(database.read("read", session -> {
          PreparedStatement select = session.statement(PROJECTS + " WHERE id = (SELECT project_id"
              + " FROM old_tokens WHERE token = ? AND valid_until > ?)");
          select.setString(1, token);
          select.setLong(2, Micros.of(at));
          return projects(select);
        }));
  }

  @Override
  public @Nullable Project rotateToken(int id, String token, Instant oldUntil) throws IOException {
    return change("rotate a token in", session -> rotate(session, id, token, oldUntil));
  }

  private @Nullable Project change(String doing, Session.Work<List<Project>> work)
      throws IOException {
    try {
      return only(database.write(doing, work));
    } finally {
      tokens.forget();
    }
  }

  private List<Project> rotate(Session session, int id, String token, Instant oldUntil)
      throws SQLException, IOException {
    PreparedStatement keep = session.statement("INSERT INTO old_tokens (token, project_id,"
        + " valid_until) SELECT token, id, ?2 FROM projects WHERE id = ?1");
    keep.setInt(1, id);
    keep.setLong(2, Micros.of(oldUntil));
    keep.executeUpdate();
    PreparedStatement used = session.statement("SELECT 1 FROM projects WHERE token = ?1"
        + " UNION ALL SELECT 1 FROM old_tokens WHERE token = ?1");
    used.setString(1, token);
    try (ResultSet rows = used.executeQuery()) {
      if (rows.next()) {
        throw new IllegalStateException("expected a token of its own but it is in use");
      }
    }
    PreparedStatement end = session.statement(
        "UPDATE old_tokens SET valid_until =" + " min(valid_until, ?2) WHERE project_id = ?1");
    end.setInt(1, id);
    end.setLong(2, Micros.of(oldUntil));
    end.executeUpdate();
    PreparedStatement update = session.statement("UPDATE projects SET token = ?2 WHERE id = ?1"
        + " RETURNING id, name, token, created_at, settings_version, settings");
    update.setInt(1, id);
    update.setString(2, token);
    return projects(update);
  }

  @Override
  public @Nullable Project project(int id) throws IOException {
    return only(database.read("read", session -> {
      PreparedStatement select = session.statement(PROJECTS + " WHERE id = ?");
      select.setInt(1, id);
      return projects(select);
    }));
  }

  @Override
  public Project createProject(String name, String token, Instant at) throws IOException {
    int id = database.write("add a project to", session -> {
      PreparedStatement insert = session.statement("INSERT INTO projects (name, token, created_at,"
          + " settings_version) SELECT ?1, ?2, ?3, 1"
          + " WHERE NOT EXISTS (SELECT 1 FROM projects WHERE token = ?2)"
          + " AND NOT EXISTS (SELECT 1 FROM old_tokens WHERE token = ?2) RETURNING id");
      return insertReturningId(insert, name, token, at);
    });
    if (id == 0) {
      throw new IllegalStateException("expected a token of its own but it is in use");
    }
    return new Project(id, name, token, Micros.instant(Micros.of(at)), 1);
  }

  @Override
  public @Nullable Project changeSettings(int id, int version, Settings settings)
      throws IOException {
    return change("change the settings in", session -> {
      PreparedStatement update = session.statement("UPDATE projects SET settings = ?,"
          + " settings_version = settings_version + 1 WHERE id = ? AND settings_version = ?"
          + " RETURNING id, name, token, created_at, settings_version, settings");
      update.setString(1, Json.text(SettingsCodec.object(settings)));
      update.setInt(2, id);
      update.setInt(3, version);
      return projects(update);
    });
  }

  @Override
  public boolean deleteProject(DeletedProject project) throws IOException {
    try {
      return database.write(
          "delete a project in", session -> ProjectRemoval.remove(session, project));
    } finally {
      tokens.forget();
    }
  }

  @Override
  public List<DeletedProject> deletedProjects() throws IOException {
    return database.read("read", ProjectRemoval::all);
  }

  @Override
  public @Nullable ApiKey keyByHash(String hash) throws IOException {
    return only(database.read("read", session -> {
      PreparedStatement select = session.statement(KEYS + " WHERE hash = ? AND revoked_at IS NULL");
      select.setString(1, hash);
      return keys(select);
    }));
  }

  @Override
  public List<ApiKey> keys() throws IOException {
    return database.read("read", session -> keys(session.statement(KEYS + " ORDER BY id")));
  }

  @Override
  public ApiKey addKey(String hash, String label, Scope scope, Set<Integer> projectIds, Instant at)
      throws IOException {
    int id = database.write("add a key to", session -> {
      PreparedStatement insert = session.statement("INSERT INTO api_keys (hash, label, created_at,"
          + " scope, project_ids) SELECT ?1, ?2, ?3, ?4, ?5"
          + " WHERE NOT EXISTS (SELECT 1 FROM api_keys WHERE hash = ?1) RETURNING id");
      insert.setString(4, scope.word());
      insert.setString(5, projectIds.stream().sorted().toList().toString());
      return insertReturningId(insert, hash, label, at);
    });
    if (id == 0) {
      throw new IllegalStateException("expected a new key but it is already kept");
    }
    Instant kept = Micros.instant(Micros.of(at));
    return new ApiKey(id, hash, label, kept, scope, projectIds, null, null);
  }

  @Override
  public void revokeKey(int id, Instant at) throws IOException {
    mark("UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", id, at);
  }

  @Override
  public void keyUsed(int id, Instant at) throws IOException {
    mark("UPDATE api_keys SET last_used_at = ? WHERE id = ?", id, at);
  }

  private void mark(String sql, int id, Instant at) throws IOException {
    database.write("mark a key in", session -> {
      PreparedStatement update = session.statement(sql);
      update.setLong(1, Micros.of(at));
      update.setInt(2, id);
      return update.executeUpdate();
    });
  }

  @Override
  public byte[] cookielessSalt(LocalDate day, LocalDate keptFrom) throws IOException {
    return database.write("keep a day's secret in", session -> {
      PreparedStatement forget = session.statement("DELETE FROM cookieless_salts WHERE day < ?");
      forget.setLong(1, keptFrom.toEpochDay());
      forget.executeUpdate();
      PreparedStatement insert = session.statement("INSERT INTO cookieless_salts (day, salt)"
          + " VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET day = excluded.day RETURNING salt");
      insert.setLong(1, day.toEpochDay());
      insert.setBytes(2, Secrets.salt());
      try (ResultSet rows = insert.executeQuery()) {
        rows.next();
        return rows.getBytes(1);
      }
    });
  }

  @Override
  public void close() throws IOException {
    database.close();
  }

  private static int insertReturningId(
      PreparedStatement insert, String first, String second, Instant at) throws SQLException {
    insert.setString(1, first);
    insert.setString(2, second);
    insert.setLong(3, Micros.of(at));
    try (ResultSet rows = insert.executeQuery()) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private static List<Project> projects(PreparedStatement select) throws SQLException, IOException {
    List<Project> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(new Project(
            rows.getInt(1),
            rows.getString(2),
            rows.getString(3),
            Micros.instant(rows.getLong(4)),
            rows.getInt(5),
            settings(rows.getString(6))));
      }
    }
    return found;
  }

  private static Settings settings(String json) throws IOException {
    try {
      return json.equals("{}")
          ? Settings.STANDARD
          : SettingsCodec.changed(Settings.STANDARD, Json.object(json));
    } catch (RejectedException e) {
      throw new IOException("expected the settings in catalog.db to be ours: " + e.detail(), e);
    }
  }

  private static List<ApiKey> keys(PreparedStatement select) throws SQLException, IOException {
    List<ApiKey> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Scope scope = Scope.of(rows.getString(5));
        if (scope == null) {
          throw new IOException("expected a scope in catalog.db but found " + rows.getString(5));
        }
        found.add(new ApiKey(
            rows.getInt(1),
            rows.getString(2),
            rows.getString(3),
            Micros.instant(rows.getLong(4)),
            scope,
            numbers(rows.getString(6)),
            instant(rows, 7),
            instant(rows, 8)));
      }
    }
    return found;
  }

  /** Reads {@code [1, 2]}. */
  private static Set<Integer> numbers(String list) {
    return NUMBER
        .matcher(list)
        .results()
        .map(number -> Integer.valueOf(number.group()))
        .collect(Collectors.toSet());
  }

  private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
    long micros = rows.getLong(column);
    return rows.wasNull() ? null : Micros.instant(micros);
  }

  private static <T> @Nullable T only(List<T> found) {
    return found.isEmpty() ? null : found.get(0);
  }
}
