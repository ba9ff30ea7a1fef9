package dev.hedgerow.server.insight.funnel;

import java.util.List;

/**
 * What makes an attempt at a funnel (contract S 6.2).
 *
 * <p>An attempt of length <i>k</i> gives each of the steps 1 to <i>k</i> an event of the actor that
 * matches it, no event to two steps, and lies within the window: the last event is at most the
 * window after the first. Events of one moment may be taken in any order. In an {@code ORDERED}
 * funnel the events follow each other in the order of the steps; in a {@code STRICT} one moreover
 * no other event of the actor lies between them; in an {@code UNORDERED} one they come in any order,
 * and <i>k</i> is the number of different steps that have one.
 *
 * <p>The longest attempt tells how far an actor came. Of several: the one complete first, of these
 * the one begun last, of these the one with the earliest second event, and so on; if unordered the
 * one begun last, with the latest second event, and so on.
 *
 * <p>An exclusion spoils an attempt if its event happens after that of one step and before that of
 * another; where the attempt ends before that other step, until its window is over. If all the
 * longest attempts are spoilt the actor does not count at all. Of those that are complete at one
 * moment, unspoilt so far, the one begun last stands for all.
 *
 * @param steps from 1 to {@link #STEPS_MAX}
 * @param windowMicros how long an attempt may last, its end included
 */
record FunnelRules(Order order, int steps, long windowMicros, List<Exclusion> exclusions) {
  /** Most steps of a funnel, and most exclusions. */
  static final int STEPS_MAX = 30;

  /** The bits of a mask that say which steps an event matches; the first step's is the lowest. */
  static final long STEP_BITS = (1L << STEPS_MAX) - 1;

  /** How the steps follow each other. */
  enum Order {
    ORDERED,
    STRICT,
    UNORDERED
  }

  /**
   * An event that spoils an attempt.
   *
   * @param number which exclusion, from 0; bit {@code STEPS_MAX + number} of an event's mask
   * @param after the step it spoils after, from 1
   * @param before the step it spoils before; may be past the last one
   */
  record Exclusion(int number, int after, int before) {
    Exclusion {
      if (after < 1 || before <= after) {
        throw new IllegalArgumentException(
            "expected steps that follow each other but found " + after + " and " + before);
      }
    }
  }

  FunnelRules {
    exclusions = List.copyOf(exclusions);
    if (steps < 1 || steps > STEPS_MAX) {
      throw new IllegalArgumentException("expected 1 to 30 steps but found " + steps);
    }
    if (order == Order.UNORDERED && !exclusions.isEmpty()) {
      throw new IllegalArgumentException("expected no exclusions where steps have no order");
    }
  }

  /** Returns the same without exclusions. */
  FunnelRules withoutExclusions() {
    return new FunnelRules(order, steps, windowMicros, List.of());
  }

  /** Returns whether an attempt that ends with that step can still be spoilt. */
  boolean isOpenAfter(int step) {
    return exclusions.stream().anyMatch(one -> one.after() <= step && step < one.before());
  }
}
