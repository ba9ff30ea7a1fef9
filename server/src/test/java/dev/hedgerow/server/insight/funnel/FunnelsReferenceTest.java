package dev.hedgerow.server.insight.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.insight.funnel.InsightsReferenceFunnel.Event;
import dev.hedgerow.server.insight.funnel.InsightsReferenceFunnel.Exclusion;
import dev.hedgerow.server.insight.funnel.InsightsReferenceFunnel.Rules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random questions about random people, asked as pages ask them, beside the reference over the plain
 * list of events: counts, times, shares over time, values of the breakdown and the people behind them.
 */
class FunnelsReferenceTest {
  private static final int QUESTIONS =
      Math.max(60, Integer.getInteger("hedgerow.faults.seeds", 0) / 10);
  private static final int QUESTIONS_PER_PROJECT = 20;
  private static final int PERSONS = 10;
  private static final String OTHER = "$$_posthog_breakdown_other_$$";
  private static final String NULL = "$$_posthog_breakdown_null_$$";

  @TempDir
  static Path folder;

  private static FunnelStore store;

  /** An event as it was sent; {@code who} is whom it belongs to after all overrides. */
  private record Sent(String who, String name, Instant at, Map<String, Object> properties) {
    @Nullable
    Object get(String property) {
      return properties.get(property);
    }
  }

  /** A part of a question beside what it means for one event. */
  private record Meaning(Map<String, Object> json, Predicate<Sent> holds) {}

  @BeforeAll
  static void open() throws IOException {
    store = new FunnelStore(folder);
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
  }

  @Test
  void everyAnswerIsTheReferences() throws Exception {
    List<Sent> sent = List.of();
    int project = 0;
    int reached = 0;
    for (int seed = 0; seed < QUESTIONS; seed++) {
      if (seed % QUESTIONS_PER_PROJECT == 0) {
        project = store.project();
        sent = people(project, new Random(seed));
      }
      Question question = new Question(new Random(1_000_003L * seed), sent);
      Object found = store.ask(project, question.json).get("results");
      assertThat(found).as("seed %s: %s", seed, question.json).isEqualTo(question.expected());
      if (!question.viz.equals("time_to_convert")) {
        assertThat(store.actors(project, question.json, 0, 1_000, question.point()))
            .as("seed %s: people of %s", seed, question.json)
            .isEqualTo(question.people());
        reached += question.people().isEmpty() ? 0 : 1;
      }
    }
    assertThat(reached).isGreaterThan(QUESTIONS / 4);
  }

  private static List<Sent> people(int project, Random random) throws IOException {
    List<Sent> sent = new ArrayList<>();
    int step = random.nextBoolean() ? 20 : 600;
    for (int person = 0; person < PERSONS; person++) {
      String name = "p" + project + "-" + person;
      boolean twice = random.nextInt(3) == 0;
      if (twice) {
        store.override(project, name + "-before", name);
      }
      for (int i = 1 + random.nextInt(5); i > 0; i--) {
        Map<String, Object> properties = new LinkedHashMap<>();
        put(properties, "plan", random, "free", "pro", "team");
        put(properties, "site", random, "eu", "eu", "us");
        put(properties, "big", random, "1");
        put(properties, "group", random, "g" + person);
        put(properties, "ord", random, "o" + person, "o" + (person + 1));
        put(properties, "person.plan", random, "pro", "free");
        Instant at = FunnelStore.BEGIN.plus(Duration.ofMinutes((long) step * random.nextInt(9)));
        String event = List.of("A", "B", "C", "A", "B", "X").get(random.nextInt(6));
        String before = twice && random.nextBoolean() ? name + "-before" : name;
        store.add(project, before, before, event, at, properties);
        sent.add(new Sent(name, event, at, properties));
      }
    }
    store.write();
    return sent;
  }

  private static void put(
      Map<String, Object> properties, String name, Random random, String... values) {
    if (random.nextInt(4) > 0) {
      properties.put(name, values[random.nextInt(values.length)]);
    }
  }

  /** A random question, and what it means. */
  private static final class Question {
    private final Map<String, Object> json = new LinkedHashMap<>();
    private final Random random;
    private final List<Sent> counted;
    private final List<Meaning> steps = new ArrayList<>();
    private final List<Meaning> excluded = new ArrayList<>();
    private final Rules rules;
    private final String viz;
    private final @Nullable String breakdown;
    private final String attribution;
    private final int attributed;
    private final int from;
    private final int to;
    private final int days;
    private final int step;
    private final String actor;
    private final List<String> values = new ArrayList<>();
    private final boolean dropped;

