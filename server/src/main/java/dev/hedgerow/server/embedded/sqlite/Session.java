package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.sqlite.JDBC;

/**
 * One connection to one SQLite file, its statements kept prepared. Used by one thread at a time.
 * Every commit is on disk before it returns: write-ahead log, {@code synchronous=FULL}.
 */
final class Session implements AutoCloseable {
  /** A piece of work on a session. */
  interface Work<T> {
    T on(Session session) throws SQLException, IOException;
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private Session(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens a file, made with that page size where there is none yet.
   *
   * @param checkpointPages pages in the write-ahead log after which a commit writes them back, 0
   *     for never
   */
  static Session open(Path file, int pageBytes, int checkpointPages) throws IOException {
    boolean made = !Files.exists(file);
    try {
      Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 30000");
        statement.execute("PRAGMA page_size = " + pageBytes);
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute("PRAGMA wal_autocheckpoint = " + checkpointPages);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      if (made) {
        Durable.folderOf(file);
      }
      return new Session(connection);
    } catch (SQLException e) {
      throw Failures.of("open", file, e);
    }
  }

  /**
   * Opens a file that is there for reading alone.
   *
   * @param still whether nobody writes it; nothing is made beside it then
   */
  static Session openToRead(Path file, boolean still) throws IOException {
    String how = "?mode=ro" + (still ? "&immutable=1" : "");
    try {
      return new Session(
          JDBC.createConnection("jdbc:sqlite:" + file.toUri() + how, new Properties()));
    } catch (SQLException e) {
      throw Failures.of("open", file, e);
    }
  }

  /** Returns the statement of that SQL, prepared once; it belongs to the session. */
  PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      statements.put(sql, known);
    }
    return known;
  }

  /** Runs statements that are used once, such as a schema. */
  void run(String... statementsOnce) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statementsOnce) {
        statement.execute(sql);
      }
    }
  }

  /** Returns the first column of the first row, or that number when there is none. */
  long number(String sql, long otherwise) throws SQLException {
    try (ResultSet rows = statement(sql).executeQuery()) {
      return rows.next() ? rows.getLong(1) : otherwise;
    }
  }

  /** Does work that sees one commit and no part of a later one. */
  <T> T reading(Work<T> work) throws SQLException, IOException {
    return between("BEGIN", work);
  }

  /** Does work as a whole and puts it on disk, or does nothing of it. */
  <T> T writing(Work<T> work) throws SQLException, IOException {
    return between("BEGIN IMMEDIATE", work);
  }

  private <T> T between(String begin, Work<T> work) throws SQLException, IOException {
    run(begin);
    boolean done = false;
    try {
      T result = work.on(this);
      run("COMMIT");
      done = true;
      return result;
    } finally {
      if (!done) {
        rollback();
      }
    }
  }

  private void rollback() {
    try {
      for (PreparedStatement statement : statements.values()) {
        statement.clearBatch();
      }
      run("ROLLBACK");
    } catch (SQLException e) {
      // The database has rolled back by itself; what went wrong is already on its way.
    }
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
    connection.close();
  }
}
