package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.store.Position;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the data folder small: checkpoints, and forgets what nobody needs any more. */
public final class Housekeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);

  private final EventLog log;
  private final StateStore state;
  private final StoreWriter store;
  private final Limits limits;
  private final LongSupplier nanos;
  private final long checkpointBlocks;
  private final Duration checkpointEvery;
  private final Shredder shredder;
  private final ReentrantLock turn = new ReentrantLock();
  private long finishAt;
  private long checkpointedAt;
  private long tidiedTo;

  /**
   * Makes the housekeeper.
   *
   * @param nanos the monotonic clock, in nanoseconds
   * @param checkpointBlocks blocks after which the event store is checkpointed at once
   * @param checkpointEvery how often it is checkpointed when it has fewer
   */
  public Housekeeper(
      EventLog log,
      StateStore state,
      StoreWriter store,
      Limits limits,
      LongSupplier nanos,
      long checkpointBlocks,
      Duration checkpointEvery) {
    this.log = log;
    this.state = state;
    this.store = store;
    this.limits = limits;
    this.nanos = nanos;
    this.checkpointBlocks = checkpointBlocks;
    this.checkpointEvery = checkpointEvery;
    this.shredder = new Shredder(log, state, store);
    this.checkpointedAt = nanos.getAsLong();
    this.finishAt = checkpointedAt;
  }

  /**
   * Checkpoints if it is time to, forgets log entries that the state safely contains and uuids older
   * than the time they are remembered for, and finishes erasures. Safe to repeat after an exception.
   */
  public void runOnce() throws IOException {
    if (!turn.tryLock()) {
      return;
    }
    try {
      tidy();
    } finally {
      turn.unlock();
    }
  }

  /** Does work while nothing is forgotten and no turn is under way; turns that come pass by. */
  public void whileResting(StoreWriter.Work work) throws IOException {
    turn.lock();
    try {
      work.run();
    } finally {
      turn.unlock();
    }
  }

  /** Finishes erasures now; for who does work while this rests. */
  public void finishErasures() throws IOException {
    turn.lock();
    try {
      shredder.finish();
    } finally {
      turn.unlock();
    }
  }

  /** Finishes erasures if it is time to; one that fails is tried again later, and stops nothing else. */
  private void finishSome(long now) {
    if (now - finishAt < 0) {
      return;
    }
    try {
      if (shredder.finish() > 0) {
        finishAt = now + limits.erasuresEvery().toNanos();
      }
    } catch (IOException e) {
      finishAt = now + limits.erasuresEvery().toNanos();
      LOG.warn(
          "erasures are not finished yet, tried again in {}: {}",
          limits.erasuresEvery(),
          e.toString());
    }
  }

  private void tidy() throws IOException {
    long blocks = store.blocksSinceCheckpoint();
    long now = nanos.getAsLong();
    boolean late = now - checkpointedAt >= checkpointEvery.toNanos();
    if (blocks >= checkpointBlocks || (blocks > 0 && late)) {
      store.checkpoint();
      checkpointedAt = now;
    }
    Position position = state.position();
    if (position.entry() > tidiedTo) {
      state.trimSeen(position.time().minus(limits.dedupeFor()));
      long safe = state.checkpoint();
      log.trim(safe);
      log.checkpoint();
      tidiedTo = safe;
    }
    finishSome(now);
  }
}
