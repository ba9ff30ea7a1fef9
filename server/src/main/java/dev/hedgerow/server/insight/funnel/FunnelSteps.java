package dev.hedgerow.server.insight.funnel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many actors came to each step, and how long they took to it, for each value of the breakdown. */
final class FunnelSteps {
  private final FunnelAsked asked;
  private final Map<Integer, Value> values = new TreeMap<>();

  private static final class Value {
    private final long[] counts;
    private final List<Durations> times = new ArrayList<>();

    private Value(int steps) {
      counts = new long[steps];
      for (int i = 0; i < steps; i++) {
        times.add(new Durations());
      }
    }

    private void reached(int step, long[] times, int at) {
      counts[step]++;
      if (at > 0) {
        this.times.get(step).add(times[at] - times[at - 1]);
      }
    }
  }

  FunnelSteps(FunnelAsked asked) {
    this.asked = asked;
  }

  /** Takes an actor's result. */
  void took(int number, FunnelLane lane) {
    long[] times = lane.times();
    if (times == null || times.length == 0) {
      return;
    }
    int steps = asked.steps().size();
    Value value = values.computeIfAbsent(number, key -> new Value(steps));
    int taken = 0;
    int optional = 0;
    for (int step = 0; step < steps; step++) {
      if (asked.plan().optional().get(step)) {
        long[] aside = lane.optionalTimes(optional++);
        if (aside != null) {
          value.reached(step, aside, aside.length - 1);
        }
      } else if (taken < times.length) {
        value.reached(step, times, taken++);
      }
    }
  }

  /** Returns the steps, or with a breakdown one list of them for each value. */
  List<?> results(@Nullable FunnelBreakdown breakdown, double sample) {
    if (breakdown == null) {
      return steps(values.getOrDefault(0, new Value(asked.steps().size())), null, sample);
    }
    Comparator<Map.Entry<Integer, Value>> order =
        Comparator.comparing(one -> one.getKey() < 0 || one.getKey() >= breakdown.size());
    return values.entrySet().stream()
        .filter(one -> !breakdown.hides(one.getKey()))
        .sorted(order.thenComparing(one -> -one.getValue().counts[0]))
        .map(one -> steps(one.getValue(), breakdown.told(one.getKey()), sample))
        .toList();
  }

  private List<Map<String, @Nullable Object>> steps(
      Value value, @Nullable Object breakdown, double sample) {
    List<Map<String, @Nullable Object>> steps = new ArrayList<>();
    for (int i = 0; i < asked.steps().size(); i++) {
      Map<String, @Nullable Object> action = asked.steps().get(i).action();
      Map<String, @Nullable Object> step = new LinkedHashMap<>();
      step.put("action_id", action.get("id"));
      step.put("name", action.get("name"));
      step.put("custom_name", action.get("custom_name"));
      step.put("order", i);
      step.put("count", Math.round(value.counts[i] / sample));
      step.put("average_conversion_time", value.times.get(i).average());
      step.put("median_conversion_time", value.times.get(i).median());
      step.put("type", action.get("type"));
      if (breakdown != null) {
        step.put("breakdown_value", breakdown);
      }
      step.put("converted_people_url", null);
      step.put("dropped_people_url", null);
      steps.add(step);
    }
    return steps;
  }
}
