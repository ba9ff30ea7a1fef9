package dev.hedgerow.server.log;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts many requests into one append, so that they share one fsync, and stamps the log time: the
 * wall clock when it was made, moved on by the monotonic clock, never before the log's last time.
 *
 * <p>{@link #submit} is safe from any thread; {@link #runOnce} belongs to one.
 */
public final class LogWriter {
  private record Waiting(List<byte[]> entries, CompletableFuture<Long> done) {}

  private final EventLog log;
  private final LongSupplier nanos;
  private final int queueEntriesMax;
  private final Instant startedAt;
  private final long startedNanos;

  private final Deque<Waiting> queue = new ArrayDeque<>();
  private int queuedEntries;
  private volatile @Nullable String trouble;
  private boolean broken;

  /**
   * Makes the writer of a log.
   *
   * @param nanos the monotonic clock, in nanoseconds
   * @param queueEntriesMax entries that may wait, beyond which {@link #submit} refuses
   */
  public LogWriter(EventLog log, Clock wall, LongSupplier nanos, int queueEntriesMax) {
    this.log = log;
    this.nanos = nanos;
    this.queueEntriesMax = queueEntriesMax;
    Instant now = wall.instant();
    this.startedAt = now.isBefore(log.lastTime()) ? log.lastTime() : now;
    this.startedNanos = nanos.getAsLong();
  }

  /** Returns the log time now. */
  public Instant time() {
    Instant now = startedAt.plus(Duration.ofNanos(nanos.getAsLong() - startedNanos));
    Instant last = log.lastTime();
    return now.isBefore(last) ? last : now;
  }

  /** Returns the position of the last entry on disk. */
  public long end() {
    return log.end();
  }

  /**
   * Queues entries to be appended together and in order. The future completes with the last one's
   * position once all are on disk, or with the {@link IOException} that prevented it ({@link
   * LogBusyException} at once when the queue is full).
   */
  public CompletableFuture<Long> submit(List<byte[]> entries) {
    CompletableFuture<Long> done = new CompletableFuture<>();
    synchronized (queue) {
      if (broken) {
        done.completeExceptionally(new IOException("the log takes nothing any more"));
        return done;
      }
      if (queuedEntries > 0 && queuedEntries + entries.size() > queueEntriesMax) {
        done.completeExceptionally(new LogBusyException(queueEntriesMax));
        return done;
      }
      queue.addLast(new Waiting(entries, done));
      queuedEntries += entries.size();
      queue.notifyAll();
    }
    return done;
  }

  /** Waits until something is queued, at most that long. */
  public void await(Duration most) throws InterruptedException {
    synchronized (queue) {
      if (queue.isEmpty()) {
        queue.wait(Math.max(1, most.toMillis()));
      }
    }
  }

  /** Returns why the last append failed, or null when it did not. */
  public @Nullable String trouble() {
    return trouble;
  }

  /**
   * Appends all that is queued in one go and returns how many entries that was. A failed append
   * fails the requests in it and nothing else; after a mistake of ours, which is thrown, nothing is taken any more.
   */
  public int runOnce() {
    List<Waiting> taken;
    synchronized (queue) {
      taken = new ArrayList<>(queue);
      queue.clear();
      queuedEntries = 0;
    }
    if (taken.isEmpty()) {
      return 0;
    }
    List<byte[]> entries = new ArrayList<>();
    for (Waiting waiting : taken) {
      entries.addAll(waiting.entries());
    }
    try {
      long position = log.append(entries, time());
      trouble = null;
      for (Waiting waiting : taken) {
        waiting.done().complete(position);
      }
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
      fail(taken, e);
    } catch (RuntimeException | Error e) {
      synchronized (queue) {
        broken = true;
        taken.addAll(queue);
        queue.clear();
      }
      fail(taken, new IOException("the log stopped by a mistake of ours", e));
      throw e;
    }
    return entries.size();
  }

  private static void fail(List<Waiting> taken, IOException failure) {
    for (Waiting waiting : taken) {
      waiting.done().completeExceptionally(failure);
    }
  }
}
