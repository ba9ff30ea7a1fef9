package dev.hedgerow.server.insight.funnel;

/** Gathers one actor's events into moments for a run. */
final class FunnelTrack {
  private final FunnelRun run;
  private final FunnelMoment moment;
  private boolean begun;

  FunnelTrack(FunnelRun run, int steps) {
    this(run, new FunnelMoment(steps), false);
  }

  private FunnelTrack(FunnelRun run, FunnelMoment moment, boolean begun) {
    this.run = run;
    this.moment = moment;
    this.begun = begun;
  }

  /** Takes the actor's next event. */
  void event(long time, long mask) {
    if (!begun || time != moment.time()) {
      end();
      moment.begin(time);
      begun = true;
    }
    moment.add(mask);
  }

  /** Hands over what is still gathered, and returns the run. */
  FunnelRun end() {
    if (begun && !run.settled()) {
      run.take(moment);
    }
    begun = false;
    return run;
  }

  /** Returns one that has seen the same, to go on independently. */
  FunnelTrack copy() {
    return new FunnelTrack(run.copy(), moment.copy(), begun);
  }
}
