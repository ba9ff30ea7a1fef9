package dev.hedgerow.server.insight.funnel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A walk whose attempts follow the order of the steps. For each length it keeps the one unspoilt
 * attempt that can go on best: the one begun last. Whatever continues an older one continues it too,
 * within the window for longer.
 */
abstract class ChainWalk extends FunnelWalk {
  final FunnelRules rules;

  /** By length: the attempt to go on from. */
  private @Nullable Chain[] open;

  /** By length: the first one complete that is not spoilt. */
  private final @Nullable Chain[] first;

  /** By length: whether the first one cannot be spoilt any more. */
  private final boolean[] sure;

  private @Nullable Chain[] next;
  private final @Nullable Chain[] arrived;

  /** The times of an attempt's events so far. */
  static final class Chain {
    static final Chain NONE = new Chain(NOTHING);

    private final long[] times;

    private Chain(long[] times) {
      this.times = times;
    }

    long[] times() {
      return times;
    }

    long begun() {
      return times[0];
    }

    Chain then(long time, int often) {
      long[] longer = Arrays.copyOf(times, times.length + often);
      Arrays.fill(longer, times.length, longer.length, time);
      return new Chain(longer);
    }

    /** Returns whether it was begun later than another of its length, or else came on earlier. */
    boolean isBetterThan(@Nullable Chain other) {
      if (other == null || begun() != other.begun()) {
        return other == null || begun() > other.begun();
      }
      return Arrays.compare(times, other.times) < 0;
    }
  }

  ChainWalk(FunnelRules rules) {
    this.rules = rules;
    this.open = new Chain[rules.steps() + 1];
    this.next = new Chain[rules.steps() + 1];
    this.first = new Chain[rules.steps() + 1];
    this.arrived = new Chain[rules.steps() + 1];
    this.sure = new boolean[rules.steps() + 1];
  }

  /** Makes one that has seen the same. */
  ChainWalk(ChainWalk other) {
    this(other.rules);
    System.arraycopy(other.open, 0, open, 0, open.length);
    System.arraycopy(other.first, 0, first, 0, first.length);
    System.arraycopy(other.sure, 0, sure, 0, sure.length);
  }

  /** Returns whether an attempt may pass over a moment without an event of it. */
  abstract boolean waits();

  /** Returns whether an attempt that took those steps in a moment can be gone on from. */
  abstract boolean goesOn(FunnelMoment moment, int from, int to);

  @Override
  final void take(FunnelMoment moment, boolean mayBegin) {
    if (moment.exclusions() != 0) {
      spoilEnds(moment);
    }
    for (int step = 1; step <= rules.steps(); step++) {
      arrived[step] = null;
      next[step] = waits() && !spoils(moment, step + 1, step) ? open[step] : null;
    }
    for (int from = 1; from <= rules.steps(); from++) {
      Chain before = from > 1 ? open[from - 1] : mayBegin ? Chain.NONE : null;
      if (before != null
          && moment.matches(from)
          && (from == 1 || moment.time() - before.begun() <= rules.windowMicros())) {
        advance(moment, from, before);
      }
    }
    for (int step = 1; step <= rules.steps(); step++) {
      first[step] = first[step] == null ? arrived[step] : first[step];
    }
    @Nullable Chain[] spare = open;
    open = next;
    next = spare;
  }

  private void advance(FunnelMoment moment, int from, Chain before) {
    int last = moment.last(from);
    for (int to = from; to <= last; to++) {
      if (spoils(moment, from, to)) {
        continue;
      }
      Chain chain = before.then(moment.time(), to - from + 1);
      if (chain.isBetterThan(arrived[to])) {
        arrived[to] = chain;
      }
      if (chain.isBetterThan(next[to]) && goesOn(moment, from, to)) {
        next[to] = chain;
      }
    }
  }

  /** Ends what stood as first: it is sure if its window was over, or else spoilt. */
  private void spoilEnds(FunnelMoment moment) {
    for (int step = 1; step <= rules.steps(); step++) {
      Chain end = first[step];
      if (end != null && !sure[step] && spoils(moment, step + 1, step)) {
        sure[step] = moment.time() - end.begun() > rules.windowMicros();
        first[step] = sure[step] ? end : null;
      }
    }
  }

  /** Returns whether a moment spoils attempts that came to it before one step and left it after another. */
  private boolean spoils(FunnelMoment moment, int from, int to) {
    if (moment.exclusions() == 0) {
      return false;
    }
    for (FunnelRules.Exclusion one : rules.exclusions()) {
      boolean happened = (moment.exclusions() >>> one.number() & 1) == 1;
      if (happened && one.after() < from && to < one.before()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public final boolean settled() {
    int last = rules.steps();
    return first[last] != null && (sure[last] || !rules.isOpenAfter(last));
  }

  /** Returns the attempt of that length that counts, or null. */
  final long @Nullable [] times(int length) {
    Chain end = first[length];
    return length == 0 ? NOTHING : end == null ? null : end.times();
  }

  @Override
  final long[] times() {
    for (int length = rules.steps(); length > 0; length--) {
      Chain end = first[length];
      if (end != null) {
        return end.times();
      }
    }
    return NOTHING;
  }
}
