package dev.hedgerow.server.insight.funnel;

import dev.hedgerow.server.insight.funnel.FunnelRules.Exclusion;
import dev.hedgerow.server.insight.funnel.FunnelRules.Order;
import java.util.ArrayList;
import java.util.List;

/**
 * Which runs a funnel needs for one actor: one through the steps that have to be taken, and for each
 * optional step one through those before it and the step itself. An optional step stops nobody; it
 * counts who came to it from the steps before.
 *
 * @param steps all steps, also the optional ones
 * @param optional whether a step may be passed over
 * @param exclusions with steps counted over all, from 1; both have to be taken
 * @param starts when the intervals of entry begin, in microseconds; empty if they do not matter
 */
record FunnelPlan(
    Order order,
    int steps,
    long windowMicros,
    List<Boolean> optional,
    List<Exclusion> exclusions,
    List<Long> starts) {

  /** A run and the steps it goes through, from 0. */
  record Part(FunnelRules rules, List<Integer> steps) {

    Part {
      steps = List.copyOf(steps);
    }

    /** Returns a mask of all steps as a mask of those. */
    long of(long mask) {
      long part = mask & ~FunnelRules.STEP_BITS;
      for (int i = 0; i < steps.size(); i++) {
        part |= (mask >>> steps.get(i) & 1) << i;
      }
      return part;
    }
  }

  FunnelPlan {
    optional = List.copyOf(optional);
    exclusions = List.copyOf(exclusions);
    starts = List.copyOf(starts);
  }

  /** Returns whether no step is optional. */
  boolean isWhole() {
    return !optional.contains(true);
  }

  /** Returns the run through the steps that have to be taken, and then one for each optional step. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    parts.add(part(steps));
    for (int step = 0; step < steps; step++) {
      if (optional.get(step)) {
        parts.add(part(step));
      }
    }
    return parts;
  }

  /** Returns the steps to be taken before that one and, if there is one, itself. */
  private Part part(int last) {
    List<Integer> taken = new ArrayList<>();
    for (int step = 0; step < last; step++) {
      if (!optional.get(step)) {
        taken.add(step);
      }
    }
    int needed = taken.size();
    if (last < steps) {
      taken.add(last);
    }
    List<Exclusion> inside = new ArrayList<>();
    for (Exclusion one : exclusions) {
      int after = taken.indexOf(one.after() - 1) + 1;
      int before = taken.indexOf(one.before() - 1) + 1;
      if (after > 0 && after <= needed) {
        inside.add(new Exclusion(one.number(), after, before > 0 ? before : taken.size()));
      }
    }
    return new Part(new FunnelRules(order, taken.size(), windowMicros, inside), taken);
  }
}
