package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values that are costly to find and may be a little old. Bounded: the oldest goes first. Safe from any thread. */
final class Remembered<K, V> {
  private final Clock clock;
  private final Duration lasting;
  private final int most;
  private final Map<K, Found<V>> found = new LinkedHashMap<>();

  private record Found<V>(V value, Instant at) {}

  /** Finds a value. */
  interface Finding<V> {
    V find() throws RejectedException, IOException;
  }

  Remembered(Clock clock, Duration lasting, int most) {
    this.clock = clock;
    this.lasting = lasting;
    this.most = most;
  }

  /** Returns a value found no longer ago than these last, or finds it now. */
  V of(K key, Finding<V> finding) throws RejectedException, IOException {
    Instant now = clock.instant();
    synchronized (this) {
      Found<V> before = found.get(key);
      if (before != null && now.isBefore(before.at().plus(lasting))) {
        return before.value();
      }
    }
    V value = finding.find();
    synchronized (this) {
      found.remove(key);
      found.put(key, new Found<>(value, now));
      if (found.size() > most) {
        found.remove(found.keySet().iterator().next());
      }
    }
    return value;
  }
}
