package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a new SQLite file of what can be read of a damaged one: of each table the rows from its beginning up to the damage,
 * and from its end back to it.
 */
final class Salvage {
  private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);
  private static final int ROWS_A_WRITE = 5_000;

  private final Session from;
  private final Database to;
  private final Path file;

  /** Whether damage was met in the table being copied. */
  private boolean broken;

  private Salvage(Session from, Database to, Path file) {
    this.from = from;
    this.to = to;
    this.file = file;
  }

  /** Replaces a file that nobody has open; the damaged one is kept under another name. */
  static void of(Path file, int pageBytes) throws IOException {
    String name = String.valueOf(file.getFileName());
    Path fresh = file.resolveSibling(name + ".salvaging");
    for (String part : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(fresh.resolveSibling(name + ".salvaging" + part));
    }
    try (Database to = Database.open(fresh, pageBytes, 1_000);
        Session from = Session.openToRead(file, false)) {
      new Salvage(from, to, file).run();
      to.checkpoint();
    } catch (SQLException e) {
      throw Failures.of("read", file, e);
    }
    String kept = name + ".damaged-" + STAMP.format(Instant.now());
    for (String part : List.of("-wal", "-shm", "")) {
      Path old = file.resolveSibling(name + part);
      if (Files.exists(old)) {
        Files.move(old, file.resolveSibling(kept + part));
      }
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    Durable.folderOf(file);
    LOG.error("{} was damaged and now lies at {}; what could be read goes on", name, kept);
  }

  private void run() throws SQLException, IOException {
    List<String> tables = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    try (ResultSet rows = from.statement("SELECT type, name, sql FROM sqlite_schema"
            + " WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
        .executeQuery()) {
      while (rows.next()) {
        if (rows.getString(1).equals("table")) {
          tables.add(rows.getString(2));
          String sql = rows.getString(3);
          to.write("make a table of", session -> {
            session.run(sql);
            return true;
          });
        } else {
          rest.add(rows.getString(3));
        }
      }
    }
    long version = from.number("PRAGMA user_version", 0);
    for (String table : tables) {
      copy(table);
    }
    to.write("finish", session -> {
      session.run(rest.toArray(String[]::new));
      session.run("PRAGMA user_version = " + version);
      return true;
    });
  }

  private void copy(String table) throws SQLException, IOException {
    List<String> columns = new ArrayList<>();
    List<String> key = new ArrayList<>();
    try (ResultSet rows = from.statement(
            "SELECT name, pk FROM pragma_table_info('" + table + "') ORDER BY pk, cid")
        .executeQuery()) {
      while (rows.next()) {
        columns.add('"' + rows.getString(1) + '"');
        if (rows.getInt(2) > 0) {
          key.add('"' + rows.getString(1) + "\" DESC");
        }
      }
    }
    String select = "SELECT " + String.join(", ", columns) + " FROM \"" + table + '"';
    String insert = "INSERT OR IGNORE INTO \"" + table + "\" (" + String.join(", ", columns)
        + ") VALUES (" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
    long[] count = new long[1];
    if (!copied(select, insert, columns.size(), count)) {
      String order = key.isEmpty() ? "rowid DESC" : String.join(", ", key);
      copied(select + " ORDER BY " + order, insert, columns.size(), count);
      LOG.error(
          "{} of {} is damaged: {} rows could be read, those between them are lost",
          table,
          file.getFileName(),
          count[0]);
    }
  }

  /** Copies rows until there are no more, or one that is there already; returns false at damage. */
  private boolean copied(String select, String insert, int columns, long[] count)
      throws SQLException, IOException {
    broken = false;
    try (ResultSet rows = from.statement(select).executeQuery()) {
      boolean more = true;
      while (more) {
        more = to.write("copy into", session -> {
          PreparedStatement into = session.statement(insert);
          for (int i = 0; i < ROWS_A_WRITE; i++) {
            if (!next(rows)) {
              return false;
            }
            for (int column = 1; column <= columns; column++) {
              into.setObject(column, rows.getObject(column));
            }
            if (into.executeUpdate() == 0) {
              return false;
            }
            count[0]++;
          }
          return true;
        });
      }
      return !broken;
    }
  }

  private boolean next(ResultSet rows) throws SQLException {
    try {
      return rows.next();
    } catch (SQLException e) {
      if (!Failures.isDamage(e)) {
        throw e;
      }
      broken = true;
      return false;
    }
  }
}
