package dev.hedgerow.server.insight.funnel;

/**
 * Steps in their order, with nothing between them (contract S 6.2). Needs all events of the actor.
 */
final class StrictWalk extends ChainWalk {
  StrictWalk(FunnelRules rules) {
    super(rules);
  }

  private StrictWalk(StrictWalk other) {
    super(other);
  }

  @Override
  boolean waits() {
    return false;
  }

  /**
   * An attempt that begins in a moment may leave its other events before itself; one that comes to
   * it and leaves it again has to take them all.
   */
  @Override
  boolean goesOn(FunnelMoment moment, int from, int to) {
    return from == 1 || moment.count() == to - from + 1;
  }

  @Override
  public StrictWalk copy() {
    return new StrictWalk(this);
  }
}
