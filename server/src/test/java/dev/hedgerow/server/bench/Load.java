package dev.hedgerow.server.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Sends from several connections for a while. */
final class Load {
  /** Shape of the requests. */
  record Shape(String name, int events, boolean gzip, int connections) {
    static final List<Shape> ALL = List.of(
        new Shape("single", 1, false, 64),
        new Shape("single gzip", 1, true, 64),
        new Shape("batch of 50", 50, false, 8),
        new Shape("batch of 50 gzip", 50, true, 8));
  }

  /**
   * What came of it.
   *
   * @param events events answered 200
   * @param refused requests answered otherwise
   * @param p99Millis 99 of 100 requests were answered within
   */
  record Outcome(long events, long refused, double p99Millis) {}

  private final URI url;
  private final Shape shape;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final List<Long> nanos = new ArrayList<>();

  Load(URI url, Shape shape) {
    this.url = url;
    this.shape = shape;
  }

  /** Returns how many events have been answered 200 so far; safe from any thread. */
  long accepted() {
    return accepted.get();
  }

  /**
   * Sends for so long, as fast as answers come or at that rate.
   *
   * @param eventsPerSecond 0 for as fast as answers come
   */
  Outcome run(Duration during, double eventsPerSecond, long seed) throws InterruptedException {
    List<Thread> senders = new ArrayList<>();
    long end = System.nanoTime() + during.toNanos();
    for (int i = 0; i < shape.connections(); i++) {
      Bodies bodies = new Bodies(seed * 1_000 + i, shape.events(), shape.gzip());
      double share = eventsPerSecond / shape.connections();
      Thread sender = new Thread(() -> send(bodies, end, share), "load-" + i);
      sender.start();
      senders.add(sender);
    }
    for (Thread sender : senders) {
      sender.join();
    }
    synchronized (nanos) {
      List<Long> sorted = nanos.stream().sorted().toList();
      double p99 = sorted.isEmpty() ? 0 : sorted.get((int) (sorted.size() * 0.99)) / 1e6;
      return new Outcome(accepted.get(), refused.get(), p99);
    }
  }

  private void send(Bodies bodies, long end, double eventsPerSecond) {
    List<Long> mine = new ArrayList<>();
    long next = System.nanoTime();
    try (Wire wire = new Wire(url)) {
      while (System.nanoTime() < end) {
        byte[] body = bodies.next();
        if (eventsPerSecond > 0) {
          next += (long) (shape.events() * 1e9 / eventsPerSecond);
          LockSupport.parkNanos(next - System.nanoTime());
        }
        long before = System.nanoTime();
        if (wire.post(body) == 200) {
          accepted.addAndGet(shape.events());
        } else {
          refused.incrementAndGet();
        }
        mine.add(System.nanoTime() - before);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    synchronized (nanos) {
      nanos.addAll(mine);
    }
  }
}
