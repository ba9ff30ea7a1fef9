package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.Draws.any;
import static dev.hedgerow.server.insight.Draws.color;
import static dev.hedgerow.server.insight.Draws.filters;
import static dev.hedgerow.server.insight.Draws.group;
import static dev.hedgerow.server.insight.Draws.is;
import static dev.hedgerow.server.insight.Draws.name;
import static dev.hedgerow.server.insight.Draws.to;
import static dev.hedgerow.server.insight.Draws.until;
import static dev.hedgerow.server.insight.VisitsStore.list;
import static dev.hedgerow.server.insight.VisitsStore.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.insight.trend.Trends;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trends give the numbers of their slow reference, over streams and questions made up from seeds. */
class RandomTrendsTest {
  private static final int SEEDS =
      Math.min(3_000, Integer.getInteger("hedgerow.faults.seeds", 150));
  private static final List<String> MATHS = List.of(
      "total",
      "dau",
      "weekly_active",
      "monthly_active",
      "unique_group",
      "first_time_for_user",
      "sum",
      "avg",
      "min",
      "max",
      "median",
      "p75",
      "p90",
      "p95",
      "p99",
      "avg_count_per_actor",
      "min_count_per_actor",
      "max_count_per_actor",
      "median_count_per_actor",
      "p90_count_per_actor");

  @Test
  void trendsCountWhatTheReferenceCounts(@TempDir Path folder) throws Exception {
    try (VisitsStore store = VisitsStore.random(folder, SEEDS)) {
      for (Visits visits : store.streams) {
        compare(store, visits);
      }
    }
  }

  private static void compare(VisitsStore store, Visits visits) throws Exception {
    Random random = new Random(visits.project);
    String interval = any(random, List.of("hour", "day", "day", "week", "month"));
    String math = interval.equals("hour") ? "total" : any(random, MATHS);
    String name = name(random);
    String color = color(random);
    Integer group = group(random);
    String by =
        any(random, List.of("", "color", "price", "$screen_name", Visit.OF_PERSON + "name"));
    int limit = 1 + random.nextInt(3);
    boolean hides = random.nextBoolean();
    boolean whole = random.nextInt(4) == 0;
    LocalDate until = until(random, visits);
    Instant to = to(visits, until);
    int length = 1 + random.nextInt(interval.equals("day") ? 14 : 4);
    List<Instant> starts = Calendar.last(length, interval, to.minusNanos(1_000), visits.zone);
    Map<String, Object> question = object(
        "kind",
        "TrendsQuery",
        "interval",
        interval,
        "dateRange",
        object(
            "date_from",
            starts.get(0).toString(),
            "date_to",
            until == null ? null : until.toString()),
        "properties",
        filters(color),
        "aggregation_group_type_index",
        group,
        "breakdownFilter",
        by.isEmpty()
            ? null
            : object(
                "breakdown",
                by.replace(Visit.OF_PERSON, ""),
                "breakdown_type",
                by.startsWith(Visit.OF_PERSON) ? "person" : "event",
                "breakdown_limit",
                limit,
                "breakdown_hide_other_aggregation",
                hides),
        "trendsFilter",
        object("display", whole ? "ActionsTable" : "ActionsBar"),
        "series",
        List.of(object(
            "event", name, "math", math, "math_property", "price", "math_group_type_index", 0)));
    TrendsReference reference = new TrendsReference(
        visits.all,
        group,
        starts,
        to,
        visits.zone,
        is(name, color),
        math,
        by.isEmpty() ? null : by,
        limit);

    Map<String, List<Double>> found = new TreeMap<>();
    for (Object item :
        (List<?>) new Trends().answer(store.about(visits, question)).results()) {
      Map<?, ?> line = (Map<?, ?>) item;
      List<?> data = whole ? List.of(number(line.get("aggregated_value"))) : list(line, "data");
      Object value = line.get("breakdown_value");
      found.put(
          value == null ? "" : value.toString(),
          data.stream().map(RandomTrendsTest::number).toList());
    }
    Map<String, List<Double>> expected = reference.lines(!whole);
    if (hides) {
      expected.remove(TrendsReference.OTHER);
    }
    assertThat(rounded(found))
        .as("seed %s: %s", visits.project, question)
        .isEqualTo(rounded(expected));
  }

  private static Double number(@Nullable Object value) {
    assertThat(value).isInstanceOf(Number.class);
    return value instanceof Number found ? found.doubleValue() : Double.NaN;
  }

  /** A line without any number is as good as none; sums may differ in their last digits. */
  private static Map<String, List<Long>> rounded(Map<String, List<Double>> lines) {
    Map<String, List<Long>> rounded = new TreeMap<>();
    lines.forEach((value, numbers) -> {
      if (numbers.stream().anyMatch(number -> number != 0)) {
        rounded.put(
            value, numbers.stream().map(number -> Math.round(number * 1e6)).toList());
      }
    });
    return rounded;
  }
}
