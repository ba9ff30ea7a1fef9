package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.store.Outbox;
import dev.hedgerow.server.store.OutboxBlock;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * Has a new file follow the outbox, through an engine of its own, while the store that it will take the place of goes on. For
 * one thread.
 */
final class DuckFollower implements AutoCloseable {
  private static final int BLOCKS_A_WRITE = 64;

  private final Outbox blocks;
  private final DuckDBConnection connection;
  private final DuckWriter writer;
  private long outbox;

  DuckFollower(DuckRewrite fresh, int memoryMegabytes, Limits limits, ColumnUse use, Outbox blocks)
      throws SQLException {
    this.blocks = blocks;
    this.connection = DuckFile.connect(fresh.file(), fresh.spilled(), memoryMegabytes);
    try {
      this.writer = new DuckWriter(connection, limits, new DuckColumns(use));
      this.outbox = DuckSchema.outbox(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Writes the blocks up to that number. */
  void follow(long upTo) throws SQLException, IOException {
    while (outbox < upTo) {
      List<OutboxBlock> next = blocks.after(outbox, (int) Math.min(BLOCKS_A_WRITE, upTo - outbox));
      if (next.isEmpty()) {
        throw new IOException("expected block " + (outbox + 1) + " in the outbox still");
      }
      writer.write(next);
      outbox = next.get(next.size() - 1).number();
    }
  }

  /** Makes what it wrote independent of the write-ahead log. */
  void checkpoint() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
    }
  }

  /** Returns the number of the last block the file contains. */
  long outbox() {
    return outbox;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
