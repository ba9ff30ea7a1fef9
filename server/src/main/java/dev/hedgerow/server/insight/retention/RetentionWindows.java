package dev.hedgerow.server.insight.retention;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One actor's retention in windows that begin with its own event, not with the calendar: window k
 * of a cohort is the k-th 24 hours (or hour, 7 days, 30 days) after the target event that began it.
 * Takes the events of one actor after the other, oldest first, and keeps nothing of those before.
 */
final class RetentionWindows {
  private final int intervals;
  private final boolean recurring;
  private final long windowMicros;
  private final int occurrences;
  private final Cohorts cohorts;

  private @Nullable String actor;
  private boolean begun;
  private long[] anchors = {};
  private int[][] returns = {};
  private long events;

  /** Takes each cohort an actor was in. */
  interface Cohorts {

    /**
     * Takes one.
     *
     * @param back after how many windows the actor came back
     * @param events how many events of the actor were looked at
     */
    void take(String actor, int row, BitSet back, long events);
  }

  RetentionWindows(
      int intervals, boolean recurring, long windowMicros, int occurrences, Cohorts cohorts) {
    this.intervals = intervals;
    this.recurring = recurring;
    this.windowMicros = windowMicros;
    this.occurrences = occurrences;
    this.cohorts = cohorts;
  }

  /**
   * Takes the next event.
   *
   * @param interval of the calendar, below 0 for an event before the range
   * @param target whether it begins a cohort; of those at one moment, the targets come first
   * @param ever whether, target or not, no later event may begin one
   */
  void event(
      String of, long micros, long interval, boolean target, boolean ever, boolean returning) {
    if (!of.equals(actor)) {
      end();
      actor = of;
      begun = false;
      anchors = new long[intervals];
      returns = new int[intervals][];
      events = 0;
    }
    events++;
    if (target && (recurring || !begun) && interval >= 0 && interval < intervals) {
      begin((int) interval, micros);
    }
    begun |= ever;
    if (returning) {
      came(micros);
    }
  }

  /** Ends the last actor. */
  void end() {
    String last = actor;
    if (last == null) {
      return;
    }
    for (int row = 0; row < intervals; row++) {
      int[] times = returns[row];
      if (times != null) {
        BitSet back = new BitSet(times.length);
        for (int k = 1; k < times.length; k++) {
          back.set(k, times[k] >= occurrences);
        }
        cohorts.take(last, row, back, events);
      }
    }
    actor = null;
  }

  private void begin(int row, long micros) {
    if (returns[row] == null) {
      anchors[row] = micros;
      returns[row] = new int[intervals - row];
    }
  }

  private void came(long micros) {
    for (int row = 0; row < intervals; row++) {
      int[] times = returns[row];
      if (times != null) {
        long window = (micros - anchors[row]) / windowMicros;
        if (window < times.length) {
          times[(int) window]++;
        }
      }
    }
  }
}
