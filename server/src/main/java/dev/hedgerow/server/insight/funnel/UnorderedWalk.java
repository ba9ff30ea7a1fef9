package dev.hedgerow.server.insight.funnel;

import java.util.Arrays;

/**
 * Steps in any order (contract S 6.2).
 *
 * <p>It keeps, from the latest event back, each one that can still be given a step of its own beside
 * the later ones. An event that can't never matters again: whatever it could fill in a later window
 * the later ones fill as well. So there are never more events than steps, and those within the window
 * are the most that can be filled.
 */
final class UnorderedWalk extends FunnelWalk {
  private final FunnelRules rules;
  private final long[] times;
  private final long[] masks;
  private final int[] stepOf;
  private final boolean[] tried;
  private int kept;

  /** Whether no event so far matched several steps. */
  private boolean simple = true;

  private long begunLast;
  private boolean begun;
  private long[] best = NOTHING;

  UnorderedWalk(FunnelRules rules) {
    this.rules = rules;
    this.times = new long[rules.steps() + 1];
    this.masks = new long[rules.steps() + 1];
    this.stepOf = new int[rules.steps() + 1];
    this.tried = new boolean[rules.steps()];
  }

  @Override
  void take(FunnelMoment moment, boolean mayBegin) {
    if (moment.kept() == 0) {
      return;
    }
    if (mayBegin) {
      begun = true;
      begunLast = moment.time();
    }
    for (int event = 0; event < moment.kept(); event++) {
      keep(moment.time(), moment.mask(event));
    }
    while (kept > 0 && moment.time() - times[kept - 1] > rules.windowMicros()) {
      kept--;
    }
    if (kept > best.length && begun && moment.time() - begunLast <= rules.windowMicros()) {
      best = new long[kept];
      for (int i = 0; i < kept; i++) {
        best[i] = times[kept - 1 - i];
      }
    }
  }

  private void keep(long time, long mask) {
    System.arraycopy(times, 0, times, 1, kept);
    System.arraycopy(masks, 0, masks, 1, kept);
    times[0] = time;
    masks[0] = mask;
    kept++;
    simple &= (mask & (mask - 1)) == 0;
    int useless = simple ? older(mask) : useless();
    if (useless < kept) {
      System.arraycopy(times, useless + 1, times, useless, kept - useless - 1);
      System.arraycopy(masks, useless + 1, masks, useless, kept - useless - 1);
      kept--;
    }
  }

  /** Returns the event before the latest that matches the same one step; that many as are kept if none does. */
  private int older(long mask) {
    int event = 1;
    while (event < kept && masks[event] != mask) {
      event++;
    }
    return event;
  }

  /** Returns the first event, from the latest back, that no step is left for. */
  private int useless() {
    Arrays.fill(stepOf, -1);
    for (int event = 0; event < kept; event++) {
      Arrays.fill(tried, false);
      if (!give(event)) {
        return event;
      }
    }
    return kept;
  }

  private boolean give(int event) {
    for (long left = masks[event]; left != 0; left &= left - 1) {
      int step = Long.numberOfTrailingZeros(left);
      if (tried[step]) {
        continue;
      }
      tried[step] = true;
      int owner = owner(step);
      if (owner < 0 || give(owner)) {
        stepOf[event] = step;
        return true;
      }
    }
    return false;
  }

  private int owner(int step) {
    for (int event = 0; event < kept; event++) {
      if (stepOf[event] == step) {
        return event;
      }
    }
    return -1;
  }

  @Override
  public boolean settled() {
    return best.length == rules.steps();
  }

  @Override
  long[] times() {
    return best;
  }

  @Override
  public UnorderedWalk copy() {
    UnorderedWalk copy = new UnorderedWalk(rules);
    System.arraycopy(times, 0, copy.times, 0, times.length);
    System.arraycopy(masks, 0, copy.masks, 0, masks.length);
    copy.kept = kept;
    copy.simple = simple;
    copy.begunLast = begunLast;
    copy.begun = begun;
    copy.best = best;
    return copy;
  }
}
