package dev.hedgerow.server.insight;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What each math makes of each interval (contract S 6.2), event by event. */
final class TrendsReference {
  /**
   * The time that is asked about.
   *
   * @param starts where the intervals begin, and where the one after the last does
   * @param to where the range ends, which may be before that
   * @param isShort whether the intervals are shorter than a day
   */
  record Time(List<Instant> starts, Instant to, ZoneId zone, boolean isShort) {}

  /**
   * What values are told apart.
   *
   * @param of what an event is told under
   * @param limit how many there are
   * @param other what the others are told under
   */
  record Values(Function<Visit, String> of, int limit, String other) {}

  private static final Comparator<Visit> EARLIER =
      Comparator.comparing(Visit::at).thenComparing(visit -> visit.row().uuid().toString());

  private final @Nullable Integer group;
  private final Time time;
  private final String math;
  private final Values values;
  private final List<Visit> meant;
  private final Map<UUID, String> shown = new HashMap<>();

  /**
   * Looks at the events.
   *
   * @param counts which events are meant
   */
  TrendsReference(
      List<Visit> visits,
      @Nullable Integer group,
      Time time,
      Predicate<Visit> counts,
      String math,
      Values values) {
    this.group = group;
    this.time = time;
    this.math = math;
    this.values = values;
    this.meant = meant(visits, counts);
    Set<String> told = told();
    for (Visit visit : meant) {
      String value = values.of.apply(visit);
      shown.put(visit.row().uuid(), told.contains(value) ? value : values.other);
    }
  }

  int size() {
    return time.starts.size() - 1;
  }

  /** Returns the numbers of each value; with a null interval count one number for all of the range. */
  Map<String, List<Double>> lines(boolean byInterval) {
    Map<String, List<Double>> lines = new TreeMap<>();
    for (String line : new TreeSet<>(shown.values())) {
      List<Double> numbers = new ArrayList<>();
      for (int i = 0; i < (byInterval ? size() : 1); i++) {
        numbers.add(number(counted(line, byInterval ? i : null)));
      }
      lines.put(line, numbers);
    }
    return lines;
  }

  /** Returns the events that a line's number is made of, in an interval or with null in all of the range. */
  List<Visit> counted(String line, @Nullable Integer interval) {
    int last = interval == null ? size() - 1 : interval;
    Instant begin = time.starts.get(interval == null ? 0 : interval);
    Instant whole = time.starts.get(last + 1);
    Instant end = whole.isBefore(time.to) ? whole : time.to;
    Instant since = days() == 0 ? begin : lookedBack(end, whole);
    return meant.stream()
        .filter(visit -> !visit.at().isBefore(since) && visit.at().isBefore(end))
        .filter(visit -> line.equals(shown.get(visit.row().uuid())))
        .toList();
  }

  /** Whole days, or the same time so many days ago where intervals are shorter. */
  private Instant lookedBack(Instant end, Instant whole) {
    return time.isShort
        ? whole.minus(Duration.ofDays(days()))
        : end.minusNanos(1_000)
            .atZone(time.zone)
            .toLocalDate()
            .minusDays(days() - 1L)
            .atStartOfDay(time.zone)
            .toInstant();
  }

  /** Returns with how many events each actor is behind such a number. */
  Map<String, Long> actors(String line, @Nullable Integer interval) {
    Map<String, Long> actors = new TreeMap<>();
    counted(line, interval)
        .forEach(visit -> actors.merge(String.valueOf(visit.actor(group)), 1L, Long::sum));
    return actors;
  }

  private int days() {
    return math.equals("weekly_active") ? 7 : math.equals("monthly_active") ? 30 : 0;
  }

  /** The events that can count anywhere: the first of each actor, or those of the range and what is looked back at. */
  private List<Visit> meant(List<Visit> visits, Predicate<Visit> counts) {
    List<Visit> all = visits.stream()
        .filter(visit ->
            counts.test(visit) && visit.actor(group) != null && visit.at().isBefore(time.to))
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
          .filter(visit -> !visit.at().isBefore(time.starts.get(0)))
          .toList();
    }
    Instant since = time.starts
        .get(0)
        .atZone(time.zone)
        .toLocalDate()
        .minusDays(days())
        .atStartOfDay(time.zone)
        .toInstant();
    return all.stream()
        .filter(visit -> !visit.at().isBefore(days() == 0 ? time.starts.get(0) : since))
        .toList();
  }

  private Set<String> told() {
    Map<String, Long> counted = new TreeMap<>();
    meant.forEach(visit -> counted.merge(values.of.apply(visit), 1L, Long::sum));
    List<String> all = new ArrayList<>(counted.keySet());
    all.sort(Comparator.comparing((String one) -> -counted.getOrDefault(one, 0L))
        .thenComparing(one -> one));
    return new HashSet<>(all.subList(0, Math.min(values.limit, all.size())));
  }

  private double number(List<Visit> found) {
    Map<String, Double> perActor = new TreeMap<>();
    found.forEach(visit -> perActor.merge(String.valueOf(visit.actor(group)), 1.0, Double::sum));
    return switch (math) {
      case "total", "first_time_for_user" -> found.size();
      case "dau", "weekly_active", "monthly_active" -> perActor.size();
      case "unique_group" -> different(found, visit -> visit.actor(0));
      case "hogql" -> different(found, visit -> visit.row().distinctId());
      case "unique_session" -> different(found, Visit::session);
      default ->
        math.endsWith("_count_per_actor")
            ? aggregate(math.substring(0, math.indexOf('_')), new ArrayList<>(perActor.values()))
            : aggregate(math, prices(found));
    };
  }

  private static long different(List<Visit> found, Function<Visit, @Nullable String> of) {
    return found.stream().map(of).filter(Objects::nonNull).distinct().count();
  }

  private static List<Double> prices(List<Visit> found) {
    List<Double> prices = new ArrayList<>();
    for (Visit visit : found) {
      String price = visit.text("price");
      if (price != null && !price.equals("dear") && !price.equals("NaN")) {
        prices.add(Double.parseDouble(price));
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
