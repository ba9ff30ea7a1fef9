package dev.hedgerow.server.insight;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What each math makes of each interval (contract S 6.2), event by event.
 *
 * @param starts where the intervals begin, and where the one after the last does
 * @param to where the range ends, which may be before that
 * @param counts which events are meant
 * @param by the property broken down by, or null
 * @param limit values told apart
 */
record TrendsReference(
    List<Visit> visits,
    @Nullable Integer group,
    List<Instant> starts,
    Instant to,
    ZoneId zone,
    Predicate<Visit> counts,
    String math,
    @Nullable String by,
    int limit) {
  static final String OTHER = "$$_posthog_breakdown_other_$$";
  static final String NONE = "$$_posthog_breakdown_null_$$";

  int size() {
    return starts.size() - 1;
  }

  /** Returns the numbers of each value; with a null interval count one number for all of the range. */
  Map<String, List<Double>> lines(boolean byInterval) {
    Map<String, List<Double>> lines = new TreeMap<>();
    List<Visit> meant = meant();
    Set<String> told = told(meant);
    for (String value : by == null ? List.of("") : new ArrayList<>(withOther(told))) {
      List<Double> numbers = new ArrayList<>();
      for (int i = byInterval ? 0 : size() - 1; i < size(); i++) {
        Instant begin = byInterval ? starts.get(i) : starts.get(0);
        Instant end = starts.get(i + 1).isBefore(to) ? starts.get(i + 1) : to;
        Instant since = days() == 0
            ? begin
            : end.minusNanos(1_000)
                .atZone(zone)
                .toLocalDate()
                .minusDays(days() - 1L)
                .atStartOfDay(zone)
                .toInstant();
        numbers.add(number(meant.stream()
            .filter(visit -> !visit.at().isBefore(since) && visit.at().isBefore(end))
            .filter(visit -> value.equals(shown(visit, told)))
            .toList()));
      }
      lines.put(value, numbers);
    }
    return lines;
  }

  private static Set<String> withOther(Set<String> told) {
    Set<String> all = new HashSet<>(told);
    all.add(OTHER);
    return all;
  }

  private int days() {
    return math.equals("weekly_active") ? 7 : math.equals("monthly_active") ? 30 : 0;
  }

  /** The events that can count anywhere: the first of each actor, or those of the range and what is looked back at. */
  private List<Visit> meant() {
    List<Visit> all = visits.stream()
        .filter(visit ->
            counts.test(visit) && visit.actor(group) != null && visit.at().isBefore(to))
        .toList();
    if (math.equals("first_time_for_user")) {
      Map<String, Visit> firsts = new LinkedHashMap<>();
      for (Visit visit : all) {
        firsts.merge(
            Objects.requireNonNull(visit.actor(group)),
            visit,
            (one, other) -> EARLIER.compare(one, other) <= 0 ? one : other);
      }
      return firsts.values().stream()
          .filter(visit -> !visit.at().isBefore(starts.get(0)))
          .toList();
    }
    Instant since = starts
        .get(0)
        .atZone(zone)
        .toLocalDate()
        .minusDays(days())
        .atStartOfDay(zone)
        .toInstant();
    return all.stream()
        .filter(visit -> !visit.at().isBefore(days() == 0 ? starts.get(0) : since))
        .toList();
  }

  private static final Comparator<Visit> EARLIER =
      Comparator.comparing(Visit::at).thenComparing(visit -> visit.row().uuid().toString());

  private Set<String> told(List<Visit> meant) {
    Map<String, Long> counted = new TreeMap<>();
    meant.forEach(visit -> counted.merge(value(visit), 1L, Long::sum));
    List<String> values = new ArrayList<>(counted.keySet());
    values.sort(Comparator.comparing((String value) -> -counted.getOrDefault(value, 0L))
        .thenComparing(value -> value));
    return new HashSet<>(values.subList(0, Math.min(limit, values.size())));
  }

  private String shown(Visit visit, Set<String> told) {
    String value = value(visit);
    return by == null ? "" : told.contains(value) ? value : OTHER;
  }

  private String value(Visit visit) {
    String found = by == null ? "" : visit.text(by);
    return found == null ? NONE : found;
  }

  private double number(List<Visit> found) {
    Map<String, Double> perActor = new TreeMap<>();
    found.forEach(visit -> perActor.merge(String.valueOf(visit.actor(group)), 1.0, Double::sum));
    return switch (math) {
      case "total", "first_time_for_user" -> found.size();
      case "dau", "weekly_active", "monthly_active" -> perActor.size();
      case "unique_group" ->
        found.stream()
            .map(visit -> visit.row().groups().get(0))
            .filter(Objects::nonNull)
            .distinct()
            .count();
      default ->
        math.endsWith("_count_per_actor")
            ? aggregate(math.substring(0, math.indexOf('_')), new ArrayList<>(perActor.values()))
            : aggregate(math, prices(found));
    };
  }

  private static List<Double> prices(List<Visit> found) {
    List<Double> prices = new ArrayList<>();
    for (Visit visit : found) {
      if (visit.row().properties().get("price") instanceof Number price) {
        prices.add(price.doubleValue());
      }
    }
    return prices;
  }

  private static double aggregate(String how, List<Double> values) {
    if (values.isEmpty()) {
      return 0;
    }
    List<Double> sorted = values.stream().sorted().toList();
    double sum = values.stream().mapToDouble(Double::doubleValue).sum();
    return switch (how) {
      case "sum" -> sum;
      case "avg" -> sum / values.size();
      case "min" -> sorted.get(0);
      case "max" -> sorted.get(sorted.size() - 1);
      case "median" -> quantile(sorted, 0.5);
      default -> quantile(sorted, Integer.parseInt(how.substring(1)) / 100.0);
    };
  }

  /** Between two values in proportion. */
  private static double quantile(List<Double> sorted, double share) {
    double place = share * (sorted.size() - 1);
    int below = (int) Math.floor(place);
    double next = sorted.get(Math.min(below + 1, sorted.size() - 1));
    return sorted.get(below) + (place - below) * (next - sorted.get(below));
  }
}
