package dev.hedgerow.server.insight.retention;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts who is new, returning, resurrecting and dormant in each interval (contract S 6.2). The
 * sets it is given begin one interval before the range, so bit 1 is the range's first interval.
 * Not safe for more than one thread.
 */
final class LifecycleCounts {

  /** What an actor is in an interval, in the order of the results. */
  enum Status {
    NEW,
    RETURNING,
    RESURRECTING,
    DORMANT;

    /** Returns the word of the results. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final int intervals;
  private final Map<Status, long[]> counts = new EnumMap<>(Status.class);

  /** Makes empty counts over that many intervals. */
  LifecycleCounts(int intervals) {
    this.intervals = intervals;
    for (Status status : Status.values()) {
      counts.put(status, new long[intervals]);
    }
  }

  /**
   * Says what an actor is in an interval, or null if it is nothing there.
   *
   * @param active where it was active
   * @param birth the interval its visitor began in, numbered as the bits; any other number if none
   *     of them
   */
  static @Nullable Status status(BitSet active, long birth, int bit) {
    boolean before = bit > 0 && active.get(bit - 1);
    if (!active.get(bit)) {
      return before ? Status.DORMANT : null;
    }
    if (bit == birth && active.nextSetBit(0) == bit) {
      return Status.NEW;
    }
    return before ? Status.RETURNING : Status.RESURRECTING;
  }

  /** Adds actors with the same intervals and the same birth. */
  void add(BitSet active, long birth, long actors) {
    for (int bit = 1; bit <= intervals; bit++) {
      Status status = status(active, birth, bit);
      if (status != null) {
        of(status)[bit - 1] += status == Status.DORMANT ? -actors : actors;
      }
    }
  }

  /** Returns the counts of a status, one for each interval; those of the dormant are not above 0. */
  long[] of(Status status) {
    return Objects.requireNonNull(counts.get(status));
  }
}
