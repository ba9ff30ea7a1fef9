package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.query.Changes;
import dev.hedgerow.server.store.Outbox;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Sequence;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * All that changes the event store: blocks of the outbox, what is written beside them, checkpoints, and its file made anew.
 * Safe from any thread; one waits for the other. Whoever needs its lock and all turns of questions takes the lock first.
 */
final class DuckWriting {
  private static final int COPY_TRIES = 3;

  /** How long questions may keep a new file from being taken before new ones wait for that. */
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(10);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  /** A write beside the outbox's blocks. */
  interface Write {
    void to(DuckDBConnection connection) throws SQLException, IOException;
  }

  /** Some changes of the file that belong together. */
  interface Changed {
    void by(Statement statement) throws SQLException;
  }

  private final DuckFile file;
  private final Limits limits;
  private final DuckColumns columns;
  private final DuckSql questions;
  private final LongSupplier nanos;
  private final Changes changes = new Changes();
  private final DuckConnecting connecting;
  private volatile long outbox;
  private volatile long checkpointed;

  /** Held by who writes beside the outbox, and as long as the file is made anew; taken before this. */
  private final Object besides = new Object();

  DuckWriting(
      DuckFile file, Limits limits, DuckColumns columns, DuckSql questions, LongSupplier nanos)
      throws SQLException {
    this.file = file;
    this.limits = limits;
    this.columns = columns;
    this.questions = questions;
    this.nanos = nanos;
    this.connecting = new DuckConnecting(file, limits, columns);
    this.outbox = DuckSchema.outbox(connecting.connection());
  }

  long outbox() {
    return outbox;
  }

  long checkpointed() {
    return checkpointed;
  }

  /** Returns what these writes changed. */
  Changes changes() {
    return changes;
  }

  synchronized void write(List<OutboxBlock> blocks) throws IOException {
    reopenIfBroken();
    List<OutboxBlock> fresh = Sequence.after(outbox, blocks);
    if (fresh.isEmpty()) {
      return;
    }
    long last = fresh.get(fresh.size() - 1).number();
    try {
      connecting.writer().write(fresh);
      outbox = last;
      if (fresh.stream().anyMatch(block -> block.rows().erasesProject())) {
        connecting.learnGone();
      }
      ChangedBlocks.tell(fresh, changes);
    } catch (SQLException e) {
      changes.everything(); // nobody knows what is written
      file.heard(e);
      throw new IOException("expected to write outbox block " + last, e);
    }
  }

  private void reopenIfBroken() throws IOException {
    if (!connecting.reopenIfBroken(questions)) {
      return;
    }
    changes.everything();
    try {
      outbox = DuckSchema.outbox(connecting.connection());
    } catch (SQLException e) {
      throw new IOException("expected to open the event store again", e);
    }
  }

  /** Writes what can be found again, which no number of the outbox tells of; waits while the file is made anew. */
  void write(String what, Write write) throws IOException {
    synchronized (besides) {
      writeNow(what, write);
    }
  }

  private synchronized void writeNow(String what, Write write) throws IOException {
    reopenIfBroken();
    try {
      write.to(connecting.connection());
    } catch (SQLException e) {
      changes.everything();
      file.heard(e);
      throw new IOException("expected to write " + what, e);
    }
  }

