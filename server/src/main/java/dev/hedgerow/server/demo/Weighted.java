package dev.hedgerow.server.demo;

import java.util.ArrayList;
import java.util.List;

/** Things of which some are met more often than others. */
final class Weighted<T> {
  private final List<T> things = new ArrayList<>();
  private final List<Double> ends = new ArrayList<>();
  private double end;

  /** Adds a thing, met in proportion to its weight. */
  Weighted<T> with(double weight, T thing) {
    end += weight;
    things.add(thing);
    ends.add(end);
    return this;
  }

  T pick(Chance chance) {
    double at = chance.between(0, end);
    int i = 0;
    while (i < ends.size() - 1 && at >= ends.get(i)) {
      i++;
    }
    return things.get(i);
  }

  List<T> all() {
    return List.copyOf(things);
  }
}
