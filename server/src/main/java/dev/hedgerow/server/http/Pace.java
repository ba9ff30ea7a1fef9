package dev.hedgerow.server.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Has what is put into the log a chunk at a time go on only when all but one of its chunks are processed, so that what happens now
 * never waits for more than two. For one thread at a time.
 */
final class Pace {
  private static final int AHEAD = 2;
  private static final long LOOK_AGAIN_MILLIS = 2;
  private static final long PATIENCE_MILLIS = 20_000;

  private final Supplier<Health> health;
  private final Deque<Long> positions = new ArrayDeque<>();

  Pace(Supplier<Health> health) {
    this.health = health;
  }

  /** Says where the last entry of a chunk stands. */
  void sent(long position) {
    positions.addLast(position);
  }

  /** Waits until all but one of the chunks are processed, twenty seconds at most, and returns whether they are. */
  boolean isRoom() throws InterruptedException {
    return waited(AHEAD);
  }

  /** Waits until all are processed, twenty seconds at most, and returns whether they are. */
  boolean isDone() throws InterruptedException {
    return waited(1);
  }

  private boolean waited(int fewerThan) throws InterruptedException {
    for (long waited = 0; waited < PATIENCE_MILLIS; waited += LOOK_AGAIN_MILLIS) {
      long processed = health.get().processed();
      while (!positions.isEmpty() && positions.peekFirst() <= processed) {
        positions.removeFirst();
      }
      if (positions.size() < fewerThan) {
        return true;
      }
      Thread.sleep(LOOK_AGAIN_MILLIS);
    }
    return false;
  }
}
