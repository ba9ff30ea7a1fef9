package dev.hedgerow.server.embedded.duck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * The event store's tables in a new file: the engine never overwrites what is removed, so this is how it goes. Made by an
 * engine of its own from a copy of the file, while the other goes on answering and writing.
 */
final class DuckRewrite implements AutoCloseable {
  private static final List<String> TABLES = List.of(
      "event_rows",
      "override_rows",
      "person_rows",
      "assignment_rows",
      "group_rows",
      "warning_rows",
      "cohort_rows",
      "column_rows",
      "gone_projects",
      "wish_rows",
      "meta");
  private static final String NAME = "events.rewriting.duckdb";
  private static final String SPILLED = "events-temp-rewriting";
  private static final String SOURCE = "events.rewriting-source.duckdb";

  /** Stands in a new file only, to tell that the engine has really opened it. */
  private static final String MARK = "kept.exchanged";

  private final Path folder;

  private DuckRewrite(Path folder) {
    this.folder = folder;
  }

  /** Copies the file as it was at its last checkpoint; nobody may make another meanwhile. */
  static DuckRewrite of(DuckFile file) throws IOException {
    removeLeftovers(file.folder());
    DuckRewrite made = new DuckRewrite(file.folder());
    try {
      file.copyTo(made.folder.resolve(SOURCE));
      return made;
    } catch (IOException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  /** Removes what an interrupted one left behind. */
  static void removeLeftovers(Path folder) throws IOException {
    for (String name : List.of(NAME, SOURCE)) {
      Files.deleteIfExists(folder.resolve(name));
      Files.deleteIfExists(folder.resolve(name + ".wal"));
    }
    DuckFile.removeSpilled(folder.resolve(SPILLED));
  }

  /** Makes the new file of the copy. */
  void fill(int memoryMegabytes) throws SQLException, IOException {
    Properties settings = new Properties();
    settings.setProperty("memory_limit", memoryMegabytes + "MB");
    settings.setProperty("threads", "2");
    settings.setProperty("temp_directory", spilled().toString());
    try (DuckDBConnection engine =
            new DuckDBDriver().connect("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
        Statement statement = engine.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("ATTACH " + quoted(SOURCE) + " AS source (READ_ONLY)");
      statement.execute("ATTACH " + quoted(NAME) + " AS fresh (STORAGE_VERSION 'latest')");
      statement.execute("USE fresh");
      DuckSchema.create(engine);
      statement.execute("DELETE FROM fresh.kept.meta");
      List<String> columns = columns(statement);
      for (String column : columns) {
        statement.execute("ALTER TABLE fresh.kept.event_rows ADD COLUMN " + column + " VARCHAR");
      }
      for (String table : TABLES) {
        statement.execute(
            "INSERT INTO fresh.kept." + table + " SELECT * FROM source.kept." + table);
        long before = count(statement, "source.kept." + table);
        long after = count(statement, "fresh.kept." + table);
        if (before != after) {
          throw new IOException("expected " + before + " rows in the event store's new " + table
              + " but found " + after);
        }
      }
      for (String column : columns) {
        leaveOutIfEmpty(statement, column);
      }
      statement.execute("CREATE TABLE fresh." + MARK + " (one INTEGER)");
      statement.execute("CHECKPOINT fresh");
      statement.execute("USE memory");
      statement.execute("DETACH fresh");
      statement.execute("DETACH source");
    } finally {
      Files.deleteIfExists(folder.resolve(SOURCE));
    }
  }

  /** Returns the columns of properties, in the table's order. */
  private static List<String> columns(Statement statement) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(
        "SELECT 'p_' || number FROM source.kept.column_rows ORDER BY number")) {
      while (rows.next()) {
        columns.add(rows.getString(1));
      }
    }
    return columns;
  }

  /** Leaves out a column that no row has a value in any more: its name may tell of what was erased. */
  private static void leaveOutIfEmpty(Statement statement, String column) throws SQLException {
    String one = " FROM fresh.kept.column_rows WHERE filled AND 'p_' || number = '" + column + "'";
    if (count(statement, "fresh.kept.event_rows WHERE " + column + " IS NOT NULL") == 0
        && count(statement, one.substring(" FROM ".length())) == 1) {
      statement.execute("ALTER TABLE fresh.kept.event_rows DROP COLUMN " + column);
      statement.execute("DELETE" + one);
    }
  }

  private String quoted(String name) {
    return "'" + folder.resolve(name).toString().replace("'", "''") + "'";
  }

  private static long count(Statement statement, String table) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Returns the new file. */
  Path file() {
    return folder.resolve(NAME);
  }

  /** Returns where an engine puts what its memory does not hold of the new file. */
  Path spilled() {
    return folder.resolve(SPILLED);
  }

  /** Throws {@link IllegalStateException} if that connection is not to the new file. */
  void requireExchanged(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try {
        statement.execute("DROP TABLE " + MARK);
      } catch (SQLException e) {
        throw new IllegalStateException("expected the event store's new file to be open", e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    removeLeftovers(folder);
  }
}
