package dev.hedgerow.server.process;

import dev.hedgerow.server.store.EventStore;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets the event store follow the state's outbox. Its methods may be called from different threads;
 * one waits for the other, in the order they came.
 */
public final class StoreWriter {
  /** Work to do while a crank rests. */
  public interface Work {
    void run() throws IOException;
  }

  private static final int CHECKPOINT_CHUNKS = 5;

  private final StateStore state;
  private final EventStore events;
  private final int blocksMax;

  /** Held for one write; the monitor is held for what takes long and must not meet another of its kind. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private volatile boolean resting;
  private volatile boolean rewriting;

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

  private int write() throws IOException {
    turn.lock();
    try {
      List<OutboxBlock> blocks = state.outbox(events.outbox(), blocksMax);
      events.write(blocks); // also without any, so that a broken one may mend itself
      return blocks.size();
    } finally {
      turn.unlock();
    }
  }

  /** Checkpoints the event store and forgets the blocks it can no longer lose. */
  public synchronized void checkpoint() throws IOException {
    turn.lock();
    try {
      events.checkpoint();
      state.trimOutbox(events.checkpointed());
    } finally {
      turn.unlock();
    }
  }

  /** Forgets old rows, as the event store promises; none while what can wait does. */
  int forget(@Nullable Integer projectId, Instant before, int most) throws IOException {
    if (waits()) {
      return 0;
    }
    turn.lock();
    try {
      return events.forget(projectId, before, most);
    } finally {
      turn.unlock();
    }
  }

  /** Returns whether nothing is written just now. */
  public boolean isResting() {
    return resting;
  }

  /** Returns whether what can wait does, as nothing is written just now, or only what must be. */
  public boolean waits() {
    return resting || rewriting;
  }

  /** Returns when the oldest event happened, or null. */
  @Nullable
  Instant oldestEvent() throws IOException {
    return events.oldest();
  }

  /**
   * Has the event store come that far, some rows at a time be rid of erased projects, and then no file of it hold what it
   * removed. Blocks are written in between.
   */
  synchronized void rewrite(long outbox, int rowsAtOnce) throws IOException {
    while (events.outbox() < outbox && write() > 0) {
      // more to come
    }
    for (int chunk = 1; clear(rowsAtOnce) > 0; chunk++) {
      if (chunk % CHECKPOINT_CHUNKS == 0) {
        checkpoint(); // which takes as long as much was removed
      }
    }
    checkpoint();
    if (events.checkpointed() < outbox) {
      throw new IOException("expected the event store to reach block " + outbox + " but it is at "
          + events.checkpointed());
    }
    rewriting = true;
    try {
      events.rewrite(state::outbox);
    } finally {
      rewriting = false;
    }
  }

  private int clear(int rowsAtOnce) throws IOException {
    turn.lock();
    try {
      return events.clear(rowsAtOnce);
    } finally {
      turn.unlock();
    }
  }

  /** Does work while nothing is written; the outbox grows meanwhile. */
  public synchronized void whileResting(Work work) throws IOException {
    resting = true;
    turn.lock();
    try {
      work.run();
    } finally {
      turn.unlock();
      resting = false;
    }
  }

  /** Returns how many blocks the event store has that a checkpoint would make safe. */
  long blocksSinceCheckpoint() throws IOException {
    return events.outbox() - events.checkpointed();
  }
}
