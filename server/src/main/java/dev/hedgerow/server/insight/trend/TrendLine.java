package dev.hedgerow.server.insight.trend;

import dev.hedgerow.server.insight.ask.Breakdown;
import dev.hedgerow.server.insight.ask.DateRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a trend.
 *
 * @param place the series, or the formula, by its number
 * @param era 0 for the range asked for, 1 for what it is compared with
 * @param value of the breakdown, empty where there is none
 * @param series null for a formula's line
 * @param label how results name it without the value
 * @param numbers one for each interval, or one for all of the range
 */
record TrendLine(
    int place,
    int era,
    String value,
    Trends.@Nullable Series series,
    String label,
    List<Double> numbers) {
  TrendLine(int place, int era, String value, Trends.Series series, List<Double> numbers) {
    this(place, era, value, series, series.entity().label(), numbers);
  }

  /** Returns lines by their sums, the largest first, what stands for the others last. */
  static List<TrendLine> ordered(List<TrendLine> lines, Breakdown breakdown) {
    List<TrendLine> ordered = new ArrayList<>(lines);
    ordered.sort(Comparator.comparing((TrendLine line) -> line.value().equals(breakdown.other()))
        .thenComparing(line -> -line.sum())
        .thenComparing(TrendLine::value));
    return ordered;
  }

  private double sum() {
    return numbers.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Returns the line with each number the mean of so many up to it. */
  TrendLine smoothed(int intervals) {
    if (intervals == 1) {
      return this;
    }
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      List<Double> near = numbers.subList(Math.max(0, i - intervals + 1), i + 1);
      means.add(near.stream().mapToDouble(Double::doubleValue).average().orElse(0));
    }
    return with(means);
  }

  /** Returns the line with each number added to those before it. */
  TrendLine cumulative() {
    List<Double> sums = new ArrayList<>();
    double sum = 0;
    for (double number : numbers) {
      sum += number;
      sums.add(sum);
    }
    return with(sums);
  }

  private TrendLine with(List<Double> others) {
    return new TrendLine(place, era, value, series, label, others);
  }

  /** Returns it as an item of the results. */
  Map<String, @Nullable Object> told(
      DateRange range, boolean byInterval, boolean compares, Breakdown breakdown) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    Map<String, @Nullable Object> action = new LinkedHashMap<>();
    if (series != null) {
      action.putAll(series.entity().action());
      action.put("math", series.measure().word());
      told.put("action", action);
    }
    boolean broken = !value.isEmpty() || !breakdown.isNone();
    Object shown = !breakdown.cohorts().isEmpty() ? cohort() : broken ? breakdown.told(value) : "";
    told.put("label", broken ? label + " - " + words(shown) : label);
    told.put("count", number(byInterval ? sum() : 0));
    if (byInterval) {
      told.put("data", numbers.stream().map(TrendLine::number).toList());
      told.put("labels", range.labels());
      told.put("days", range.days());
    } else {
      told.put("data", List.of());
      told.put("labels", List.of());
      told.put("days", List.of());
      told.put("count", number(numbers.get(0)));
      told.put("aggregated_value", number(numbers.get(0)));
    }
    told.put("order", place);
    if (broken) {
      told.put("breakdown_value", shown);
    }
    if (compares) {
      told.put("compare", true);
      told.put("compare_label", era == 0 ? "current" : "previous");
    }
    return told;
  }

  private Object cohort() {
    return value.equals("0") ? "all" : (Object) Integer.valueOf(value);
  }

  private static String words(Object shown) {
    return shown instanceof List<?> list
        ? String.join("::", list.stream().map(String::valueOf).toList())
        : shown.toString();
  }

  /** Returns a whole number as one. */
  static Number number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Number) (long) value : value;
  }
}
