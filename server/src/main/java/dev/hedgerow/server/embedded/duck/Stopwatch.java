package dev.hedgerow.server.embedded.duck;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cancels statements that outlive their time, or whose thread was interrupted, from a thread of its own. */
final class Stopwatch {
  private static final Logger LOG = LoggerFactory.getLogger(Stopwatch.class);
  private static final long LOOK_MILLIS = 100;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "sql-stopwatch");
        made.setDaemon(true);
        return made;
      });

  /** A statement being watched until closed. */
  final class Run implements AutoCloseable {
    private final Statement statement;
    private final Thread asking = Thread.currentThread();
    private final long begun = System.nanoTime();
    private final long mostNanos;
    private final ScheduledFuture<?> looks;
    private volatile boolean over;

    private Run(Statement statement, Duration most) {
      this.statement = statement;
      this.mostNanos = most.toNanos();
      long millis = Math.min(LOOK_MILLIS, Math.max(1, most.toMillis()));
      this.looks = thread.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
      over |= System.nanoTime() - begun >= mostNanos;
      if (!over && !asking.isInterrupted()) {
        return;
      }
      try {
        statement.cancel();
      } catch (SQLException e) {
        LOG.debug("could not cancel a statement", e);
      }
    }

    /** Returns whether its time was over before it was closed. */
    boolean over() {
      return over;
    }

    @Override
    public synchronized void close() {
      looks.cancel(false);
    }
  }

  /** Begins to watch a statement. */
  Run start(Statement statement, Duration most) {
    return new Run(statement, most);
  }

  /** Stops the thread. */
  void close() {
    thread.shutdownNow();
  }
}
