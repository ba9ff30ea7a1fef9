package dev.hedgerow.server.insight.trend;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The formulas of a trend: {@code formula}, {@code formulas} or {@code formulaNodes}. */
final class TrendFormulas {
  private final List<Formula> formulas = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  private TrendFormulas() {}

  /** Reads those of a {@code trendsFilter}. */
  static TrendFormulas of(Asked filter, int series) throws RejectedException {
    TrendFormulas read = new TrendFormulas();
    for (Asked node : filter.objects("formulaNodes")) {
      read.add(node.at() + "formula", node.needed("formula"), node.string("custom_name"), series);
    }
    if (read.formulas.isEmpty()) {
      for (String text : filter.strings("formulas")) {
        read.add(filter.at() + "formulas", text, null, series);
      }
    }
    String single = filter.string("formula");
    if (read.formulas.isEmpty() && single != null && !single.isBlank()) {
      read.add(filter.at() + "formula", single, null, series);
    }
    return read;
  }

  private void add(String field, String text, @Nullable String name, int series)
      throws RejectedException {
    formulas.add(new Formula(field, text, series));
    names.add(name == null || name.isBlank() ? text : name);
  }

  /** Returns the formulas' lines instead of the series', or those where there is no formula. */
  List<TrendLine> applied(List<TrendLine> lines) {
    if (formulas.isEmpty()) {
      return lines;
    }
    Map<List<Object>, Map<Integer, List<Double>>> together = new LinkedHashMap<>();
    for (TrendLine line : lines) {
      together
          .computeIfAbsent(List.of(line.era(), line.value()), key -> new LinkedHashMap<>())
          .put(line.place(), line.numbers());
    }
    List<TrendLine> all = new ArrayList<>();
    for (int i = 0; i < formulas.size(); i++) {
      for (Map.Entry<List<Object>, Map<Integer, List<Double>>> one : together.entrySet()) {
        all.add(new TrendLine(
            i,
            (Integer) one.getKey().get(0),
            (String) one.getKey().get(1),
            null,
            "Formula (" + names.get(i) + ")",
            numbers(formulas.get(i), one.getValue())));
      }
    }
    return all;
  }

  private static List<Double> numbers(Formula formula, Map<Integer, List<Double>> series) {
    int size = series.values().iterator().next().size();
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int at = i;
      numbers.add(formula.value(place -> {
        List<Double> found = series.get(place);
        return found == null ? 0 : found.get(at);
      }));
    }
    return numbers;
  }
}
