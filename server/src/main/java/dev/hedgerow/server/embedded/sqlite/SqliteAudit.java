package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.catalog.Act;
import dev.hedgerow.server.catalog.Audit;
import dev.hedgerow.server.catalog.KeyUse;
import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.Limits;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The audit in {@code catalog.db}. */
public final class SqliteAudit implements Audit {
  static final String ACTS = "CREATE TABLE acts (id INTEGER PRIMARY KEY AUTOINCREMENT,"
      + " at INTEGER NOT NULL, who TEXT NOT NULL, key_id INTEGER NOT NULL,"
      + " project_id INTEGER NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL)";
  static final String USES = "CREATE TABLE key_uses (key_id INTEGER NOT NULL,"
      + " project_id INTEGER NOT NULL, day INTEGER NOT NULL, uses INTEGER NOT NULL,"
      + " PRIMARY KEY (key_id, day, project_id)) WITHOUT ROWID";

  private final Database database;
  private final int actsKept;

  SqliteAudit(Database database, int actsKept) {
    this.database = database;
    this.actsKept = actsKept;
  }

  @Override
  public void keep(Act act) throws IOException {
    database.write("keep an act in", session -> {
      PreparedStatement insert = session.statement("INSERT INTO acts"
          + " (at, who, key_id, project_id, what, detail) VALUES (?, ?, ?, ?, ?, ?)");
      insert.setLong(1, Micros.of(act.at()));
      insert.setString(2, act.who());
      insert.setInt(3, act.keyId());
      insert.setInt(4, act.projectId());
      insert.setString(5, act.what());
      insert.setString(6, act.detail());
      insert.executeUpdate();
      PreparedStatement forget =
          session.statement("DELETE FROM acts WHERE id <= (SELECT max(id) FROM acts) - ?");
      forget.setInt(1, actsKept);
      return forget.executeUpdate();
    });
  }

  @Override
  public List<Act> acts(long before, int limit) throws IOException {
    return database.read("read", session -> {
      PreparedStatement select =
          session.statement("SELECT id, at, who, key_id, project_id, what, detail FROM acts"
              + " WHERE id < ? ORDER BY id DESC LIMIT ?");
      select.setLong(1, before);
      select.setInt(2, limit);
      List<Act> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(new Act(
              rows.getLong(1),
              Micros.instant(rows.getLong(2)),
              rows.getString(3),
              rows.getInt(4),
              rows.getInt(5),
              rows.getString(6),
              rows.getString(7)));
        }
      }
      return found;
    });
  }

  @Override
  public void count(Collection<KeyUse> uses) throws IOException {
    database.write("count the uses of keys in", session -> {
      PreparedStatement add = session.statement("INSERT INTO key_uses"
          + " (key_id, project_id, day, uses) VALUES (?, ?, ?, ?) ON CONFLICT"
          + " (key_id, day, project_id) DO UPDATE SET uses = uses + excluded.uses");
      for (KeyUse use : uses) {
        add.setInt(1, use.keyId());
        add.setInt(2, use.projectId());
        add.setLong(3, use.day().toEpochDay());
        add.setLong(4, use.count());
        add.executeUpdate();
      }
      PreparedStatement forget =
          session.statement("DELETE FROM key_uses WHERE day < (SELECT max(day) FROM key_uses) - ?");
      forget.setLong(1, Limits.STANDARD.keyUsesKeptFor().toDays());
      return forget.executeUpdate();
    });
  }

  @Override
  public List<KeyUse> uses(int keyId, LocalDate from) throws IOException {
    return database.read("read", session -> {
      PreparedStatement select = session.statement("SELECT project_id, day, uses FROM key_uses"
          + " WHERE key_id = ? AND day >= ? ORDER BY day DESC, project_id");
      select.setInt(1, keyId);
      select.setLong(2, from.toEpochDay());
      List<KeyUse> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(new KeyUse(
              keyId, rows.getInt(1), LocalDate.ofEpochDay(rows.getLong(2)), rows.getLong(3)));
        }
      }
      return found;
    });
  }
}
