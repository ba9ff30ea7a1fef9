package dev.hedgerow.server.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets each key do something so often within a window. Bounded: beyond its size the oldest key is forgotten. Safe from any
 * thread.
 */
final class Rate {
  private static final int KEYS_MAX = 1_000;

  private record Count(Instant since, int count) {}

  private final Clock clock;
  private final int most;
  private final Duration window;
  private final Map<String, Count> counts = new LinkedHashMap<>();

  Rate(Clock clock, int most, Duration window) {
    this.clock = clock;
    this.most = most;
    this.window = window;
  }

  /** Counts one more, and returns whether it may be. */
  synchronized boolean takes(String key) {
    Instant now = clock.instant();
    Count before = counts.get(key);
    if (before == null || !now.isBefore(before.since().plus(window))) {
      counts.remove(key);
      if (counts.size() >= KEYS_MAX) {
        counts.remove(counts.keySet().iterator().next());
      }
      counts.put(key, new Count(now, 1));
      return true;
    }
    counts.put(key, new Count(before.since(), Math.min(most, before.count()) + 1));
    return before.count() < most;
  }
}