    Question(Random random, List<Sent> sent) {
      this.random = random;
      this.viz = one("steps", "steps", "steps", "trends", "time_to_convert");
      int size = viz.equals("steps") ? 1 + random.nextInt(4) : 2 + random.nextInt(3);
      for (int i = 0; i < size; i++) {
        steps.add(node());
      }
      this.days = 1 + random.nextInt(5);
      this.actor = one("person", "person", "group", "ord");
      this.from = viz.equals("steps") ? 0 : random.nextInt(size - 1);
      this.to = viz.equals("steps") ? size - 1 : from + 1 + random.nextInt(size - 1 - from);
      this.rules = rules();
      boolean broken = !viz.equals("time_to_convert") && random.nextBoolean();
      this.breakdown = broken ? one("plan", "person.plan") : null;
      this.attribution = one("first_touch", "last_touch", "all_events", "step");
      this.attributed = random.nextInt(viz.equals("trends") ? to + 1 : size);
      this.step = random.nextInt(size);
      this.dropped = random.nextBoolean() && (step > 0 || viz.equals("trends"));
      Meaning filter = random.nextInt(3) > 0 ? null : filter("site", "eu");
      this.counted = sent.stream()
          .filter(one -> one.at().isBefore(FunnelStore.BEGIN.plus(Duration.ofDays(days))))
          .filter(one -> filter == null || filter.holds().test(one))
          .filter(one -> id(one) != null)
          .toList();
      json(filter);
      rank();
    }

    @SafeVarargs
    private <T> T one(T... of) {
      return of[random.nextInt(of.length)];
    }

    private Meaning node() {
      Map<String, Object> node = new LinkedHashMap<>(Map.of("kind", "EventsNode"));
      String name = random.nextInt(9) == 0 ? null : one("A", "B", "C");
      node.put("event", name);
      Predicate<Sent> holds = sent -> name == null || sent.name().equals(name);
      if (random.nextInt(4) == 0) {
        Meaning filter = filter("big", "1");
        node.put("properties", List.of(filter.json()));
        return new Meaning(node, holds.and(filter.holds()));
      }
      return new Meaning(node, holds);
    }

    private static Meaning filter(String key, String value) {
      return new Meaning(Map.of("key", key, "value", value), sent -> value.equals(sent.get(key)));
    }

    private Rules rules() {
      String order =
          steps.size() > 3 ? one("ordered", "strict") : one("ordered", "unordered", "strict");
      List<Exclusion> exclusions = new ArrayList<>();
      if (!order.equals("unordered") && steps.size() > 1 && random.nextInt(3) == 0) {
        int first = 1 + random.nextInt(steps.size() - 1);
        int last = first + 1 + random.nextInt(steps.size() - first);
        exclusions.add(new Exclusion(first, last));
        Meaning node = new Meaning(
            new LinkedHashMap<>(Map.of("event", "X")), sent -> sent.name().equals("X"));
        node.json().put("funnelFromStep", first - 1);
        node.json().put("funnelToStep", last - 1);
        excluded.add(node);
      }
      long window = Duration.ofMinutes(one(20, 60, 700, 10_000)).toSeconds() * 1_000_000;
      return new Rules(order, steps.size(), window, exclusions);
    }

    private void json(@Nullable Meaning filter) {
      json.put("kind", "FunnelsQuery");
      json.put("series", steps.stream().map(Meaning::json).toList());
      String last = "2026-03-0" + days;
      json.put("dateRange", Map.of("date_from", "2026-03-01", "date_to", last));
      Map<String, Object> funnel = new LinkedHashMap<>();
      funnel.put("funnelOrderType", rules.order());
      funnel.put("funnelVizType", viz);
      funnel.put("funnelWindowInterval", (int) (rules.window() / 60_000_000));
      funnel.put("funnelWindowIntervalUnit", "minute");
      funnel.put("exclusions", excluded.stream().map(Meaning::json).toList());
      funnel.put("breakdownAttributionType", attribution);
      funnel.put("breakdownAttributionValue", attributed);
      if (!viz.equals("steps")) {
        funnel.put("funnelFromStep", from);
        funnel.put("funnelToStep", to);
      }
      if (actor.equals("ord")) {
        funnel.put("funnelAggregateByHogQL", "properties.ord");
      } else if (actor.equals("group")) {
        json.put("aggregation_group_type_index", 0);
      }
      json.put("funnelsFilter", funnel);
      if (filter != null) {
        json.put("properties", List.of(filter.json()));
      }
      if (breakdown != null) {
        boolean ofPerson = breakdown.startsWith("person.");
        json.put(
            "breakdownFilter",
            Map.of(
                "breakdown",
                "plan",
                "breakdown_type",
                ofPerson ? "person" : "event",
                "breakdown_limit",
                2));
      }
    }

    private @Nullable String id(Sent sent) {
      Object id = actor.equals("person") ? FunnelStore.person(sent.who()) : sent.get(actor);
      return id == null ? null : id.toString();
    }

    private List<Meaning> shown() {
      return viz.equals("trends") ? steps.subList(0, to + 1) : steps;
    }

    private void rank() {
      Map<String, Integer> counts = new TreeMap<>();
      for (Sent sent : counted) {
        Object value = breakdown == null ? null : sent.get(breakdown);
        if (value != null && shown().stream().anyMatch(node -> node.holds().test(sent))) {
          counts.merge(value.toString(), 1, Integer::sum);
        }
      }
      counts.entrySet().stream()
          .sorted(Comparator.comparing(one -> -one.getValue()))
          .limit(2)
          .forEach(one -> values.add(one.getKey()));
    }

