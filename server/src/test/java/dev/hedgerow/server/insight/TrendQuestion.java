package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.Draws.any;
import static dev.hedgerow.server.insight.VisitsStore.object;

import dev.hedgerow.server.insight.TrendsReference.Time;
import dev.hedgerow.server.insight.TrendsReference.Values;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A question about trends drawn by chance, and its answer by {@link TrendsReference}. */
final class TrendQuestion {
  /** Which line of an answer: the series' or formula's number, {@code current} or {@code previous}, and the value. */
  record Line(int order, String era, String value) {}

  private static final List<String> EXACT = List.of(
      "total",
      "dau",
      "weekly_active",
      "monthly_active",
      "unique_session",
      "unique_group",
      "first_time_for_user",
      "sum",
      "min",
      "max");
  private static final List<String> OTHERS = List.of(
      "hogql",
      "avg",
      "median",
      "p75",
      "p90",
      "p95",
      "p99",
      "avg_count_per_actor",
      "min_count_per_actor",
      "max_count_per_actor",
      "median_count_per_actor",
      "p75_count_per_actor",
      "p90_count_per_actor",
      "p95_count_per_actor",
      "p99_count_per_actor");
  private static final List<String> COUNTS = List.of(
      "total",
      "dau",
      "weekly_active",
      "monthly_active",
      "unique_session",
      "unique_group",
      "first_time_for_user");

  final Map<String, Object> json;
  final boolean byInterval;
  final List<RandomFormula> formulas = new ArrayList<>();

  private final Random random;
  private final Visits visits;
  private final String interval;
  private final @Nullable Integer group;
  private final RandomBreakdown breakdown;
  private final RandomFilter filters;
  private final double share;
  private final boolean withoutTests;
  private final int smoothed;
  private final boolean cumulative;
  private final List<Predicate<Visit>> series = new ArrayList<>();
  private final List<String> maths = new ArrayList<>();
  private final List<Era> eras = new ArrayList<>();

  TrendQuestion(Random random, Visits visits, VisitsStore store) {
    this.random = random;
    this.visits = visits;
    this.interval = any(random, List.of("minute", "hour", "day", "day", "day", "week", "month"));
    this.group = Draws.group(random);
    this.breakdown = RandomBreakdown.of(random, visits);
    this.filters = RandomFilter.maybe(random, visits);
    this.share = Draws.share(random);
    this.withoutTests = random.nextInt(4) == 0;
    boolean broken = breakdown.json() != null;
    int count = any(random, List.of(1, 1, 2, 3));
    if (random.nextInt(4) == 0) {
      drawFormulas(count, broken);
    }
    String display = any(
        random, List.of("ActionsBar", "ActionsBar", "ActionsTable", "ActionsLineGraphCumulative"));
    this.byInterval = !display.equals("ActionsTable");
    this.cumulative = display.equals("ActionsLineGraphCumulative");
    this.smoothed = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1;
    this.json = object(
        "kind",
        "TrendsQuery",
        "interval",
        interval,
        "dateRange",
        range(),
        "compareFilter",
        compared(),
        "properties",
        filters.json(),
        "filterTestAccounts",
        withoutTests,
        "samplingFactor",
        share,
        "aggregation_group_type_index",
        group,
        "breakdownFilter",
        breakdown.json(),
        "trendsFilter",
        filter(display),
        "series",
        series(count, store));
  }

