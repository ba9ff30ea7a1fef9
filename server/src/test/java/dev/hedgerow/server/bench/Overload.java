package dev.hedgerow.server.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Senders that never slow down, whatever they are answered, and what they were answered. */
final class Overload {
  static final int EVENTS_A_REQUEST = 500;

  private final URI url;
  private final List<BitSet> acknowledged = new ArrayList<>();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  Overload(URI url) {
    this.url = url;
  }

  /** Sends from that many new connections for so long and returns the requests sent a second. */
  double run(int senders, Duration during) throws InterruptedException {
    AtomicLong end = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      int sender = acknowledged.size();
      BitSet mine = new BitSet();
      acknowledged.add(mine);
      Stamped requests = new Stamped(sender, EVENTS_A_REQUEST);
      threads.add(new Thread(() -> send(requests, mine, end.get()), "overload-" + sender));
    }
    long before = accepted.get() + refused.get();
    end.set(System.nanoTime() + during.toNanos());
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    return (accepted.get() + refused.get() - before) / (during.toNanos() / 1e9);
  }

  private void send(Stamped requests, BitSet mine, long end) {
    try (Wire wire = new Wire(url)) {
      for (int request = 0; System.nanoTime() < end; request++) {
        int status = wire.send(requests.of(request));
        if (status == 200) {
          mine.set(request);
          accepted.incrementAndGet();
        } else if (status == 503 && wire.toldWhenToRetry()) {
          refused.incrementAndGet();
        } else {
          wrong.add("status " + status);
        }
      }
    } catch (IOException e) {
      wrong.add(e.toString());
    }
  }

  /** Returns how many requests were answered 200. */
  long accepted() {
    return accepted.get();
  }

  /** Returns how many requests were answered 503 with {@code Retry-After}. */
  long refused() {
    return refused.get();
  }

  /** Returns every other end that a request came to. */
  Queue<String> wrong() {
    return wrong;
  }

  /**
   * Compares rows with what was answered 200, after all senders have ended.
   *
   * @return sentences about what is lost or doubled; none when each event is there once
   */
  List<String> judge(Iterable<String> uuids) {
    List<BitSet> found = new ArrayList<>();
    acknowledged.forEach(one -> found.add(new BitSet()));
    long doubled = 0;
    for (String uuid : uuids) {
      BitSet rows = found.get(Stamped.sender(uuid));
      int row = Stamped.request(uuid) * EVENTS_A_REQUEST + Stamped.event(uuid);
      doubled += rows.get(row) ? 1 : 0;
      rows.set(row);
    }
    List<String> faults = new ArrayList<>();
    if (doubled > 0) {
      faults.add(doubled + " events doubled");
    }
    for (int sender = 0; sender < found.size(); sender++) {
      int number = sender;
      acknowledged.get(sender).stream().forEach(request -> {
        int first = request * EVENTS_A_REQUEST;
        if (found.get(number).nextClearBit(first) < first + EVENTS_A_REQUEST) {
          faults.add("of request " + request + " of sender " + number + " events are lost");
        }
      });
    }
    return faults;
  }
}
