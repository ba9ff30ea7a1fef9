package dev.hedgerow.server.insight.funnel;

import dev.hedgerow.server.insight.funnel.InsightsReferenceFunnel.Event;
import dev.hedgerow.server.insight.funnel.InsightsReferenceFunnel.Exclusion;
import dev.hedgerow.server.insight.funnel.InsightsReferenceFunnel.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A random question about people of {@link FunnelsReferenceTest}, and what its parts mean. */
class FunnelQuestion {
  private static final String OTHER = "$$_posthog_breakdown_other_$$";
  private static final String NULL = "$$_posthog_breakdown_null_$$";

  /** An event as it was sent; {@code who} is whom it belongs to after all overrides. */
  record Sent(String who, String name, Instant at, Map<String, Object> properties) {
    @Nullable
    Object get(String property) {
      return properties.get(property);
    }
  }

  /** A part of a question beside what it means for one event. */
  record Meaning(Map<String, Object> json, Predicate<Sent> holds) {}

  final Map<String, Object> json = new LinkedHashMap<>();
  private final Random random;
  private final List<Sent> counted;
  final List<Meaning> steps = new ArrayList<>();
  private final List<Meaning> excluded = new ArrayList<>();
  final Rules rules;
  final String viz;
  final @Nullable String breakdown;
  final String attribution;
  final int attributed;
  final int from;
  final int to;
  final int days;
  final int step;
  private final String actor;
  final List<String> values = new ArrayList<>();
  final boolean dropped;

  /** The cohorts broken down by, each a funnel of its own, as answers tell them. */
  final List<Object> cohorts;

  FunnelQuestion(Random random, int project, List<Sent> sent) {
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
    String by = broken ? one("plan", "person.plan", "group.size", "cohort") : null;
    this.breakdown = "cohort".equals(by) ? null : by;
    this.cohorts = "cohort".equals(by)
        ? one(
            List.<Object>of(FunnelCohort.EVEN.id(project), "all"),
            List.<Object>of(FunnelCohort.FIRST.id(project), FunnelCohort.EVEN.id(project)))
        : List.of();
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
      int dot = breakdown.indexOf('.');
      Map<String, Object> by = new LinkedHashMap<>();
      by.put("breakdown", breakdown.substring(dot + 1));
      by.put("breakdown_type", dot < 0 ? "event" : breakdown.substring(0, dot));
      by.put("breakdown_group_type_index", 0);
      by.put("breakdown_limit", 2);
      json.put("breakdownFilter", by);
    } else if (!cohorts.isEmpty()) {
      json.put("breakdownFilter", Map.of("breakdown", cohorts, "breakdown_type", "cohort"));
    }
  }

  /** Returns whether there is a result for each of some values or cohorts. */
  boolean isBroken() {
    return breakdown != null || !cohorts.isEmpty();
  }

  /** Returns how many funnels the answer is made of: one for each cohort. */
  int parts() {
    return Math.max(1, cohorts.size());
  }

  /** Returns how many values are told apart. */
  int size() {
    return cohorts.isEmpty() ? values.size() : cohorts.size();
  }

  private @Nullable String id(Sent sent) {
    Object id = actor.equals("person") ? FunnelStore.person(sent.who()) : sent.get(actor);
    return id == null ? null : id.toString();
  }

  List<Meaning> shown() {
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

  static <T> List<T> known(Map<Integer, List<T>> all, int value) {
    return all.getOrDefault(value, List.of());
  }

  Object told(int number) {
    if (!cohorts.isEmpty()) {
      return cohorts.get(number);
    }
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

  /** Returns what each actor did, as a member of the cohort of that part where there are cohorts. */
  Map<String, List<Event>> byActor(int part) {
    Map<String, List<Event>> events = new TreeMap<>();
    for (Sent sent : counted) {
      if (cohorts.isEmpty() || FunnelCohort.holds(cohorts.get(part), sent.who())) {
        events
            .computeIfAbsent(String.valueOf(id(sent)), key -> new ArrayList<>())
            .add(event(sent));
      }
    }
    return events;
  }

  Map<Integer, @Nullable List<Long>> times(int part, Rules rules, List<Event> events) {
    if (breakdown != null) {
      return InsightsReferenceFunnel.byValue(rules, events, attribution, attributed + 1);
    }
    Map<Integer, @Nullable List<Long>> only = new LinkedHashMap<>();
    only.put(
        cohorts.isEmpty() ? -1 : part, InsightsReferenceFunnel.times(rules, events, event -> true));
    return only;
  }
}
