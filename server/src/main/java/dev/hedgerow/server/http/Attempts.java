package dev.hedgerow.server.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failed sign-ins for each address within a window, so that nobody guesses quickly. Bounded:
 * beyond its size the oldest address is forgotten. Safe from any thread.
 */
final class Attempts {
  static final int FAILURES_MAX = 10;
  static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int ADDRESSES_MAX = 1_000;

  private record Failures(Instant since, int count) {}

  private final Clock clock;
  private final Map<String, Failures> byAddress = new LinkedHashMap<>();

  Attempts(Clock clock) {
    this.clock = clock;
  }

  /** Returns whether that address may try now. */
  synchronized boolean mayTry(String address) {
    Failures failures = byAddress.get(address);
    if (failures == null) {
      return true;
    }
    if (!clock.instant().isBefore(failures.since().plus(WINDOW))) {
      byAddress.remove(address);
      return true;
    }
    return failures.count() < FAILURES_MAX;
  }

  /** Remembers that a try of that address failed. */
  synchronized void failed(String address) {
    Failures before = byAddress.get(address);
    if (before == null && byAddress.size() >= ADDRESSES_MAX) {
      byAddress.remove(byAddress.keySet().iterator().next());
    }
    byAddress.put(
        address,
        before == null
            ? new Failures(clock.instant(), 1)
            : new Failures(before.since(), before.count() + 1));
  }
}
