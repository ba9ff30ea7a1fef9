package dev.hedgerow.server.embedded.duck;

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
import dev.hedgerow.server.store.Outbox;
import dev.hedgerow.server.store.OutboxBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events in DuckDB, in {@code events.duckdb} of the data folder, which one process may open. Writes
 * belong to one thread; everything else is safe from any.
 */
public final class DuckEvents implements EventStore, SqlReads {
  private static final Logger LOG = LoggerFactory.getLogger(DuckEvents.class);

  private final DuckFile file;
  private final DuckColumns columns;
  private final QuestionPace pace;
  private final DuckSql sql;
  private final DuckWriting writing;
  private final ColumnWishes wishes;
  private final ColumnMaker maker;
  private final DuckReads reads;
  private final DuckIngestion ingestion;

  private DuckEvents(DuckFile file, Limits limits, LongSupplier nanos)
      throws SQLException, IOException {
    this.file = file;
    this.columns = new DuckColumns(new ColumnUse(limits.columns(), nanos));
    this.pace = new QuestionPace(nanos);
    this.sql = new DuckSql(file, limits, columns, pace);
    this.writing = new DuckWriting(file, limits, columns, sql, nanos);
    this.wishes = new ColumnWishes(writing, columns.use(), file, nanos);
    this.maker = new ColumnMaker(writing, columns, wishes, limits.columns(), nanos);
    this.reads = new DuckReads(file);
    this.ingestion = new DuckIngestion(file);
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
    return writing.outbox();
  }

  @Override
  public long checkpointed() {
    return writing.checkpointed();
  }

  @Override
  public void write(List<OutboxBlock> blocks) throws IOException {
    writing.write(blocks);
  }

  @Override
  public void beginAfter(long number) throws IOException {
    writing.beginAfter(number);
  }

  @Override
  public int forget(@Nullable Integer projectId, Instant before, int most) throws IOException {
    return writing.forget(projectId, before, most);
  }

  @Override
  public @Nullable Instant oldest() throws IOException {
    return writing.oldest();
  }

  /**
   * {@inheritDoc} Where a running question keeps old versions of changed rows in use, it waits until
   * no question runs.
   */
  @Override
  public void checkpoint() throws IOException {
    writing.checkpoint();
  }

  /**
   * {@inheritDoc} Needs room for two more copies of the file while it lasts.
   */
  @Override
  public void rewrite(Outbox outbox) throws IOException {
    writing.rewrite(outbox);
  }

  /**
   * Checkpoints and copies the file to a new one, while questions go on.
   *
   * @return the number of the last outbox block in the copy
   */
  public long copyTo(Path target) throws IOException {
    return writing.copyTo(target);
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
  public Set<String> columns(boolean ofPersons) {
    return columns.names(ofPersons);
  }

  /** Returns which persons are in which cohorts. */
  public CohortRows cohorts() {
    return new DuckCohorts(file, writing);
  }

  @Override
  public int clear(int most) throws IOException {
    return writing.clear(most);
  }

  @Override
  public long left(int projectId) throws IOException {
    try {
      return file.gone().has(projectId)
          ? file.read(connection -> DuckForgetting.left(connection, Set.of(projectId)))
          : 0;
    } catch (SQLException e) {
      throw new IOException("expected to read the event store", e);
    }
  }

  /** Has questions rest between one another, three times as long as they took, while events wait. */
  public void restQuestionsWhile(BooleanSupplier eventsWait) {
    pace.restWhile(eventsWait);
  }

  /** Returns what events take on the disk. */
  public DuckDisk disk() {
    return new DuckDisk(file);
  }

  /** Returns the file, for tests that look at its tables. */
  public DuckFile file() {
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
  public Table select(int projectId, String text, int limit, UUID person)
      throws RejectedException, IOException {
    return sql.select(projectId, text, limit, person);
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
    return writing.changes();
  }

  @Override
  public void close() throws IOException {
    sql.close();
    try {
      wishes.keep();
    } catch (IOException e) {
      LOG.warn("what questions asked for since the last time is forgotten: {}", e.toString());
    }
    try {
      writing.close();
    } catch (SQLException e) {
      throw new IOException("expected to close the event store", e);
    }
  }
}
