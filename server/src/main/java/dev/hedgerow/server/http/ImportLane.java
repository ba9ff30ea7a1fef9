package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.log.LogBusyException;
import dev.hedgerow.server.log.LogWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of imports into the log (contract S 1.10): one import at a time, a chunk at a time, and each chunk only when
 * nearly all before it is processed. So what happens now never waits for more than a chunk or two, however much is
 * imported. Safe from any thread.
 */
final class ImportLane {
  static final long LOOK_AGAIN_MILLIS = 20;

  /** Runs a task later, on a thread that may not be held. */
  interface Later {
    void run(Runnable task, long millis);
  }

  private static final class Import {
    private final List<byte[]> entries;
    private final long bytes;
    private final Later later;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private int sent;
    private long position;
    private long waitedMillis;

    Import(List<byte[]> entries, Later later) {
      this.entries = entries;
      this.bytes = entries.stream().mapToLong(entry -> entry.length).sum();
      this.later = later;
    }
  }

  private final LogWriter log;
  private final Limits limits;
  private final LongSupplier backlog;
  private final Deque<Import> queue = new ArrayDeque<>();
  private long bytes;

  /**
   * Makes a lane.
   *
   * @param backlog how many entries of the log are not processed yet
   */
  ImportLane(LogWriter log, Limits limits, LongSupplier backlog) {
    this.log = log;
    this.limits = limits;
    this.backlog = backlog;
  }

  /**
   * Queues an import. The future completes with its last entry's position once all are on disk, or with what prevented
   * it: some entries may be in the log then, which does no harm, as each has its uuid.
   */
  CompletableFuture<Long> submit(List<byte[]> entries, Later later) {
    Import one = new Import(entries, later);
    synchronized (queue) {
      if (!queue.isEmpty() && bytes + one.bytes > limits.importBytesMax()) {
        one.done.completeExceptionally(new LogBusyException(limits.importBytesMax()));
        return one.done;
      }
      queue.addLast(one);
      bytes += one.bytes;
      if (queue.size() > 1) {
        return one.done;
      }
    }
    goOn(one);
    return one.done;
  }

  private void goOn(Import one) {
    if (one.sent == one.entries.size()) {
      end(one, null);
    } else if (backlog.getAsLong() < limits.importBacklogMax()) {
      one.waitedMillis = 0;
      int to = Math.min(one.entries.size(), one.sent + limits.importChunkEntries());
      var unused = log.submit(one.entries.subList(one.sent, to))
          .whenComplete((position, failure) -> appended(one, to, position, failure));
    } else if (one.waitedMillis >= limits.stalledAfter().toMillis()) {
      end(one, new LogBusyException(limits.importBacklogMax()));
    } else {
      one.waitedMillis += LOOK_AGAIN_MILLIS;
      one.later.run(() -> goOn(one), LOOK_AGAIN_MILLIS);
    }
  }

  private void appended(Import one, int to, @Nullable Long position, @Nullable Throwable failure) {
    if (position == null) {
      end(one, failure);
      return;
    }
    one.sent = to;
    one.position = position;
    one.later.run(() -> goOn(one), 0); // the log's writer has other things to do
  }

  private void end(Import one, @Nullable Throwable failure) {
    Import next;
    synchronized (queue) {
      queue.removeFirst();
      bytes -= one.bytes;
      next = queue.peekFirst();
    }
    if (failure == null) {
      one.done.complete(one.position);
    } else {
      one.done.completeExceptionally(failure);
    }
    if (next != null) {
      next.later.run(() -> goOn(next), 0);
    }
  }
}
