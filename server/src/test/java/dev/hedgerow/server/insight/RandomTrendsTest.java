package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.Draws.any;
import static dev.hedgerow.server.insight.Draws.asked;
import static dev.hedgerow.server.insight.VisitsStore.list;
import static dev.hedgerow.server.insight.VisitsStore.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.insight.TrendQuestion.Line;
import dev.hedgerow.server.insight.trend.Trends;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trends give the numbers of their slow reference, and the people behind them, over streams and questions made up from seeds:
 * every math, interval and display, series of events and actions, filters, breakdowns, formulas, comparison and sampling.
 */
class RandomTrendsTest {
  private static final int SEEDS = Math.min(3_000, Integer.getInteger("hedgerow.faults.seeds", 60));

  @Test
  void trendsCountWhatTheReferenceCounts(@TempDir Path folder) throws Exception {
    try (VisitsStore store = VisitsStore.random(folder, SEEDS)) {
      store.each(visits -> compare(store, visits));
    }
  }

  private static void compare(VisitsStore store, Visits visits) throws Exception {
    Random random = new Random(visits.project);
    TrendQuestion question = new TrendQuestion(random, visits, store);
    Map<Line, Map<?, ?>> items = new LinkedHashMap<>();
    Map<Line, List<Double>> found = new HashMap<>();
    for (Object result :
        (List<?>) new Trends().answer(store.about(visits, question.json)).results()) {
      Map<?, ?> item = (Map<?, ?>) result;
      Line line = new Line(
          number(item.get("order")).intValue(),
          item.get("compare_label") == null ? "current" : String.valueOf(item.get("compare_label")),
          RandomBreakdown.told(item.get("breakdown_value")));
      items.put(line, item);
      found.put(
          line,
          question.byInterval
              ? list(item, "data").stream().map(RandomTrendsTest::number).toList()
              : List.of(number(item.get("aggregated_value"))));
    }
    assertThat(rounded(found))
        .as(asked(visits, question.json))
        .isEqualTo(rounded(question.expected()));
    if (question.formulas.isEmpty() && !items.isEmpty()) {
      Map.Entry<Line, Map<?, ?>> one = any(random, new ArrayList<>(items.entrySet()));
      Line line = one.getKey();
      Map<?, ?> item = one.getValue();
      List<?> days = list(item, "days");
      Integer at = question.byInterval ? random.nextInt(days.size()) : null;
      Map<String, Object> point = object(
          "series",
          line.order(),
          "compare",
          line.era(),
          "day",
          at == null ? null : days.get(at),
          "breakdown",
          item.get("breakdown_value"));
      assertThat(store.actors(new Trends(), visits, question.json, point))
          .as(asked(visits, question.json, point))
          .isEqualTo(question.actors(line, at));
    }
  }

  private static Double number(@Nullable Object value) {
    assertThat(value).isInstanceOf(Number.class);
    return value instanceof Number found ? found.doubleValue() : Double.NaN;
  }

  /** A line without any number is as good as none; sums may differ in their last digits. */
  private static Map<Line, List<String>> rounded(Map<Line, List<Double>> lines) {
    Map<Line, List<String>> rounded = new HashMap<>();
    lines.forEach((line, numbers) -> {
      if (numbers.stream().anyMatch(number -> Math.abs(number) >= 1e-9)) {
        rounded.put(line, numbers.stream().map(RandomTrendsTest::rounded).toList());
      }
    });
    return rounded;
  }

  private static String rounded(double number) {
    return Math.abs(number) < 1e-9
        ? "0"
        : new BigDecimal(number).round(new MathContext(9)).stripTrailingZeros().toString();
  }
}
