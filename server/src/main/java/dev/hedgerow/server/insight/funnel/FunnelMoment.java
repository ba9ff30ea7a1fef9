package dev.hedgerow.server.insight.funnel;

import java.util.Arrays;

/**
 * What an actor did at one moment: which steps its events match, and how many steps in a row they
 * can be given to. Of any number of events it keeps, for each step, as many as there are steps: more
 * than that can change no answer.
 */
final class FunnelMoment {
  private final int steps;
  private final int[] keptFor;
  private long[] masks = new long[4];
  private int kept;
  private long time;
  private long count;
  private long exclusions;
  private boolean single;
  private long together;

  private final int[] lasts;
  private boolean counted;
  private int[] stepOf = new int[4];
  private final boolean[] tried;

  FunnelMoment(int steps) {
    this.steps = steps;
    this.keptFor = new int[steps];
    this.lasts = new int[steps + 1];
    this.tried = new boolean[steps];
  }

  /** Forgets all and begins at that time. */
  void begin(long newTime) {
    time = newTime;
    count = 0;
    kept = 0;
    exclusions = 0;
    together = 0;
    single = true;
    counted = false;
  }

  /** Adds an event with its mask. */
  void add(long mask) {
    count++;
    exclusions |= mask >>> FunnelRules.STEPS_MAX;
    long matched = mask & FunnelRules.STEP_BITS;
    if (matched == 0) {
      return;
    }
    if (kept == 0) {
      Arrays.fill(keptFor, 0);
    }
    boolean wanted = false;
    for (long left = matched; left != 0; left &= left - 1) {
      wanted |= keptFor[Long.numberOfTrailingZeros(left)] < steps;
    }
    if (wanted) {
      keep(matched);
    }
  }

  private void keep(long matched) {
    for (long left = matched; left != 0; left &= left - 1) {
      keptFor[Long.numberOfTrailingZeros(left)]++;
    }
    if (kept == masks.length) {
      masks = Arrays.copyOf(masks, kept * 2);
      stepOf = new int[kept * 2];
    }
    masks[kept++] = matched;
    together |= matched;
    single &= (matched & (matched - 1)) == 0;
    counted = false;
  }

  /** Returns the same moment, to be added to independently. */
  FunnelMoment copy() {
    FunnelMoment copy = new FunnelMoment(steps);
    copy.begin(time);
    System.arraycopy(keptFor, 0, copy.keptFor, 0, steps);
    copy.masks = masks.clone();
    copy.stepOf = new int[masks.length];
    copy.kept = kept;
    copy.count = count;
    copy.exclusions = exclusions;
    copy.single = single;
    copy.together = together;
    return copy;
  }

  /** Returns when it was, in microseconds. */
  long time() {
    return time;
  }

  /** Returns how many events there were, also those that match no step. */
  long count() {
    return count;
  }

  /** Returns how many events that match a step are kept. */
  int kept() {
    return kept;
  }

  /** Returns the steps that a kept event matches, as a mask. */
  long mask(int event) {
    return masks[event];
  }

  /** Returns whether an event matches that step. */
  boolean matches(int step) {
    return kept > 0 && (together >>> (step - 1) & 1) == 1;
  }

  /** Returns which exclusions happened, by the bits of their numbers. */
  long exclusions() {
    return exclusions;
  }

  /** Returns the furthest step to which all steps from that one on can have an event each, or the one before it. */
  int last(int from) {
    if (kept <= 1 || single) {
      int step = from;
      int most = kept <= 1 ? Math.min(steps, from + kept - 1) : steps;
      while (step <= most && matches(step)) {
        step++;
      }
      return step - 1;
    }
    if (!counted) {
      for (int first = 1; first <= steps; first++) {
        lasts[first] = matchedFrom(first);
      }
      counted = true;
    }
    return lasts[from];
  }

  private int matchedFrom(int first) {
    Arrays.fill(stepOf, 0, kept, -1);
    for (int step = first - 1; step < steps; step++) {
      Arrays.fill(tried, false);
      if (!give(step)) {
        return step;
      }
    }
    return steps;
  }

  /** Gives a step an event, if need be by giving others other ones. */
  private boolean give(int step) {
    tried[step] = true;
    for (int event = 0; event < kept; event++) {
      if ((masks[event] >>> step & 1) == 0) {
        continue;
      }
      int owner = stepOf[event];
      if (owner < 0 || (!tried[owner] && give(owner))) {
        stepOf[event] = step;
        return true;
      }
    }
    return false;
  }
}
