package dev.hedgerow.server.insight.funnel;

import dev.hedgerow.server.insight.funnel.InsightsReferenceFunnel.Event;
import dev.hedgerow.server.insight.funnel.InsightsReferenceFunnel.Exclusion;
import dev.hedgerow.server.insight.funnel.InsightsReferenceFunnel.Rules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A random question with its answer, and the people behind a point of it, found in the plain list of events. */
final class FunnelExpected extends FunnelQuestion {

  FunnelExpected(Random random, int project, List<Sent> sent) {
    super(random, project, sent);
  }

  /** Returns the results. */
  Object expected() {
    return switch (viz) {
      case "steps" -> expectedSteps();
      case "trends" -> expectedTrends();
      default -> expectedTimes();
    };
  }

  private Object expectedSteps() {
    Map<Integer, List<List<Long>>> attempts = new TreeMap<>();
    for (int part = 0; part < parts(); part++) {
      for (List<Event> events : byActor(part).values()) {
        times(part, rules, events).forEach((value, times) -> {
          if (times != null && !times.isEmpty()) {
            attempts.computeIfAbsent(value, key -> new ArrayList<>()).add(times);
          }
        });
      }
    }
    if (!isBroken()) {
      return steps(attempts.getOrDefault(-1, List.of()), null);
    }
    Comparator<Integer> order = Comparator.comparing(value -> value < 0 || value >= size());
    return attempts.keySet().stream()
        .sorted(order.thenComparing(value -> -known(attempts, value).size()))
        .map(value -> steps(known(attempts, value), told(value)))
        .toList();
  }