    private static <T> List<T> known(Map<Integer, List<T>> all, int value) {
      return all.getOrDefault(value, List.of());
    }

    private String told(int number) {
      return number < 0 ? NULL : number < values.size() ? values.get(number) : OTHER;
    }

    private Event event(Sent sent) {
      Set<Integer> matched = new TreeSet<>();
      for (int i = 0; i < shown().size(); i++) {
        if (steps.get(i).holds().test(sent)) {
          matched.add(i + 1);
        }
      }
      Set<Integer> out = new TreeSet<>();
      for (int i = 0; i < excluded.size(); i++) {
        if (excluded.get(i).holds().test(sent)) {
          out.add(i);
        }
      }
      Object value = breakdown == null ? null : sent.get(breakdown);
      int number = value == null ? -1 : values.indexOf(value.toString());
      long micros = Duration.between(FunnelStore.BEGIN, sent.at()).toSeconds() * 1_000_000;
      return new Event(
          micros, matched, out, value == null ? null : number < 0 ? values.size() : number);
    }

    private Map<String, List<Event>> byActor() {
      Map<String, List<Event>> events = new TreeMap<>();
      for (Sent sent : counted) {
        events
            .computeIfAbsent(String.valueOf(id(sent)), key -> new ArrayList<>())
            .add(event(sent));
      }
      return events;
    }

    private Map<Integer, @Nullable List<Long>> times(Rules rules, List<Event> events) {
      if (breakdown != null) {
        return InsightsReferenceFunnel.byValue(rules, events, attribution, attributed + 1);
      }
      Map<Integer, @Nullable List<Long>> only = new LinkedHashMap<>();
      only.put(-1, InsightsReferenceFunnel.times(rules, events, event -> true));
      return only;
    }

    Object expected() {
      return switch (viz) {
        case "steps" -> expectedSteps();
        case "trends" -> expectedTrends();
        default -> expectedTimes();
      };
    }

    private Object expectedSteps() {
      Map<Integer, List<List<Long>>> attempts = new TreeMap<>();
      for (List<Event> events : byActor().values()) {
        times(rules, events).forEach((value, times) -> {
          if (times != null && !times.isEmpty()) {
            attempts.computeIfAbsent(value, key -> new ArrayList<>()).add(times);
          }
        });
      }
      if (breakdown == null) {
        return steps(attempts.getOrDefault(-1, List.of()), null);
      }
      Comparator<Integer> order =
          Comparator.comparing(value -> value < 0 || value >= values.size());
      return attempts.keySet().stream()
          .sorted(order.thenComparing(value -> -known(attempts, value).size()))
          .map(value -> steps(known(attempts, value), told(value)))
          .toList();
    }

    private List<Map<String, @Nullable Object>> steps(
        List<List<Long>> attempts, @Nullable String value) {
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
      for (List<Event> events : byActor().values()) {
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
      byActor().forEach((id, events) -> {
        for (int day = 0; day < days; day++) {
          long begin = day * 86_400_000_000L;
          Predicate<Event> begins =
              event -> event.time() >= begin && event.time() < begin + 86_400_000_000L;
          int on = day;
          byValue(events, begins).forEach((value, times) -> {
            List<Map<String, Integer>> list =
                found.computeIfAbsent(value, key -> new ArrayList<>());
            while (list.size() < days) {
              list.add(new TreeMap<>());
            }
            list.get(on).put(id, times == null ? 0 : times.size());
          });
        }
      });
      return found;
    }

    private Map<Integer, @Nullable List<Long>> byValue(
        List<Event> events, Predicate<Event> begins) {
      Map<Integer, @Nullable List<Long>> found = new LinkedHashMap<>();
      for (int value : times(trendRules(), events).keySet()) {
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
      if (breakdown == null) {
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

    private Map<String, Object> trend(List<Map<String, Integer>> entries, @Nullable String value) {
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

    Object[] point() {
      return viz.equals("trends")
          ? new Object[] {
            "funnelTrendsEntrancePeriodStart",
            "2026-03-0" + (1 + step % days),
            "funnelTrendsDropOff",
            dropped
          }
          : new Object[] {"funnelStep", dropped ? -step - 1 : step + 1};
    }

    List<String> people() {
      Set<String> found = new LinkedHashSet<>();
      if (viz.equals("trends")) {
        for (List<Map<String, Integer>> list : entries().values()) {
          list.get(step % days).forEach((id, reached) -> {
            if (reached > from && reached > to != dropped) {
              found.add(id);
            }
          });
        }
      } else {
        byActor()
            .forEach((id, events) -> times(rules, events).values().forEach(times -> {
              if (times != null && (dropped ? times.size() == step : times.size() > step)) {
                found.add(id);
              }
            }));
      }
      return found.stream().sorted().toList();
    }
  }
}
