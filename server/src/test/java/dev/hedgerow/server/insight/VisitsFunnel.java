package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.Draws.any;
import static dev.hedgerow.server.insight.VisitsStore.object;

import dev.hedgerow.server.insight.funnel.InsightsReferenceFunnel;
import dev.hedgerow.server.insight.funnel.InsightsReferenceFunnel.Event;
import dev.hedgerow.server.insight.funnel.InsightsReferenceFunnel.Exclusion;
import dev.hedgerow.server.insight.funnel.InsightsReferenceFunnel.Rules;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A question about a funnel of {@link Visits} drawn by chance, and its answer by the reference that tries all ways. */
final class VisitsFunnel {
  /** Events of one actor of which all ways can be tried. */
  private static final int EVENTS_MAX = 9;

  private static final int EVERYBODY = -2;

  final Map<String, Object> json;

  private final Random random;
  private final Visits visits;
  private final @Nullable Integer group;
  private final RandomBreakdown breakdown;
  private final String attribution;
  private final int attributed;
  private final double share;
  private final List<RandomSeries> steps = new ArrayList<>();
  private final List<RandomSeries> excluded = new ArrayList<>();
  private final Rules rules;
  private final List<Visit> counted;
  private final List<String> values = new ArrayList<>();

  VisitsFunnel(Random random, Visits visits, VisitsStore store) {
    this.random = random;
    this.visits = visits;
    this.group = Draws.group(random);
    this.breakdown = RandomBreakdown.of(random, visits);
    this.share = Draws.share(random);
    RandomFilter filters = RandomFilter.maybe(random, visits);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      steps.add(RandomSeries.of(random, visits, store));
    }
    this.rules = rules(store);
    this.attribution = any(random, List.of("first_touch", "last_touch", "all_events", "step"));
    this.attributed = random.nextInt(steps.size());
    int days = 1 + random.nextInt(14);
    List<Visit> looked = looked(days, filters);
    while (days > 0 && largest(looked) > EVENTS_MAX) {
      days--;
      looked = looked(days, filters);
    }
    this.counted = looked;
    rank();
    this.json = object(
        "kind",
        "FunnelsQuery",
        "dateRange",
        object("date_from", from(days).toString(), "explicitDate", days == 0),
        "properties",
        filters.json(),
        "samplingFactor",
        share,
        "aggregation_group_type_index",
        group,
        "breakdownFilter",
        breakdown.json(),
        "series",
        steps.stream().map(RandomSeries::json).toList(),
        "funnelsFilter",
        object(
            "funnelOrderType",
            rules.order(),
            "funnelWindowInterval",
            rules.window() / 60_000_000,
            "funnelWindowIntervalUnit",
            "minute",
            "exclusions",
            exclusions(),
            "breakdownAttributionType",
            attribution,
            "breakdownAttributionValue",
            attributed));
  }

  int steps() {
    return steps.size();
  }

  boolean isBroken() {
    return breakdown.json() != null;
  }

  private Rules rules(VisitsStore store) {
    String order = any(random, List.of("ordered", "ordered", "strict", "unordered"));
    List<Exclusion> exclusions = new ArrayList<>();
    if (!order.equals("unordered") && steps.size() > 1 && random.nextInt(3) == 0) {
      int first = 1 + random.nextInt(steps.size() - 1);
      exclusions.add(new Exclusion(first, first + 1 + random.nextInt(steps.size() - first)));
      excluded.add(RandomSeries.of(random, visits, store));
    }
    long minutes = any(random, List.of(10, 31, 300, 1_440, 10_000));
    return new Rules(order, steps.size(), minutes * 60_000_000, exclusions);
  }

  private List<Object> exclusions() {
    List<Object> nodes = new ArrayList<>();
    for (int i = 0; i < excluded.size(); i++) {
      Map<String, Object> node = new LinkedHashMap<>(excluded.get(i).json());
      node.put("funnelFromStep", rules.exclusions().get(i).from() - 1);
      node.put("funnelToStep", rules.exclusions().get(i).to() - 1);
      nodes.add(node);
    }
    return nodes;
  }

  /** The beginning of a day, or with none an hour ago. */
  private Instant from(int days) {
    return days == 0
        ? visits.now.truncatedTo(ChronoUnit.SECONDS).minusSeconds(60)
        : visits
            .now
            .atZone(visits.zone)
            .toLocalDate()
            .minusDays(days - 1L)
            .atStartOfDay(visits.zone)
            .toInstant();
  }

  private List<Visit> looked(int days, RandomFilter filters) {
    return visits.all.stream()
        .filter(visit -> !visit.at().isBefore(from(days)) && !visit.at().isAfter(visits.now))
        .filter(visit -> visit.actor(group) != null && filters.holds().test(visit))
        .filter(breakdown.looked().and(visit -> SampleReference.has(share, visit)))
        .toList();
  }

  private long largest(List<Visit> looked) {
    Map<String, Integer> counts = new TreeMap<>();
    looked.forEach(visit -> counts.merge(String.valueOf(visit.actor(group)), 1, Integer::sum));
    return counts.values().stream().mapToInt(count -> count).max().orElse(0);
  }

  /** Finds the values told apart: those that most events have that are a step. */
  private void rank() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Visit visit : counted) {
      String value = breakdown.value().apply(visit);
      if (!value.equals(breakdown.none())
          && steps.stream().anyMatch(step -> step.holds().test(visit))) {
        counts.merge(value, 1, Integer::sum);
      }
    }
    counts.keySet().stream()
        .sorted(Comparator.comparing((String value) -> -counts.getOrDefault(value, 0))
            .thenComparing(value -> value))
        .limit(breakdown.limit())
        .forEach(values::add);
  }

  private Event event(Visit visit) {
    Set<Integer> matched = new TreeSet<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).holds().test(visit)) {
        matched.add(i + 1);
      }
    }
    Set<Integer> out = new TreeSet<>();
    for (int i = 0; i < excluded.size(); i++) {
      if (excluded.get(i).holds().test(visit)) {
        out.add(i);
      }
    }
    String value = breakdown.value().apply(visit);
    int number = values.indexOf(value);
    Integer told =
        value.equals(breakdown.none()) ? null : (Integer) (number < 0 ? values.size() : number);
    return new Event(ChronoUnit.MICROS.between(Instant.EPOCH, visit.at()), matched, out, told);
  }

  private Map<String, List<Event>> byActor(@Nullable Object cohort) {
    Map<String, List<Event>> events = new TreeMap<>();
    for (Visit visit : counted) {
      if (cohort == null || cohort.equals("all") || visits.members.contains(visit.person())) {
        events
            .computeIfAbsent(String.valueOf(visit.actor(group)), key -> new ArrayList<>())
            .add(event(visit));
      }
    }
    return events;
  }

  private Map<Integer, @Nullable List<Long>> times(List<Event> events) {
    if (isBroken() && breakdown.cohorts().isEmpty()) {
      return InsightsReferenceFunnel.byValue(rules, events, attribution, attributed + 1);
    }
    Map<Integer, @Nullable List<Long>> only = new LinkedHashMap<>();
    only.put(EVERYBODY, InsightsReferenceFunnel.times(rules, events, event -> true));
    return only;
  }

  /** Returns how many came to each step, by value, where any did. */
  Map<String, List<Long>> expected() {
    Map<String, List<Integer>> reached = new TreeMap<>();
    List<@Nullable Object> parts = new ArrayList<>(breakdown.cohorts());
    if (parts.isEmpty()) {
      parts.add(null);
    }
    for (Object cohort : parts) {
      for (List<Event> events : byActor(cohort).values()) {
        times(events).forEach((number, times) -> {
          if (times != null && !times.isEmpty()) {
            String value = cohort == null ? told(number) : cohort.toString();
            reached.computeIfAbsent(value, any -> new ArrayList<>()).add(times.size());
          }
        });
      }
    }
    if (breakdown.hides()) {
      reached.remove(breakdown.other());
    }
    Map<String, List<Long>> counts = new TreeMap<>();
    reached.forEach((value, all) -> counts.put(
        value,
        IntStream.rangeClosed(1, steps.size())
            .mapToObj(step -> Math.round(all.stream().filter(one -> one >= step).count() / share))
            .toList()));
    return counts;
  }

  private String told(int number) {
    return number == EVERYBODY
        ? ""
        : number < 0
            ? breakdown.none()
            : number < values.size() ? values.get(number) : breakdown.other();
  }

  /** Returns who came to a step, or only to the one before. */
  Set<String> people(int step, boolean dropped) {
    Set<String> people = new TreeSet<>();
    byActor(null).forEach((id, events) -> {
      List<Long> times = InsightsReferenceFunnel.times(rules, events, event -> true);
      if (times != null && (dropped ? times.size() == step - 1 : times.size() >= step)) {
        people.add(id);
      }
    });
    return people;
  }
}
