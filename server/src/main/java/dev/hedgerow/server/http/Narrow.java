package dev.hedgerow.server.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Lets only a few tasks run at one time on threads of somebody else, in the order they came. For
 * work that takes a processor for itself, so that in an overload others still get their turn.
 */
final class Narrow {
  private final int most;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int running;

  Narrow(int most) {
    this.most = most;
  }

  /** Returns that executor, with at most so many of its threads for these tasks. */
  Executor of(Executor threads) {
    return task -> {
      synchronized (this) {
        if (running == most) {
          waiting.addLast(task);
          return;
        }
        running++;
      }
      threads.execute(() -> run(task));
    };
  }

  private void run(Runnable first) {
    for (Runnable task = first; task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        Thread current = Thread.currentThread();
        current.getUncaughtExceptionHandler().uncaughtException(current, e);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable task = waiting.pollFirst();
    if (task == null) {
      running--;
    }
    return task;
  }
}
