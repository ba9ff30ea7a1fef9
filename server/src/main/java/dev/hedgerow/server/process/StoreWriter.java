package dev.hedgerow.server.process;

import dev.hedgerow.server.store.EventStore;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the event store follow the state's outbox. Its methods may be called from different threads;
 * one waits for the other.
 */
public final class StoreWriter {
  /** Work to do while a crank rests. */
  public interface Work {
    void run() throws IOException;
  }

  private final StateStore state;
  private final EventStore events;
  private final int blocksMax;
  private volatile boolean resting;

  /** Makes a writer that copies at most that many outbox blocks a turn. */
  public StoreWriter(StateStore state, EventStore events, int blocksMax) {
    if (blocksMax < 1) {
      throw new IllegalArgumentException("expected at least 1 block a turn but found " + blocksMax);
    }
    this.state = state;
    this.events = events;
    this.blocksMax = blocksMax;
  }

  /**
   * Copies the next blocks in one write and returns how many, so that a caller may rest on zero.
   * After an exception the next turn asks the event store how far it came.
   */
  public int runOnce() throws IOException {
    return resting ? 0 : write();
  }

  private synchronized int write() throws IOException {
    List<OutboxBlock> blocks = state.outbox(events.outbox(), blocksMax);
    events.write(blocks); // also without any, so that a broken one may mend itself
    return blocks.size();
  }

  /** Checkpoints the event store and forgets the blocks it can no longer lose. */
  public synchronized void checkpoint() throws IOException {
    events.checkpoint();
    state.trimOutbox(events.checkpointed());
  }

  /** Forgets old rows, as the event store promises; none while it rests. */
  int forget(@Nullable Integer projectId, Instant before, int most) throws IOException {
    if (resting) {
      return 0;
    }
    synchronized (this) {
      return events.forget(projectId, before, most);
    }
  }

  /** Returns whether nothing is written just now, so that what can wait does. */
  public boolean isResting() {
    return resting;
  }

  /** Returns when the oldest event happened, or null. */
  @Nullable
  Instant oldestEvent() throws IOException {
    return events.oldest();
  }

  /** Has the event store come that far, and no file of it hold what it removed by then; the outbox grows meanwhile. */
  synchronized void rewrite(long outbox) throws IOException {
    resting = true;
    try {
      while (events.outbox() < outbox && write() > 0) {
        // more to come
      }
      checkpoint();
      if (events.checkpointed() < outbox) {
        throw new IOException("expected the event store to reach block " + outbox + " but it is at "
            + events.checkpointed());
      }
      events.rewrite();
    } finally {
      resting = false;
    }
  }

  /** Does work while nothing is written; the outbox grows meanwhile. */
  public synchronized void whileResting(Work work) throws IOException {
    resting = true;
    try {
      work.run();
    } finally {
      resting = false;
    }
  }

  /** Returns how many blocks the event store has that a checkpoint would make safe. */
  synchronized long blocksSinceCheckpoint() throws IOException {
    return events.outbox() - events.checkpointed();
  }
}
