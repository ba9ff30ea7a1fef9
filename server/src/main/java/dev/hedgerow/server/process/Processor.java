package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Feed;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.log.LogRecord;
import dev.hedgerow.server.log.LogWriter;
import dev.hedgerow.server.store.HeldEvent;
import dev.hedgerow.server.store.Position;
import dev.hedgerow.server.store.StateStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The crank: moves what the log holds into the state, one batch and one commit a turn. What comes
 * out depends on the log and the state alone, never on the wall clock or on how batches fell.
 *
 * <p>{@link #runOnce} and {@link #check} belong to one thread; the other methods are safe from any.
 */
public final class Processor {
  /** Chunks of held events that go on in a turn with nothing else to do. */
  private static final int CHUNKS_A_TURN = 2;

  private final EventLog log;
  private final LogWriter writer;
  private final StateStore state;
  private final Feed feed;
  private final Limits limits;
  private final HoldRule rule;
  private final Enrichment enrichment;
  private final Clock feedClock;
  private final Counts counts;
  private final Ticker ticker;

  /** Whether {@code position} and {@code held} are known to be what the state has. */
  private boolean current;

  private volatile Position position = Position.START;
  private volatile long held;
  private volatile @Nullable Instant oldestHeld;
  private volatile Instant caughtUp = Instant.EPOCH;

  /**
   * Makes the processor; reads nothing yet.
   *
   * @param bufferDelay how long an event may wait for its person, 0 for not at all
   * @param enrichment what is added to each event
   * @param feedClock for the live page's times only
   */
  public Processor(
      EventLog log,
      LogWriter writer,
      StateStore state,
      Feed feed,
      Limits limits,
      Duration bufferDelay,
      Enrichment enrichment,
      MeterRegistry registry,
      Clock feedClock) {
    this.log = log;
    this.writer = writer;
    this.state = state;
    this.feed = feed;
    this.limits = limits;
    this.rule = new HoldRule(bufferDelay);
    this.enrichment = enrichment;
    this.feedClock = feedClock;
    this.counts = new Counts(registry, () -> held);
    this.ticker = new Ticker(writer);
  }

  /**
   * Reads where the state stands, so that the answers below are right before the first turn.
   *
   * @throws IllegalStateException if the state follows another log, or is ahead of this one
   */
  public void check() throws IOException {
    Position found = state.position();
    if (found.logId() != null && !found.logId().equals(log.id())) {
      throw new IllegalStateException(
          "expected the log " + found.logId() + " but found " + log.id());
    }
    if (found.entry() > log.end()) {
      throw new IllegalStateException(
          "expected a log up to entry " + found.entry() + " but it ends at " + log.end());
    }
    long count = state.heldCount();
    settle(found, count);
    if (caughtUp.isBefore(found.time())) {
      caughtUp = found.time();
    }
  }

  /**
   * Moves at most one batch and returns how many entries it had, so that a caller may rest on zero.
   * With nothing to read it asks for a tick when something held is due. After an exception nothing
   * is forgotten: the next turn takes the same entries again.
   */
  public int runOnce() throws IOException {
    if (!current) {
      check();
    }
    Instant before = writer.time();
    List<LogRecord> records =
        log.read(position.entry(), limits.processBatchMax(), limits.processBatchBytesMax());
    if (records.isEmpty()) {
      caughtUp = before;
      tickIfDue();
      return 0;
    }
    return move(records);
  }

  /** Returns how far the state has come, as of the last turn. */
  public Position position() {
    return position;
  }

  /** Returns how many events are held. */
  public long heldCount() {
    return held;
  }

  /** Returns the log time at which the oldest held event was taken, or null. */
  public @Nullable Instant oldestHeldAt() {
    return oldestHeld;
  }

  /** Returns how long the oldest unprocessed entry has waited, at most; 0 when there is none. */
  public Duration lag() {
    if (position.entry() >= writer.end()) {
      return Duration.ZERO;
    }
    Duration lag = Duration.between(caughtUp, writer.time());
    return lag.isNegative() ? Duration.ZERO : lag;
  }

  /** Sets aside what a mistake of ours keeps from being processed, unless that is so much that it must be another's. */
  private int move(List<LogRecord> records) throws IOException {
    Poison poison = new Poison();
    while (true) {
      Told told = new Told(feedClock);
      Turn turn = new Turn(state, limits, rule, told, enrichment, records, held, poison);
      try {
        turn.run();
      } catch (RuntimeException e) {
        if (!poison.isFound(e)) {
          throw e;
        }
        continue;
      }
      return commit(turn, told);
    }
  }

  private int commit(Turn turn, Told told) throws IOException {
    current = false; // until the commit and what follows it are known to have worked
    Position reached = state.commit(turn.change(log.id()));
    told.items().forEach(feed::publish);
    counts.count(turn, told);
    caughtUp = reached.time();
    settle(reached, turn.erasedCount() > 0 ? state.heldCount() : turn.heldCount());
    return turn.taken();
  }

  private void settle(Position reached, long heldCount) throws IOException {
    HeldEvent oldest = heldCount == 0 ? null : state.oldestHeld();
    position = reached;
    held = heldCount;
    oldestHeld = oldest == null ? null : oldest.heldAt();
    current = true;
  }

  private void tickIfDue() throws IOException {
    if (held == 0 || ticker.outstanding(position.entry())) {
      return;
    }
    int chunk = limits.releaseChunkMax();
    int due = state.due(writer.time(), CHUNKS_A_TURN * chunk).size();
    if (due > 0) {
      ticker.tick((due + chunk - 1) / chunk);
    }
  }
}