  private List<Map<String, @Nullable Object>> steps(
      List<List<Long>> attempts, @Nullable Object value) {
    List<Map<String, @Nullable Object>> told = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      int at = i;
      List<List<Long>> came =
          attempts.stream().filter(times -> times.size() > at).toList();
      List<Long> took = i == 0
          ? List.of()
          : came.stream()
              .map(times -> times.get(at) - times.get(at - 1))
              .sorted()
              .toList();
      Object event = steps.get(i).json().get("event");
      Map<String, @Nullable Object> step = new LinkedHashMap<>();
      step.put("action_id", event);
      step.put("name", event == null ? "All events" : event);
      step.put("custom_name", null);
      step.put("order", i);
      step.put("count", (long) came.size());
      step.put("average_conversion_time", average(took));
      step.put("median_conversion_time", median(took));
      step.put("type", "events");
      if (value != null) {
        step.put("breakdown_value", value);
      }
      step.put("converted_people_url", null);
      step.put("dropped_people_url", null);
      told.add(step);
    }
    return told;
  }

  private static @Nullable Double average(List<Long> micros) {
    double sum = 0;
    for (long one : micros) {
      sum += one;
    }
    return micros.isEmpty() ? null : sum / micros.size() / 1_000_000;
  }

  private static @Nullable Double median(List<Long> sorted) {
    if (sorted.isEmpty()) {
      return null;
    }
    int size = sorted.size();
    return size % 2 == 1
        ? sorted.get(size / 2) / 1_000_000.0
        : (sorted.get(size / 2) + sorted.get(size / 2 - 1)) / 2.0 / 1_000_000;
  }

  private Object expectedTimes() {
    List<Long> took = new ArrayList<>();
    for (List<Event> events : byActor(0).values()) {
      List<Long> times = InsightsReferenceFunnel.times(rules, events, event -> true);
      if (times != null && times.size() > to) {
        took.add((times.get(to) - times.get(from)) / 1_000_000);
      }
    }
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    List<List<Long>> bins = new ArrayList<>();
    double sum = 0;
    if (!took.isEmpty()) {
      long least = took.stream().mapToLong(one -> one).min().orElseThrow();
      long most = took.stream().mapToLong(one -> one).max().orElseThrow();
      int wanted = 1;
      while (wanted * wanted * wanted < took.size()) {
        wanted++;
      }
      long width = 1;
      while (least + width * wanted <= most) {
        width++;
      }
      for (long begin = least; begin <= most; begin += width) {
        long lower = begin;
        long upper = begin + width;
        long in = took.stream().filter(one -> one >= lower && one < upper).count();
        bins.add(List.of(begin, in));
      }
      for (long one : took) {
        sum += one;
      }
    }
    told.put("bins", bins);
    told.put("average_conversion_time", took.isEmpty() ? null : sum / took.size());
    return told;
  }

  private Rules trendRules() {
    List<Exclusion> exclusions = new ArrayList<>();
    for (Exclusion one : rules.exclusions()) {
      exclusions.add(
          one.from() > to
              ? new Exclusion(99, 100)
              : new Exclusion(one.from(), Math.min(one.to(), to + 1)));
    }
    return new Rules(rules.order(), to + 1, rules.window(), exclusions);
  }

  /** Returns, for each value, whom each day's attempts brought how far. */
  private Map<Integer, List<Map<String, Integer>>> entries() {
    Map<Integer, List<Map<String, Integer>>> found = new TreeMap<>();
    for (int part = 0; part < parts(); part++) {
      int in = part;
      byActor(part).forEach((id, events) -> enter(found, in, id, events));
    }
    return found;
  }

  private void enter(
      Map<Integer, List<Map<String, Integer>>> found, int part, String id, List<Event> events) {
    for (int day = 0; day < days; day++) {
      long begin = day * 86_400_000_000L;
      Predicate<Event> begins =
          event -> event.time() >= begin && event.time() < begin + 86_400_000_000L;
      int on = day;
      byValue(part, events, begins).forEach((value, times) -> {
        List<Map<String, Integer>> list = found.computeIfAbsent(value, key -> new ArrayList<>());
        while (list.size() < days) {
          list.add(new TreeMap<>());
        }
        list.get(on).put(id, times == null ? 0 : times.size());
      });
    }
  }

  private Map<Integer, @Nullable List<Long>> byValue(
      int part, List<Event> events, Predicate<Event> begins) {
    Map<Integer, @Nullable List<Long>> found = new LinkedHashMap<>();
    for (int value : times(part, trendRules(), events).keySet()) {
      List<Event> those = events;
      if (breakdown != null && attribution.equals("all_events")) {
        those = events.stream()
            .filter(event -> Objects.requireNonNullElse(event.value(), -1) == value)
            .toList();
      } else if (breakdown != null && attribution.equals("step")) {
        those = events.stream()
            .map(event -> Objects.requireNonNullElse(event.value(), -1) == value
                ? event
                : event.without(attributed + 1))
            .toList();
      }
      found.put(value, InsightsReferenceFunnel.times(trendRules(), those, begins));
    }
    return found;
  }

  private Object expectedTrends() {
    Map<Integer, List<Map<String, Integer>>> entries = entries();
    if (!isBroken()) {
      return List.of(trend(entries.getOrDefault(-1, List.of()), null));
    }
    List<Object> items = new ArrayList<>();
    entries.keySet().stream()
        .filter(value -> known(entries, value).stream()
            .anyMatch(day -> day.values().stream().anyMatch(reached -> reached > from)))
        .sorted(Comparator.comparing(value -> value < 0 ? 1_000 : value))
        .forEach(value -> items.add(trend(known(entries, value), told(value))));
    return items;
  }

  private Map<String, Object> trend(List<Map<String, Integer>> entries, @Nullable Object value) {
    List<Double> data = new ArrayList<>();
    List<Long> began = new ArrayList<>();
    List<Long> came = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      Map<String, Integer> on = entries.isEmpty() ? Map.of() : entries.get(day);
      long some = on.values().stream().filter(reached -> reached > from).count();
      long all = on.values().stream().filter(reached -> reached > to).count();
      began.add(some);
      came.add(all);
      data.add(some == 0 ? 0 : Math.round(all * 10_000.0 / some) / 100.0);
      names.add("2026-03-0" + (day + 1));
      labels.add(day + 1 + "-Mar-2026");
    }
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("count", days);
    item.put("data", data);
    item.put("days", names);
    item.put("labels", labels);
    item.put("reached_from_step_count", began);
    item.put("reached_to_step_count", came);
    if (value != null) {
      item.put("breakdown_value", value);
    }
    return item;
  }

  /** Returns where to look at the people behind the answer; with cohorts in the first of them. */
  Object[] point() {
    List<Object> point = new ArrayList<>(
        viz.equals("trends")
            ? List.of(
                "funnelTrendsEntrancePeriodStart",
                "2026-03-0" + (1 + step % days),
                "funnelTrendsDropOff",
                dropped)
            : List.of("funnelStep", dropped ? -step - 1 : step + 1));
    if (!cohorts.isEmpty()) {
      point.addAll(List.of("funnelStepBreakdown", told(0)));
    }
    return point.toArray();
  }

  List<String> people() {
    Set<String> found = new LinkedHashSet<>();
    if (viz.equals("trends")) {
      Map<Integer, List<Map<String, Integer>>> entries = entries();
      if (!cohorts.isEmpty()) {
        entries.keySet().retainAll(Set.of(0));
      }
      for (List<Map<String, Integer>> list : entries.values()) {
        list.get(step % days).forEach((id, reached) -> {
          if (reached > from && reached > to != dropped) {
            found.add(id);
          }
        });
      }
    } else {
      byActor(0)
          .forEach((id, events) -> times(0, rules, events).values().forEach(times -> {
            if (times != null && (dropped ? times.size() == step : times.size() > step)) {
              found.add(id);
            }
          }));
    }
    return found.stream().sorted().toList();
  }
}
