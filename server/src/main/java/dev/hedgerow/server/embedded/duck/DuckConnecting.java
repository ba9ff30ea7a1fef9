package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.Limits;
import java.io.IOException;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/**
 * The one connection that writes the event store, and how it comes back when the engine gave up or the file was exchanged.
 * For who holds the store's lock.
 */
final class DuckConnecting {
  private final DuckFile file;
  private final Limits limits;
  private final DuckColumns columns;
  private DuckDBConnection connection;
  private DuckWriter writer;

  DuckConnecting(DuckFile file, Limits limits, DuckColumns columns) throws SQLException {
    this.file = file;
    this.limits = limits;
    this.columns = columns;
    this.connection = file.connect();
    this.writer = new DuckWriter(connection, limits, columns);
    learnGone();
  }

  /** Learns of which projects all was erased. */
  void learnGone() throws SQLException {
    file.gone().are(DuckSchema.gone(connection));
  }

  DuckDBConnection connection() {
    return connection;
  }

  DuckWriter writer() {
    return writer;
  }

  /**
   * After the engine gave up, opens it again; what it had not on disk is in the outbox still.
   *
   * @return whether it had
   */
  boolean reopenIfBroken(DuckSql questions) throws IOException {
    if (!file.isBroken()) {
      return false;
    }
    try {
      questions.whileQuiet(() -> {
        columns.forget();
        connection.close();
        return true;
      });
      file.reopen();
      connect();
      return true;
    } catch (SQLException e) {
      throw new IOException("expected to open the event store again", e);
    }
  }

  /** Goes on with a new file, which holds all that this one does; for who lets no question run. */
  void exchange(DuckRewrite fresh) throws SQLException, IOException {
    connection.close();
    columns.forget();
    try {
      file.exchange(fresh);
    } finally {
      if (!file.isBroken()) {
        connect();
      }
    }
    fresh.requireExchanged(connection);
  }

  private void connect() throws SQLException {
    connection = file.connect();
    writer = new DuckWriter(connection, limits, columns);
    learnGone();
  }

  void close() throws SQLException {
    connection.close();
  }
}