  /** Does some changes as a whole, or nothing of them. */
  static void transaction(Connection connection, Changed changed) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN TRANSACTION");
      try {
        changed.by(statement);
        statement.execute("COMMIT");
      } catch (SQLException e) {
        try {
          statement.execute("ROLLBACK");
        } catch (SQLException again) {
          e.addSuppressed(again);
        }
        throw e;
      }
    }
  }

  /** Does something at once if no question runs, which none can begin then; for who writes. */
  boolean whenQuiet(DuckSql.Work work) throws SQLException, IOException {
    return questions.whenQuiet(work);
  }

  synchronized int forget(@Nullable Integer projectId, Instant before, int most)
      throws IOException {
    reopenIfBroken();
    try {
      int gone = DuckForgetting.old(connecting.connection(), projectId, before, most);
      if (gone > 0) {
        changes.forgotten(before);
      }
      return gone;
    } catch (SQLException e) {
      changes.forgotten(before);
      file.heard(e);
      throw new IOException("expected to forget events", e);
    }
  }

  int clear(int most) throws IOException {
    int[] gone = new int[1];
    Write write =
        connection -> gone[0] = DuckForgetting.of(connection, file.gone().all(), most);
    write("what is left of erased projects", write);
    return gone[0];
  }

  synchronized @Nullable Instant oldest() throws IOException {
    reopenIfBroken();
    try {
      return DuckForgetting.oldest(connecting.connection());
    } catch (SQLException e) {
      file.heard(e);
      throw new IOException("expected to read the event store", e);
    }
  }

  synchronized void beginAfter(long number) throws IOException {
    try {
      transaction(connecting.connection(), statement -> {
        for (String table : List.of("override", "person", "assignment", "group")) {
          statement.execute("DELETE FROM kept." + table + "_rows");
        }
        statement.execute("UPDATE kept.meta SET outbox = " + number);
      });
      outbox = number;
    } catch (SQLException e) {
      file.heard(e);
      throw new IOException("expected the event store to go on after block " + number, e);
    } finally {
      changes.everything();
    }
  }

  /** Checkpoints, after the running questions where one of them is in the way, for which writes wait too. */
  synchronized void checkpoint() throws IOException {
    try {
      if (!checkpointed(true)) {
        questions.whileQuiet(() -> checkpointed(false));
      }
    } catch (SQLException e) {
      throw new IOException("expected to checkpoint the event store", e);
    }
  }

  /** Checkpoints unless a running question is in the way. */
  void tryCheckpoint() throws IOException {
    try {
      checkpointed(true);
    } catch (SQLException e) {
      throw new IOException("expected to checkpoint the event store", e);
    }
  }

  private synchronized boolean checkpointed(boolean mayBeBusy) throws SQLException {
    if (file.isBroken()) {
      return true; // the next write opens it again
    }
    long reached = outbox;
    try (Statement statement = connecting.connection().createStatement()) {
      statement.execute("CHECKPOINT");
      checkpointed = reached;
      return true;
    } catch (SQLException e) {
      if (mayBeBusy && String.valueOf(e.getMessage()).contains("Cannot CHECKPOINT")) {
        return false;
      }
      file.heard(e);
      throw e;
    }
  }

  /** Checkpoints and copies the file to a new one, and returns the number of the last block in it. */
  long copyTo(Path target) throws IOException {
    checkpoint();
    synchronized (this) {
      if (file.isBroken() || checkpointed != outbox) {
        throw new IOException("expected an event store that nobody writes, to copy it, but found"
            + " one that is being written or opened again; try again");
      }
      file.copyTo(target);
      return outbox;
    }
  }

  /**
   * Makes the file anew. The old one goes on meanwhile, and the new one follows the outbox until the one can be exchanged for
   * the other between two questions.
   */
  void rewrite(Outbox blocks) throws IOException {
    synchronized (besides) {
      try (DuckRewrite fresh = copied()) {
        fresh.fill(file.memoryMegabytes());
        try (DuckFollower follower =
            new DuckFollower(fresh, file.memoryMegabytes(), limits, columns.use(), blocks)) {
          long end = nanos.getAsLong() + QUIET_WITHIN.toNanos();
          do {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            follower.follow(outbox);
            follower.checkpoint();
          } while (!exchanged(fresh, follower, nanos.getAsLong() - end > 0));
        }
      } catch (SQLException e) {
        throw new IOException("expected to make the event store's file anew", e);
      }
    }
  }

  /** Copies the file after a checkpoint, unless one that the engine makes by itself comes in between too often. */
  private DuckRewrite copied() throws SQLException, IOException {
    IOException failure = new IOException("expected a checkpoint of the event store; try again");
    for (int i = 0; i < COPY_TRIES; i++) {
      checkpoint();
      if (isOnDisk()) {
        try {
          return DuckRewrite.of(file);
        } catch (IOException e) {
          failure = e;
        }
      }
    }
    throw failure;
  }

  private synchronized boolean isOnDisk() throws SQLException, IOException {
    requireWorking();
    return checkpointed(true);
  }

  private void requireWorking() throws IOException {
    if (file.isBroken()) {
      throw new IOException("expected an event store that works, to make its file anew; try again");
    }
  }

  /** Exchanges the files if no question runs, or else after those that run; returns whether it did. */
  private synchronized boolean exchanged(DuckRewrite fresh, DuckFollower follower, boolean wait)
      throws SQLException, IOException {
    requireWorking();
    DuckSql.Work exchange = () -> {
      follower.follow(outbox);
      follower.checkpoint();
      follower.close();
      connecting.exchange(fresh);
      outbox = follower.outbox();
      checkpointed = outbox;
      return true;
    };
    if (!wait) {
      return questions.whenQuiet(exchange);
    }
    questions.whileQuiet(exchange);
    return true;
  }

  synchronized void close() throws SQLException {
    connecting.close();
    file.close();
  }
}
