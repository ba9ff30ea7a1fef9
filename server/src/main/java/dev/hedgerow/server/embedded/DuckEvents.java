package dev.hedgerow.server.embedded;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Changes;
import dev.hedgerow.server.query.CohortRows;
import dev.hedgerow.server.query.EventReads;
import dev.hedgerow.server.query.Headway;
import dev.hedgerow.server.query.IngestionReads;
import dev.hedgerow.server.query.SqlReads;
import dev.hedgerow.server.query.Table;
import dev.hedgerow.server.store.EventStore;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Sequence;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Events in DuckDB, in {@code events.duckdb} of the data folder, which one process may open. Writes
 * belong to one thread; everything else is safe from any.
 */
public final class DuckEvents implements EventStore, SqlReads {
  private final DuckFile file;
  private final Limits limits;
  private DuckDBConnection writing;
  private DuckWriter writer;
  private final DuckReads reads;
  private final DuckIngestion ingestion;
  private final DuckSql sql;
  private final Changes changes = new Changes();
  private final DuckColumns columns;
  private final ColumnMaker maker;
  private final QuestionPace pace;
  private volatile long outbox;
  private volatile long checkpointed;

  /** Writes beside the outbox, all and those that a checkpoint holds. */
  private long written;

  private long writtenCheckpointed;

  private DuckEvents(DuckFile file, Limits limits, LongSupplier nanos) throws SQLException {
    this.file = file;
    this.limits = limits;
    this.columns = new DuckColumns(new ColumnUse(limits.columns(), nanos));
    this.maker = new ColumnMaker(this, columns, limits.columns(), nanos);
    this.writing = file.connect();
    this.writer = new DuckWriter(writing, limits, columns);
    this.reads = new DuckReads(file);
    this.ingestion = new DuckIngestion(file);
    this.pace = new QuestionPace(nanos);
    this.sql = new DuckSql(file, limits, columns, pace);
    this.outbox = DuckSchema.outbox(writing);
  }

  /**
   * Opens the store, or makes it. A damaged file is set aside, never emptied: see {@link #outbox}
   * for what is there afterwards.
   *
   * @param memoryMegabytes what the engine may use; a question that needs more fails alone
   */
  public static DuckEvents open(Path folder, int memoryMegabytes, Limits limits)
      throws IOException {
    return open(folder, memoryMegabytes, limits, System::nanoTime);
  }

  /** Opens the store with another monotonic clock. */
  static DuckEvents open(Path folder, int memoryMegabytes, Limits limits, LongSupplier nanos)
      throws IOException {
    DuckFile file = DuckFile.open(folder, memoryMegabytes);
    try {
      DuckEvents events = new DuckEvents(file, limits, nanos);
      events.checkpoint();
      return events;
    } catch (SQLException | IOException e) {
      closeAfter(e, file);
      throw e instanceof IOException failed
          ? failed
          : new IOException("expected to read the event store", e);
    }
  }

