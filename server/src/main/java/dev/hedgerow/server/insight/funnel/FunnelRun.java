package dev.hedgerow.server.insight.funnel;

/** Follows one actor through a funnel, moment by moment in the order of time. For one thread. */
interface FunnelRun {

  /** Takes the actor's next moment; it is the caller's again afterwards. */
  void take(FunnelMoment moment);

  /** Returns whether no later moment can change anything. */
  boolean settled();

  /** Returns one that has seen the same, to go on independently. */
  FunnelRun copy();
}
