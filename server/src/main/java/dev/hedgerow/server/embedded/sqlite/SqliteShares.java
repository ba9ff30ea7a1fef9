package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.catalog.Share;
import dev.hedgerow.server.catalog.Shares;
import dev.hedgerow.server.embedded.folder.Micros;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The links in {@code catalog.db}. */
public final class SqliteShares implements Shares {
  static final String TABLE = "CREATE TABLE IF NOT EXISTS shares (kind TEXT NOT NULL,"
      + " thing_id INTEGER NOT NULL, project_id INTEGER NOT NULL, hash TEXT NOT NULL UNIQUE,"
      + " since INTEGER NOT NULL, PRIMARY KEY (kind, thing_id)) WITHOUT ROWID";
  private static final String SHARES = "SELECT kind, project_id, thing_id, hash, since FROM shares";
  private static final String OF = " WHERE kind = ? AND project_id = ? AND thing_id = ?";

  private final Database database;

  SqliteShares(Database database) {
    this.database = database;
  }

  @Override
  public void begin(Share share) throws IOException {
    database.write("share something in", session -> {
      PreparedStatement insert = session.statement("INSERT INTO shares (kind, project_id, thing_id,"
          + " hash, since) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, thing_id) DO UPDATE SET"
          + " project_id = excluded.project_id, hash = excluded.hash, since = excluded.since");
      set(insert, share.kind(), share.projectId(), share.thingId());
      insert.setString(4, share.hash());
      insert.setLong(5, Micros.of(share.since()));
      return insert.executeUpdate();
    });
  }

  @Override
  public boolean end(Share.Kind kind, int projectId, int thingId) throws IOException {
    return database.write("end a share in", session -> {
      PreparedStatement delete = session.statement("DELETE FROM shares" + OF);
      set(delete, kind, projectId, thingId);
      return delete.executeUpdate() > 0;
    });
  }

  @Override
  public @Nullable Share of(Share.Kind kind, int projectId, int thingId) throws IOException {
    return first(database.read("read", session -> {
      PreparedStatement select = session.statement(SHARES + OF);
      set(select, kind, projectId, thingId);
      return found(select);
    }));
  }

  @Override
  public @Nullable Share byHash(String hash) throws IOException {
    return first(database.read("read", session -> {
      PreparedStatement select = session.statement(SHARES + " WHERE hash = ?");
      select.setString(1, hash);
      return found(select);
    }));
  }

  private static void set(PreparedStatement statement, Share.Kind kind, int projectId, int thingId)
      throws SQLException {
    statement.setString(1, kind.name());
    statement.setInt(2, projectId);
    statement.setInt(3, thingId);
  }

  private static @Nullable Share first(List<Share> found) {
    return found.isEmpty() ? null : found.get(0);
  }

  private static List<Share> found(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      return rows.next()
          ? List.of(new Share(
              Share.Kind.valueOf(rows.getString(1)),
              rows.getInt(2),
              rows.getInt(3),
              rows.getString(4),
              Micros.instant(rows.getLong(5))))
          : List.of();
    }
  }
}