  private static void closeAfter(Exception cause, DuckFile file) {
    try {
      file.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public long outbox() {
    return outbox;
  }

  @Override
  public long checkpointed() {
    return checkpointed;
  }

  @Override
  public synchronized void write(List<OutboxBlock> blocks) throws IOException {
    reopenIfBroken();
    List<OutboxBlock> fresh = Sequence.after(outbox, blocks);
    if (fresh.isEmpty()) {
      return;
    }
    long last = fresh.get(fresh.size() - 1).number();
    try {
      writer.write(fresh);
      outbox = last;
      ChangedBlocks.tell(fresh, changes);
    } catch (SQLException e) {
      changes.everything(); // nobody knows what is written
      file.heard(e);
      throw new IOException("expected to write outbox block " + last, e);
    }
  }

  /** After the engine gave up, opens it again; what it had not on disk is in the outbox still. */
  private void reopenIfBroken() throws IOException {
    if (!file.isBroken()) {
      return;
    }
    try {
      sql.whileQuiet(() -> {
        columns.forget();
        writing.close();
        return true;
      });
      file.reopen();
      writing = file.connect();
      writer = new DuckWriter(writing, limits, columns);
      outbox = DuckSchema.outbox(writing);
      changes.everything();
    } catch (SQLException e) {
      throw new IOException("expected to open the event store again", e);
    }
  }

  /** A write beside the outbox's blocks. */
  interface Write {
    void to(DuckDBConnection connection) throws SQLException, IOException;
  }

  /** Writes what can be found again, which no number of the outbox tells of. */
  synchronized void write(String what, Write write) throws IOException {
    reopenIfBroken();
    try {
      written++;
      write.to(writing);
    } catch (SQLException e) {
      changes.everything();
      file.heard(e);
      throw new IOException("expected to write " + what, e);
    }
  }

  /** Does something at once if no question runs, which none can begin then; for who writes. */
  boolean whenQuiet(DuckSql.Work work) throws SQLException, IOException {
    return sql.whenQuiet(work);
  }

  /** Checkpoints unless a running question is in the way. */
  void tryCheckpoint() throws IOException {
    try {
      checkpointed(true);
    } catch (SQLException e) {
      throw new IOException("expected to checkpoint the event store", e);
    }
  }

  /**
   * Gets on with columns for properties that questions often ask for: makes one, or fills some of its rows, during which
   * nothing else is written. For a thread of its own.
   *
   * @return 0 when there is nothing to do
   */
  public int promoteProperties() {
    return maker.runOnce();
  }

  @Override
  public Collection<String> idsOf(int projectId, UUID person, int most) throws IOException {
    return reads.idsOf(projectId, person, most);
  }

  @Override
  public Set<String> columns(boolean ofPersons) {
    return columns.names(ofPersons);
  }

  /** Returns which persons are in which cohorts. */
  public CohortRows cohorts() {
    return new DuckCohorts(this);
  }

  @Override
  public synchronized int forget(@Nullable Integer projectId, Instant before, int most)
      throws IOException {
    reopenIfBroken();
    String sql = "DELETE FROM kept.event_rows WHERE rowid IN (SELECT rowid FROM kept.event_rows"
        + " WHERE \"timestamp\" < make_timestamp(CAST(? AS BIGINT))"
        + (projectId == null ? "" : " AND project_id = " + projectId) + " LIMIT " + most + ")";
    try (PreparedStatement delete = writing.prepareStatement(sql)) {
      delete.setLong(1, Micros.of(before));
      int gone = delete.executeUpdate();
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

  @Override
  public synchronized @Nullable Instant oldest() throws IOException {
    reopenIfBroken();
    try (Statement statement = writing.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT epoch_us(min(\"timestamp\")) FROM kept.event_rows")) {
      return row.next() && row.getObject(1) != null ? Micros.instant(row.getLong(1)) : null;
    } catch (SQLException e) {
      file.heard(e);
      throw new IOException("expected to read the event store", e);
    }
  }

  @Override
  public synchronized void beginAfter(long number) throws IOException {
    try (Statement statement = writing.createStatement()) {
      statement.execute("BEGIN TRANSACTION");
      for (String table : List.of("override", "person", "assignment", "group")) {
        statement.execute("DELETE FROM kept." + table + "_rows");
      }
      statement.execute("UPDATE kept.meta SET outbox = " + number);
      statement.execute("COMMIT");
      outbox = number;
    } catch (SQLException e) {
      file.heard(e);
      throw new IOException("expected the event store to go on after block " + number, e);
    } finally {
      changes.everything();
    }
  }

  /**
   * {@inheritDoc} Where a running question keeps old versions of changed rows in use, it waits until
   * no question runs.
   */
  @Override
  public void checkpoint() throws IOException {
    try {
      if (!checkpointed(true)) {
        sql.whileQuiet(() -> checkpointed(false));
      }
    } catch (SQLException e) {
      throw new IOException("expected to checkpoint the event store", e);
    }
  }

  private synchronized boolean checkpointed(boolean mayBeBusy) throws SQLException {
    if (file.isBroken()) {
      return true; // the next write opens it again
    }
    long reached = outbox;
    try (Statement statement = writing.createStatement()) {
      statement.execute("CHECKPOINT");
      checkpointed = reached;
      writtenCheckpointed = written;
      return true;
    } catch (SQLException e) {
      if (mayBeBusy && String.valueOf(e.getMessage()).contains("Cannot CHECKPOINT")) {
        return false;
      }
      file.heard(e);
      throw e;
    }
  }

  /**
   * Checkpoints and copies the file to a new one, while questions go on.
   *
   * @return the number of the last outbox block in the copy
   */
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
   * {@inheritDoc} Needs room for two more copies of the file while it lasts.
   */
  @Override
  public void rewrite() throws IOException {
    checkpoint();
    synchronized (this) {
      if (file.isBroken() || checkpointed != outbox || writtenCheckpointed != written) {
        throw new IOException("expected an event store that nobody writes, to make its file anew,"
            + " but found one that is being written or opened again; try again");
      }
      DuckRewrite fresh = DuckRewrite.of(file);
      try {
        sql.whileQuiet(() -> {
          writing.close();
          columns.forget();
          file.exchange(fresh);
          writing = file.connect();
          return true;
        });
        fresh.requireExchanged(writing);
        writer = new DuckWriter(writing, limits, columns);
      } catch (SQLException e) {
        throw new IOException("expected to go on with the event store's new file", e);
      } finally {
        fresh.close();
      }
    }
  }

  /** Has questions rest between one another, half as long again as they took, while events wait to be processed. */
  public void restQuestionsWhile(BooleanSupplier eventsWait) {
    pace.restWhile(eventsWait);
  }

  /** Returns the file, for tests that look at its tables. */
  DuckFile file() {
    return file;
  }

  @Override
  public EventReads events() {
    return reads;
  }

  @Override
  public IngestionReads ingestion() {
    return ingestion;
  }

  @Override
  public Table select(int projectId, String text, int limit) throws RejectedException, IOException {
    return sql.select(projectId, text, limit);
  }

  @Override
  public Table measured(int projectId, String text, int limit)
      throws RejectedException, IOException {
    return sql.measured(projectId, text, limit);
  }

  @Override
  public void each(int projectId, String text, RowTaker taker)
      throws RejectedException, IOException {
    sql.each(projectId, text, taker);
  }

  @Override
  public @Nullable Headway headway(Thread asker) {
    return sql.headway(asker);
  }

  @Override
  public Changes changes() {
    return changes;
  }

  @Override
  public synchronized void close() throws IOException {
    sql.close();
    try {
      writing.close();
      file.close();
    } catch (SQLException e) {
      throw new IOException("expected to close the event store", e);
    }
  }
}
