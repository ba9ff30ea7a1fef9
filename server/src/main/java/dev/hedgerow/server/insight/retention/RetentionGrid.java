package dev.hedgerow.server.insight.retention;

import java.util.BitSet;

/**
 * Counts who came back (contract S 6.2). Row i holds the actors whose cohort began in interval i;
 * its value k those of them who came back k intervals later. Value 0 is the size of the cohort,
 * whoever came back. Not safe for more than one thread.
 */
final class RetentionGrid {
  private final int intervals;
  private final boolean recurring;
  private final boolean cumulative;
  private final long[][] counts;

  /**
   * Makes an empty grid.
   *
   * @param recurring whether each interval with a target event begins a cohort, not the first only
   * @param cumulative whether coming back later counts for the intervals before as well
   */
  RetentionGrid(int intervals, boolean recurring, boolean cumulative) {
    this.intervals = intervals;
    this.recurring = recurring;
    this.cumulative = cumulative;
    counts = new long[intervals][];
    for (int row = 0; row < intervals; row++) {
      counts[row] = new long[intervals - row];
    }
  }

  /**
   * Adds actors who did the same in the same intervals.
   *
   * @param targets the intervals with a target event; of a first-time question, begun by the first
   * @param returns the intervals with enough returning events
   */
  void add(BitSet targets, BitSet returns, long actors) {
    for (int row = targets.nextSetBit(0);
        row >= 0 && row < intervals;
        row = recurring ? targets.nextSetBit(row + 1) : -1) {
      add(row, returns.get(row, intervals), actors);
    }
  }

  /**
   * Adds actors to one cohort.
   *
   * @param back after how many intervals they came back; 0 is not looked at
   */
  void add(int row, BitSet back, long actors) {
    long[] values = counts[row];
    values[0] += actors;
    int last = back.previousSetBit(values.length - 1);
    for (int k = 1; k < values.length; k++) {
      if (cumulative ? k <= last : back.get(k)) {
        values[k] += actors;
      }
    }
  }

  /** Returns the values of a row, as many as intervals are left from it on. */
  long[] row(int row) {
    return counts[row].clone();
  }
}
