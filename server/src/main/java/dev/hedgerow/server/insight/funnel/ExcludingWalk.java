package dev.hedgerow.server.insight.funnel;

import org.jspecify.annotations.Nullable;

/** A walk with exclusions: how far the actor came at all, and whether it came there unspoilt. */
final class ExcludingWalk extends FunnelWalk {
  private final FunnelWalk all;
  private final ChainWalk unspoilt;

  ExcludingWalk(FunnelWalk all, ChainWalk unspoilt) {
    this.all = all;
    this.unspoilt = unspoilt;
  }

  @Override
  void take(FunnelMoment moment, boolean mayBegin) {
    if (!all.settled()) {
      all.take(moment, mayBegin);
    }
    unspoilt.take(moment, mayBegin);
  }

  @Override
  public boolean settled() {
    return unspoilt.settled();
  }

  @Override
  long @Nullable [] times() {
    long[] furthest = all.times();
    return furthest == null ? null : unspoilt.times(furthest.length);
  }

  @Override
  public ExcludingWalk copy() {
    return new ExcludingWalk(all.copy(), (ChainWalk) unspoilt.copy());
  }
}