  private void drawFormulas(int series, boolean broken) {
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      RandomFormula formula = random.nextInt(3) == 0
          ? RandomFormula.flat(random, series)
          : RandomFormula.of(random, series, 3);
      boolean isSomethingOfNothing =
          formula.value().applyAsDouble(Collections.nCopies(series, 0.0)) != 0;
      formulas.add(
          broken && isSomethingOfNothing
              ? new RandomFormula("A*2.0", all -> all.get(0) * 2)
              : formula);
    }
  }

  private Map<String, Object> range() {
    boolean isShort = isShort();
    LocalDate until = isShort ? null : Draws.until(random, visits);
    Instant to = Draws.to(visits, until);
    Object end = until;
    if (isShort && random.nextInt(3) > 0) {
      Instant near = any(random, visits.all).at().plusSeconds(random.nextInt(7_200));
      end = near;
      to = near.plusNanos(1_000);
    }
    int length = 1
        + random.nextInt(
            switch (interval) {
              case "minute" -> 90;
              case "hour" -> 48;
              case "day" -> 14;
              default -> 4;
            });
    List<Instant> starts = Calendar.last(length, interval, to.minusNanos(1_000), visits.zone);
    eras.add(new Era("current", starts, to));
    return object(
        "date_from", starts.get(0).toString(), "date_to", end == null ? null : end.toString());
  }

  private boolean isShort() {
    return interval.equals("minute") || interval.equals("hour");
  }

  private @Nullable Object compared() {
    if (random.nextInt(3) > 0) {
      return null;
    }
    String ago = any(random, Era.AGO);
    eras.add(eras.get(0).before(ago, interval, visits.zone));
    return object("compare", true, "compare_to", ago.isEmpty() ? null : ago);
  }

  private Map<String, Object> filter(String display) {
    List<String> texts = formulas.stream().map(RandomFormula::text).toList();
    Map<String, Object> filter = object("display", display, "smoothingIntervals", smoothed);
    if (texts.size() == 1 && random.nextBoolean()) {
      filter.put("formula", texts.get(0));
    } else if (!texts.isEmpty() && random.nextBoolean()) {
      filter.put("formulas", texts);
    } else if (!texts.isEmpty()) {
      filter.put(
          "formulaNodes", texts.stream().map(text -> object("formula", text)).toList());
    }
    return filter;
  }

  private List<Object> series(int count, VisitsStore store) {
    List<Object> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RandomSeries one = RandomSeries.of(random, visits, store);
      String math = any(random, formulas.isEmpty() && random.nextBoolean() ? OTHERS : EXACT);
      Map<String, Object> node = object(
          "math_property",
          "price",
          "math_group_type_index",
          0,
          "math_hogql",
          "count(DISTINCT distinct_id)");
      node.putAll(one.json());
      if (!math.equals("total") || random.nextBoolean()) {
        node.put("math", math);
      }
      nodes.add(node);
      maths.add(math);
      Predicate<Visit> looked = one.holds()
          .and(breakdown.looked())
          .and(visit -> !(withoutTests && VisitsStore.isTest(visit)));
      series.add(Draws.counted(looked, filters, share));
    }
    return nodes;
  }

  /** Returns the reference of one series' lines; with a breakdown by cohorts those of one of them. */
  private TrendsReference reference(int number, Era era, @Nullable Object cohort) {
    Predicate<Visit> member = cohort == null || cohort.equals("all")
        ? visit -> true
        : visit -> visits.members.contains(visit.person());
    return new TrendsReference(
        visits.all,
        group,
        new Time(era.starts(), era.to(), visits.zone, isShort()),
        series.get(number).and(member),
        maths.get(number),
        new Values(breakdown.value(), breakdown.limit(), breakdown.other()));
  }

  /** Returns who is behind a line of a series, in an interval or with null in all of the range. */
  Map<String, Long> actors(Line line, @Nullable Integer at) {
    Object cohort = breakdown.cohorts().stream()
        .filter(one -> one.toString().equals(line.value))
        .findFirst()
        .orElse(null);
    Era era = eras.get(line.era.equals("current") ? 0 : 1);
    return reference(line.order, era, cohort).actors(cohort == null ? line.value : "", at);
  }

  /** Returns all lines that have a number. */
  Map<Line, List<Double>> expected() {
    Map<Line, List<Double>> lines = new LinkedHashMap<>();
    for (Era era : eras) {
      Map<String, List<Double>> nothing = new TreeMap<>();
      List<Map<String, List<Double>>> all = new ArrayList<>();
      for (int i = 0; i < series.size(); i++) {
        all.add(lines(i, era));
        all.get(i)
            .forEach(
                (value, numbers) -> nothing.put(value, Collections.nCopies(numbers.size(), 0.0)));
      }
      for (String value : nothing.keySet()) {
        List<List<Double>> together = new ArrayList<>();
        all.forEach(one -> together.add(one.getOrDefault(value, nothing.get(value))));
        List<List<Double>> told = formulas.isEmpty() ? together : reckoned(together);
        for (int i = 0; i < told.size(); i++) {
          lines.put(new Line(i, era.name(), value), drawn(told.get(i)));
        }
      }
    }
    return lines;
  }

  private Map<String, List<Double>> lines(int number, Era era) {
    Map<String, List<Double>> lines = new TreeMap<>();
    if (breakdown.cohorts().isEmpty()) {
      lines.putAll(reference(number, era, null).lines(byInterval));
    }
    for (Object cohort : breakdown.cohorts()) {
      lines.put(
          cohort.toString(),
          reference(number, era, cohort).lines(byInterval).getOrDefault("", List.of()));
    }
    boolean own = maths.get(number).equals("hogql") && breakdown.json() != null;
    if (breakdown.hides() || own) {
      lines.remove(breakdown.other());
    }
    if (breakdown.json() == null) {
      lines.putIfAbsent("", List.of());
    }
    int size = byInterval ? era.starts().size() - 1 : 1;
    lines.replaceAll((value, numbers) -> numbers.isEmpty()
        ? Collections.nCopies(size, 0.0)
        : numbers.stream().map(one -> scaled(maths.get(number), one)).toList());
    return lines;
  }

  /** What a sample counts stands for all; what it measures is the same for all. */
  private double scaled(String math, double found) {
    if (share == 1) {
      return found;
    }
    return COUNTS.contains(math)
        ? Math.round(found / share)
        : math.equals("sum") ? found / share : found;
  }

  private List<List<Double>> reckoned(List<List<Double>> series) {
    List<List<Double>> told = new ArrayList<>();
    for (RandomFormula formula : formulas) {
      List<Double> numbers = new ArrayList<>();
      for (int i = 0; i < series.get(0).size(); i++) {
        int at = i;
        numbers.add(formula
            .value()
            .applyAsDouble(series.stream().map(one -> one.get(at)).toList()));
      }
      told.add(numbers);
    }
    return told;
  }

  /** Each the mean of so many up to it, and then the sum of all up to it. */
  private List<Double> drawn(List<Double> numbers) {
    List<Double> drawn = new ArrayList<>();
    double sum = 0;
    for (int i = 0; i < numbers.size(); i++) {
      double mean = 0;
      int first = Math.max(0, i - smoothed + 1);
      for (int k = first; k <= i; k++) {
        mean += numbers.get(k) / (i - first + 1);
      }
      sum += mean;
      drawn.add(cumulative ? sum : mean);
    }
    return drawn;
  }
}
