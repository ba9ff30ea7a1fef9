package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.xnio.XnioExecutor;

/**
 * Requests that wait for their turn, in the order they came, without a thread each, and a few that have theirs, each on a thread of the
 * line's own. So a dashboard full of questions waits instead of being sent away, and nobody else's requests wait with it. Safe
 * from any thread.
 */
final class Line {
  private static final int IDLE_SECONDS = 30;

  private final int most;
  private final Duration patience;
  private final AtomicInteger inside = new AtomicInteger();
  private final ThreadPoolExecutor threads;

  /**
   * Makes a line.
   *
   * @param atOnce requests that have their turn at one time
   * @param waiting requests that wait for it; more are sent away
   * @param patience how long one waits before it is sent away
   */
  Line(String name, int atOnce, int waiting, Duration patience) {
    this.most = atOnce + waiting;
    this.patience = patience;
    AtomicInteger made = new AtomicInteger();
    this.threads = new ThreadPoolExecutor(
        atOnce,
        atOnce,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(), // bounded by those inside
        task -> {
          Thread thread = new Thread(task, name + "-" + made.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Has a request wait for its turn.
   *
   * @param turn answers it, on a thread of the line, which may wait
   * @param tooLong answers it instead, on a worker thread, when its turn did not come in time
   * @throws RejectedException with 429 if too many wait already
   */
  void enter(HttpServerExchange exchange, HttpHandler turn, HttpHandler tooLong)
      throws RejectedException {
    if (inside.incrementAndGet() > most) {
      inside.decrementAndGet();
      throw tooMany();
    }
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> enqueue(exchange, turn, tooLong));
  }

  private void enqueue(HttpServerExchange exchange, HttpHandler turn, HttpHandler tooLong) {
    AtomicBoolean taken = new AtomicBoolean();
    XnioExecutor.Key timer = exchange
        .getIoThread()
        .executeAfter(
            () -> {
              if (taken.compareAndSet(false, true)) {
                inside.decrementAndGet();
                exchange.dispatch(new Guard(tooLong));
              }
            },
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
    threads.execute(() -> {
      if (!taken.compareAndSet(false, true)) {
        return;
      }
      timer.remove();
      try {
        Connectors.executeRootHandler(new Guard(turn), exchange);
      } finally {
        inside.decrementAndGet();
      }
    });
  }

  /** Returns what is said to those who are sent away. */
  static RejectedException tooMany() {
    return new RejectedException(
        429, "throttled", "expected fewer queries at one time; ask again shortly", null);
  }
}
