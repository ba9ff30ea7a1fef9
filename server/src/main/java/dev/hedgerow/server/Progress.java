package dev.hedgerow.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a stage gets on: it has when a turn moved something, or when one ended and nothing waits.
 * A turn that never ends and turns that move nothing while work waits look the same. Safe from any
 * thread.
 */
final class Progress {
  private final BooleanSupplier waiting;
  private final LongSupplier nanos;
  private final Duration stalledAfter;
  private volatile long at;

  /**
   * Makes one that has just got on.
   *
   * @param waiting whether there is something for the stage to do
   * @param nanos the monotonic clock, in nanoseconds
   * @param stalledAfter after so long without progress the stage counts as stalled
   */
  Progress(BooleanSupplier waiting, LongSupplier nanos, Duration stalledAfter) {
    this.waiting = waiting;
    this.nanos = nanos;
    this.stalledAfter = stalledAfter;
    this.at = nanos.getAsLong();
  }

  /** Hears of a turn that ended and how much it moved. */
  void turned(int moved) {
    if (moved > 0 || !waiting.getAsBoolean()) {
      at = nanos.getAsLong();
    }
  }

  /** Returns how long the stage has not got on. */
  Duration since() {
    return Duration.ofNanos(Math.max(0, nanos.getAsLong() - at));
  }

  /** Returns what to say of a stage that is stalled, or null. */
  @Nullable
  String trouble() {
    Duration since = since();
    return since.compareTo(stalledAfter) < 0
        ? null
        : "stalled: no progress for " + since.toSeconds() + " s";
  }
}
