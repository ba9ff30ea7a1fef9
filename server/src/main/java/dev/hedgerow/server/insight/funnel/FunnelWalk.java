package dev.hedgerow.server.insight.funnel;

import org.jspecify.annotations.Nullable;

/**
 * Finds the attempt that tells how far one actor came, see {@link FunnelRules}. What it keeps does
 * not grow with the number of events.
 */
abstract class FunnelWalk implements FunnelRun {
  /** The times of an attempt at which nothing was reached. */
  static final long[] NOTHING = {};

  /** Makes one that has seen nothing. */
  static FunnelWalk of(FunnelRules rules) {
    if (rules.exclusions().isEmpty()) {
      return plain(rules);
    }
    return new ExcludingWalk(plain(rules.withoutExclusions()), (ChainWalk) plain(rules));
  }

  private static FunnelWalk plain(FunnelRules rules) {
    return switch (rules.order()) {
      case ORDERED -> new OrderedWalk(rules);
      case STRICT -> new StrictWalk(rules);
      case UNORDERED -> new UnorderedWalk(rules);
    };
  }

  /**
   * Takes the actor's next moment.
   *
   * @param mayBegin whether an attempt may begin with it
   */
  abstract void take(FunnelMoment moment, boolean mayBegin);

  @Override
  public void take(FunnelMoment moment) {
    take(moment, true);
  }

  /**
   * Returns the times of the attempt's events in microseconds, as many as it reached steps, rising;
   * null if the actor does not count.
   */
  abstract long @Nullable [] times();

  @Override
  public abstract FunnelWalk copy();
}
