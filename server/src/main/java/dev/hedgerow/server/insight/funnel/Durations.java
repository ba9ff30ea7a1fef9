package dev.hedgerow.server.insight.funnel;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * How long many things took: their average, and their median, which of more than {@link #KEPT_MAX}
 * is that of a fixed random sample of so many.
 */
final class Durations {
  /** Most durations kept. */
  static final int KEPT_MAX = 100_000;

  private static final double MICROS = 1_000_000;

  private final SplittableRandom random = new SplittableRandom(1);
  private long[] kept = new long[16];
  private long count;
  private double sum;

  /** Adds one, in microseconds. */
  void add(long micros) {
    sum += micros;
    if (count < KEPT_MAX) {
      if (count == kept.length) {
        kept = Arrays.copyOf(kept, Math.min(KEPT_MAX, kept.length * 2));
      }
      kept[(int) count] = micros;
    } else {
      long place = random.nextLong(count + 1);
      if (place < KEPT_MAX) {
        kept[(int) place] = micros;
      }
    }
    count++;
  }

  /** Returns the average in seconds, or null of none. */
  @Nullable
  Double average() {
    return count == 0 ? null : sum / count / MICROS;
  }

  /** Returns the median in seconds, or null of none; of an even number the middle between two. */
  @Nullable
  Double median() {
    if (count == 0) {
      return null;
    }
    int size = (int) Math.min(count, KEPT_MAX);
    long[] sorted = Arrays.copyOf(kept, size);
    Arrays.sort(sorted);
    return (sorted[(size - 1) / 2] + sorted[size / 2]) / 2.0 / MICROS;
  }
}
