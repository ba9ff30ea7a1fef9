package dev.hedgerow.server.embedded;

import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.embedded.duck.DuckExport;
import dev.hedgerow.server.embedded.duck.ParquetParts;
import dev.hedgerow.server.embedded.folder.DataVersion;
import dev.hedgerow.server.embedded.folder.FolderLock;
import dev.hedgerow.server.embedded.folder.KnownBackups;
import dev.hedgerow.server.embedded.sqlite.SqliteCatalog;
import dev.hedgerow.server.embedded.sqlite.SqliteLibrary;
import dev.hedgerow.server.embedded.sqlite.SqliteLog;
import dev.hedgerow.server.embedded.sqlite.SqliteState;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.query.DiskReads;
import dev.hedgerow.server.query.ExportReads;
import dev.hedgerow.server.query.ParquetReads;
import dev.hedgerow.server.store.EventStore;
import dev.hedgerow.server.store.Position;
import dev.hedgerow.server.store.StateStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything the default backend keeps in one data folder, which belongs to one process while this
 * is open. Closes in reverse order what it opened.
 */
public final class EmbeddedBackend implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBackend.class);

  private static final int EVENTS_MEMORY_MEGABYTES = 256;

  private final Path dataFolder;
  private final SqliteLog log;
  private final SqliteState state;
  private final SqliteCatalog catalog;
  private final DuckEvents events;
  private final Deque<Closeable> opened;

  private EmbeddedBackend(
      Path dataFolder,
      SqliteLog log,
      SqliteState state,
      SqliteCatalog catalog,
      DuckEvents events,
      Deque<Closeable> opened) {
    this.dataFolder = dataFolder;
    this.log = log;
    this.state = state;
    this.catalog = catalog;
    this.events = events;
    this.opened = opened;
  }

  /**
   * Opens the folder, making it where there is none, with 256 MB for the event store's engine.
   *
   * @throws IOException as of the other
   */
  public static EmbeddedBackend open(Path dataFolder, Limits limits) throws IOException {
    return open(dataFolder, EVENTS_MEMORY_MEGABYTES, limits);
  }

  /**
   * Opens the folder, making it where there is none.
   *
   * @param queryMegabytes what the event store's engine may use; beyond it a question fails alone
   * @throws IOException also if another process uses the folder, if a newer program has written it,
   *     or if log and state do not belong together; the message says so
   */
  public static EmbeddedBackend open(Path dataFolder, int queryMegabytes, Limits limits)
      throws IOException {
    Files.createDirectories(dataFolder);
    Deque<Closeable> opened = new ArrayDeque<>();
    try {
      opened.push(FolderLock.take(dataFolder));
      DataVersion.OURS.bringForward(dataFolder);
      SqliteLibrary.unpack(dataFolder);
      SqliteLog log = SqliteLog.open(dataFolder);
      opened.push(log);
      SqliteState state = SqliteState.open(dataFolder);
      opened.push(state);
      SqliteCatalog catalog = SqliteCatalog.open(dataFolder);
      opened.push(catalog);
      requireTogether(log, state);
      DuckEvents events = DuckEvents.open(dataFolder, queryMegabytes, limits);
      opened.push(events);
      requireFollowing(events, state);
      closeGap(events, state);
      if (state.lacks()) {
        StateMending.from(events, state);
      }
      return new EmbeddedBackend(dataFolder, log, state, catalog, events, opened);
    } catch (IOException | RuntimeException e) {
      closeAll(opened, e);
      throw e;
    }
  }

  /**
   * Throws if the state follows another log, or has processed more than the log ever held: going on
   * would give positions out twice and lose what is appended next.
   */
  static void requireTogether(EventLog log, StateStore state) throws IOException {
    Position position = state.position();
    if (position.logId() == null) {
      return;
    }
    if (!position.logId().equals(log.id())) {
      throw new IOException("expected the log that the state follows, " + position.logId()
          + ", but found log " + log.id() + "; restore log and state from one backup");
    }
    if (log.end() < position.entry()) {
      throw new IOException("expected a log that reaches entry " + position.entry()
          + ", which the state contains, but it ends at " + log.end()
          + "; restore log and state from one backup");
    }
  }

  /**
   * Throws if the event store contains more than the state ever told it: it would take the next
   * blocks for ones it has and lose them.
   */
  static void requireFollowing(EventStore events, StateStore state) throws IOException {
    long told = state.position().outbox();
    if (events.outbox() > told) {
      throw new IOException("expected an event store that follows the state up to block " + told
          + ", but it contains block " + events.outbox()
          + "; restore state and event store from one backup");
    }
  }

  /**
   * Lets an event store go on that lacks blocks the outbox no longer has, as after its file was damaged: persons, distinct
   * ids and groups are told again, and the events in those blocks are said to be lost.
   */
  static void closeGap(EventStore events, StateStore state) throws IOException {
    long first = state.firstInOutbox();
    if (events.outbox() >= first - 1) {
      return;
    }
    LOG.error(
        "THE EVENT STORE LACKS BLOCKS {} TO {}, which nothing can make again: the events in them are"
            + " lost unless a backup is restored; persons, distinct ids and groups are written again",
        events.outbox() + 1,
        first - 1);
    state.tellAgain();
    events.beginAfter(first - 1);
  }

  /** Returns the log. */
  public SqliteLog log() {
    return log;
  }

  /** Returns the state. */
  public SqliteState state() {
    return state;
  }

  /** Returns the catalog. */
  public SqliteCatalog catalog() {
    return catalog;
  }

  /** Returns the event store, which also answers SQL. */
  public DuckEvents events() {
    return events;
  }

  /**
   * Returns the exports.
   *
   * @param settled whether all that was accepted is in the event store
   */
  public ExportReads exports(BooleanSupplier settled) {
    return new Exports(new DuckExport(events.file(), settled), state);
  }

  /** Returns what makes Parquet files of exports, after what an earlier process left of them is gone. */
  public ParquetReads parquet(ExportReads exports) throws IOException {
    return new ParquetParts(exports, dataFolder);
  }

  /** Returns what tells how much of the disk is used. */
  public DiskReads disk() {
    return new DiskUse(dataFolder, events.disk(), state.database());
  }

  /** Remembers a backup of this folder that is whole now. */
  void remember(Path backup, long bytes) {
    try {
      KnownBackups.add(dataFolder, backup, bytes);
    } catch (IOException e) {
      LOG.warn("the backup is whole but could not be listed", e);
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = new IOException("expected to close everything in the data folder");
    closeAll(opened, failure);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private static void closeAll(Deque<Closeable> opened, Exception failure) {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
