package dev.hedgerow.server.insight.funnel;

/** Steps in their order, with anything between them (contract S 6.2). */
final class OrderedWalk extends ChainWalk {
  OrderedWalk(FunnelRules rules) {
    super(rules);
  }

  private OrderedWalk(OrderedWalk other) {
    super(other);
  }

  @Override
  boolean waits() {
    return true;
  }

  @Override
  boolean goesOn(FunnelMoment moment, int from, int to) {
    return true;
  }

  @Override
  public OrderedWalk copy() {
    return new OrderedWalk(this);
  }
}
