package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.store.Erasure;
import dev.hedgerow.server.store.Erasures;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The list of erasures, in {@code state.db}. */
final class SqliteErasures implements Erasures {
  static final String[] TABLES = {
    "CREATE TABLE erasures (id BLOB PRIMARY KEY, project_id INTEGER NOT NULL,"
        + " person_id BLOB NOT NULL, own_ids TEXT NOT NULL, with_events INTEGER NOT NULL,"
        + " asked_by INTEGER NOT NULL, asked_at INTEGER NOT NULL, position INTEGER NOT NULL,"
        + " erased_at INTEGER NOT NULL, outbox INTEGER NOT NULL, done_at INTEGER)",
    "CREATE INDEX erasures_by_project ON erasures (project_id, position)",
    "CREATE INDEX erasures_unfinished ON erasures (position) WHERE done_at IS NULL",
    "CREATE TABLE backups (number INTEGER PRIMARY KEY AUTOINCREMENT, folder TEXT NOT NULL,"
        + " made_at INTEGER NOT NULL, entry INTEGER NOT NULL)"
  };
  private static final String EVERYBODY = "x'" + "00".repeat(16) + "'";
  static final String BY_WHOLE_PROJECT =
      "CREATE INDEX erasures_of_projects ON erasures (project_id) WHERE person_id = " + EVERYBODY;
  private static final String SELECT = "SELECT id, project_id, person_id, own_ids, with_events,"
      + " asked_by, asked_at, position, erased_at, outbox, done_at FROM erasures ";

  private final Database database;

  SqliteErasures(Database database) {
    this.database = database;
  }

  /** Adds what one change erased, inside its transaction. */
  static void add(Session session, List<Erasure> erasures, long block) throws SQLException {
    for (Erasure one : erasures) {
      PreparedStatement insert = session.statement("INSERT INTO erasures (id, project_id,"
          + " person_id, own_ids, with_events, asked_by, asked_at, position, erased_at, outbox)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
      insert.setBytes(1, Bytes.of(one.id()));
      insert.setInt(2, one.projectId());
      insert.setBytes(3, Bytes.of(one.personId()));
      insert.setString(4, Json.text(one.ownIds().stream().map(UUID::toString).toList()));
      insert.setBoolean(5, one.withEvents());
      insert.setInt(6, one.askedBy());
      insert.setLong(7, Micros.of(one.askedAt()));
      insert.setLong(8, one.position());
      insert.setLong(9, Micros.of(one.erasedAt()));
      insert.setLong(10, block);
      insert.executeUpdate();
    }
  }

  /** Returns all there are in that file, by position. */
  static List<Erasure> all(Session session) throws SQLException, IOException {
    return read(session.statement(SELECT + "ORDER BY position"));
  }

  @Override
  public boolean has(UUID id) throws IOException {
    return database.read("read", session -> {
      PreparedStatement select = session.statement("SELECT 1 FROM erasures WHERE id = ?");
      select.setBytes(1, Bytes.of(id));
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    });
  }

  @Override
  public Set<Integer> projects() throws IOException {
    return database.read("read", session -> projects(session, ""));
  }

  /** Returns the projects of which all was erased, and something may be left. */
  static Set<Integer> unfinishedProjects(Session session) throws SQLException {
    return projects(session, " AND done_at IS NULL");
  }

  private static Set<Integer> projects(Session session, String more) throws SQLException {
    Set<Integer> found = new HashSet<>();
    try (ResultSet rows = session
        .statement("SELECT project_id FROM erasures WHERE person_id = " + EVERYBODY + more)
        .executeQuery()) {
      while (rows.next()) {
        found.add(rows.getInt(1));
      }
    }
    return found;
  }

  @Override
  public List<Erasure> of(int projectId, int max) throws IOException {
    return database.read("read", session -> {
      PreparedStatement select =
          session.statement(SELECT + "WHERE project_id = ? ORDER BY position DESC LIMIT ?");
      select.setInt(1, projectId);
      select.setInt(2, max);
      return read(select);
    });
  }

  @Override
  public List<Erasure> unfinished() throws IOException {
    return database.read(
        "read",
        session -> read(session.statement(SELECT + "WHERE done_at IS NULL ORDER BY position")));
  }

  @Override
  public void finish(long position, Instant at) throws IOException {
    database.write("finish erasures in", session -> {
      PreparedStatement update = session.statement(
          "UPDATE erasures SET done_at = ? WHERE done_at IS NULL AND position <= ?");
      update.setLong(1, Micros.of(at));
      update.setLong(2, position);
      return update.executeUpdate();
    });
  }

  @Override
  public void keep(MadeBackup backup) throws IOException {
    database.write("remember a backup in", session -> {
      PreparedStatement insert =
          session.statement("INSERT INTO backups (folder, made_at, entry) VALUES (?, ?, ?)");
      insert.setString(1, backup.folder());
      insert.setLong(2, Micros.of(backup.madeAt()));
      insert.setLong(3, backup.entry());
      insert.executeUpdate();
      return session
          .statement("DELETE FROM backups WHERE number <= (SELECT max(number) FROM backups) - "
              + BACKUPS_MAX)
          .executeUpdate();
    });
  }

  @Override
  public List<MadeBackup> backups() throws IOException {
    return database.read("read", session -> {
      List<MadeBackup> found = new ArrayList<>();
      try (ResultSet rows = session
          .statement("SELECT folder, made_at, entry FROM backups ORDER BY number DESC")
          .executeQuery()) {
        while (rows.next()) {
          found.add(
              new MadeBackup(rows.getString(1), Micros.instant(rows.getLong(2)), rows.getLong(3)));
        }
      }
      return found;
    });
  }

  private static List<Erasure> read(PreparedStatement select) throws SQLException, IOException {
    List<Erasure> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        long done = row.getLong(11);
        Instant doneAt = row.wasNull() ? null : Micros.instant(done);
        found.add(new Erasure(
            Bytes.uuid(row.getBytes(1)),
            row.getInt(2),
            Bytes.uuid(row.getBytes(3)),
            ownIds(row.getString(4)),
            row.getBoolean(5),
            row.getInt(6),
            Micros.instant(row.getLong(7)),
            row.getLong(8),
            Micros.instant(row.getLong(9)),
            row.getLong(10),
            doneAt));
      }
    }
    return found;
  }

  private static List<UUID> ownIds(String list) throws IOException {
    List<UUID> ids = new ArrayList<>();
    if (Json.object("{\"list\":" + list + "}").get("list") instanceof List<?> texts) {
      texts.forEach(text -> ids.add(UUID.fromString(String.valueOf(text))));
    }
    return ids;
  }
}
