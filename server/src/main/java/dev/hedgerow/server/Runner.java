package dev.hedgerow.server;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns one crank on a thread of its own: again at once while there is much to do, after a rest when
 * there is little or nothing. The world's failure ({@link IOException}) is said once and tried again, a little
 * later each time; a mistake of ours stops this loop loudly and is the health check's to tell.
 */
final class Runner implements Closeable {
  /** Waits until there may be work again, or some milliseconds have passed. */
  interface Rest {
    void rest() throws InterruptedException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
  private static final long RETRY_MILLIS_MAX = 5_000;

  private final String name;
  private final Callable<Integer> crank;
  private final int enough;
  private final Rest rest;
  private final Progress progress;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile @Nullable String trouble;

  /**
   * Makes a runner; {@link #start} starts it.
   *
   * @param enough how much a turn must have moved for the next to follow at once: a turn costs
   *     something however little it moves, so that little is let gather
   */
  Runner(String name, Callable<Integer> crank, int enough, Rest rest, Progress progress) {
    this.name = name;
    this.crank = crank;
    this.enough = enough;
    this.rest = rest;
    this.progress = progress;
    this.thread = new Thread(this::run, "hedgerow-" + name);
  }

  /** Returns what its thread is named after. */
  String name() {
    return name;
  }

  void start() {
    thread.start();
  }

  /** Returns what stops, hinders or stalls the crank now, or null when it turns. */
  @Nullable
  String trouble() {
    String known = trouble;
    String stalled = progress.trouble();
    return known != null || stalled == null ? known : thread.getName() + " " + stalled;
  }

  /** Returns how long it has not got on. */
  Duration withoutProgress() {
    return progress.since();
  }

  private void run() {
    long retryMillis = 50;
    while (!stopping) {
      try {
        int done = crank.call();
        progress.turned(done);
        if (trouble != null) {
          LOG.info("{} goes on", thread.getName());
          trouble = null;
        }
        retryMillis = 50;
        if (done < enough) {
          rest.rest();
        }
      } catch (IOException e) {
        if (trouble == null) {
          LOG.warn("{} will try again: {}", thread.getName(), e.toString());
        }
        trouble = thread.getName() + " waits: " + e.getMessage();
        retryMillis = Math.min(RETRY_MILLIS_MAX, retryMillis * 2);
        if (pause(retryMillis)) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      } catch (Throwable e) {
        trouble = thread.getName() + " stopped: " + e;
        LOG.error("{} stopped by a mistake of ours", thread.getName(), e);
        return;
      }
    }
  }

  private static boolean pause(long millis) {
    try {
      Thread.sleep(millis);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Lets the turn under way end, and the thread with it. */
  @Override
  public void close() {
    stopping = true;
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
