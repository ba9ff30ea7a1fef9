package dev.hedgerow.server.insight.funnel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Of the attempts begun in each interval, how many actors came to the step counted from, and how many
 * of these to the one counted to.
 */
final class FunnelTrends {
  private final FunnelAsked asked;
  private final Map<Integer, Value> values = new TreeMap<>();

  private static final class Value {
    private final long[] from;
    private final long[] to;

    private Value(int size) {
      from = new long[size];
      to = new long[size];
    }
  }

  FunnelTrends(FunnelAsked asked) {
    this.asked = asked;
  }

  /** Takes an actor's result. */
  void took(int number, FunnelLane lane) {
    lane.entries().forEach((interval, reached) -> {
      if (reached > asked.from()) {
        int size = asked.range().size();
        Value value = values.computeIfAbsent(number, key -> new Value(size));
        value.from[interval]++;
        value.to[interval] += reached > asked.to() ? 1 : 0;
      }
    });
  }

  /** Returns one item, or with a breakdown one for each value. */
  List<Map<String, @Nullable Object>> results(@Nullable FunnelBreakdown breakdown, double sample) {
    int size = asked.range().size();
    if (breakdown == null) {
      return List.of(item(values.getOrDefault(0, new Value(size)), null, sample));
    }
    List<Map<String, @Nullable Object>> items = new ArrayList<>();
    for (int number = 0; number <= breakdown.size(); number++) {
      if (!breakdown.hides(number)) {
        add(items, number, breakdown, sample);
      }
    }
    add(items, FunnelActor.NONE, breakdown, sample);
    return items;
  }

  private void add(
      List<Map<String, @Nullable Object>> items,
      int number,
      FunnelBreakdown breakdown,
      double sample) {
    Value value = values.get(number);
    if (value != null) {
      items.add(item(value, breakdown.told(number), sample));
    }
  }

  private Map<String, @Nullable Object> item(
      Value value, @Nullable Object breakdown, double sample) {
    List<Double> rates = new ArrayList<>();
    List<Long> from = new ArrayList<>();
    List<Long> to = new ArrayList<>();
    for (int i = 0; i < value.from.length; i++) {
      rates.add(
          value.from[i] == 0 ? 0 : Math.round(10_000.0 * value.to[i] / value.from[i]) / 100.0);
      from.add(Math.round(value.from[i] / sample));
      to.add(Math.round(value.to[i] / sample));
    }
    Map<String, @Nullable Object> item = new LinkedHashMap<>();
    item.put("count", rates.size());
    item.put("data", rates);
    item.put("days", asked.range().days());
    item.put("labels", asked.range().labels());
    item.put("reached_from_step_count", from);
    item.put("reached_to_step_count", to);
    if (breakdown != null) {
      item.put("breakdown_value", breakdown);
    }
    return item;
  }
}
