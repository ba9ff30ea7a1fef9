package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.Draws.any;
import static dev.hedgerow.server.insight.VisitsStore.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.insight.ask.Sources;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trends of which most intervals are kept from before are those that a server which has just started counts, turn after turn of
 * streams made up from seeds.
 */
class RandomKeptTrendsTest {
  private static final int SEEDS = Integer.getInteger("hedgerow.faults.seeds", 6);
  private static final int TURNS = 8;
  private static final List<String> MATHS = List.of(
      "total",
      "dau",
      "dau",
      "weekly_active",
      "monthly_active",
      "unique_session",
      "unique_group",
      "first_time_for_user",
      "sum",
      "avg",
      "min",
      "max",
      "median",
      "p90",
      "avg_count_per_actor",
      "p75_count_per_actor");

  @Test
  void whatIsKeptIsWhatCountingAnewGives(@TempDir Path folder) throws Exception {
    try (DuckEvents store = DuckEvents.open(folder, 256, Limits.STANDARD)) {
      Insights keeping = insights(store);
      for (int seed = 1; seed <= SEEDS; seed++) {
        Growing shop = new Growing(seed);
        shop.begin(store);
        Map<String, Object> first = question(shop.random);
        Map<String, Object> second = question(shop.random);
        for (int turn = 0; turn < TURNS; turn++) {
          compare(keeping, insights(store), shop, first);
          compare(keeping, insights(store), shop, second);
          shop.turn(store);
        }
      }
    }
  }

  private static Insights insights(DuckEvents store) {
    return new Insights(new Sources(store, new InMemoryActions(), Limits.STANDARD));
  }

  private static void compare(
      Insights keeping, Insights fresh, Growing shop, Map<String, Object> question)
      throws Exception {
    boolean anew = shop.random.nextInt(8) == 0;
    Map<String, @Nullable Object> found =
        keeping.answer(shop.project, new LinkedHashMap<>(question), shop.now, anew);
    Map<String, @Nullable Object> expected =
        fresh.answer(shop.project, new LinkedHashMap<>(question), shop.now);
    assertThat(rounded(found))
        .as("seed %s at %s: %s", shop.project.id(), shop.now, question)
        .isEqualTo(rounded(expected));
  }

  /** The order in which numbers are added may show in their last digits. */
  private static @Nullable Object rounded(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> all = new LinkedHashMap<>();
      map.forEach((key, inner) -> all.put(key, rounded(inner)));
      return all;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> String.valueOf(rounded(item))).toList();
    }
    return value instanceof Double number
        ? new BigDecimal(number).round(new MathContext(9)).doubleValue()
        : value;
  }

  private static Map<String, Object> question(Random random) {
    String interval = any(random, List.of("hour", "day", "day", "day", "week", "month"));
    String from = switch (interval) {
      case "hour" -> any(random, List.of("-24h", "dStart", "-2d"));
      case "day" -> any(random, List.of("-7d", "-30d", "-14d", "mStart", "all"));
      default -> any(random, List.of("-30d", "-60d"));
    };
    Object to = random.nextInt(5) == 0 ? any(random, List.of("-1d", "-3d", "2026-04-10")) : null;
    String by = any(random, List.of("", "", "color", "$current_url", "cohort"));
    boolean whole = random.nextInt(6) == 0;
    return object(
        "kind",
        "TrendsQuery",
        "interval",
        interval,
        "dateRange",
        object("date_from", to == null ? from : "-40d", "date_to", to),
        "samplingFactor",
        random.nextInt(8) == 0 ? 0.5 : null,
        "compareFilter",
        random.nextInt(3) == 0 ? object("compare", true) : null,
        "properties",
        filters(random),
        "breakdownFilter",
        by.equals("cohort")
            ? object("breakdown_type", "cohort", "breakdown", List.of("all", 1))
            : by.isEmpty()
                ? null
                : object(
                    "breakdown",
                    by,
                    "breakdown_limit",
                    1 + random.nextInt(3),
                    "breakdown_hide_other_aggregation",
                    random.nextInt(3) == 0),
        "trendsFilter",
        object("display", whole ? "BoldNumber" : "ActionsBar"),
        "series",
        random.nextInt(4) == 0 ? List.of(series(random), series(random)) : List.of(series(random)));
  }

  private static Map<String, Object> series(Random random) {
    return object(
        "event",
        random.nextInt(3) == 0 ? null : any(random, List.of("open", "buy", "$pageview")),
        "math",
        any(random, MATHS),
        "math_property",
        "price",
        "math_group_type_index",
        0);
  }

  private static @Nullable List<?> filters(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> List.of(Visit.filter("color", "red"));
      case 1 -> List.of(object("type", "cohort", "key", "id", "value", 1));
      case 2 ->
        List.of(object(
            "type",
            "group",
            "group_type_index",
            0,
            "key",
            "plan",
            "value",
            "paid",
            "operator",
            "exact"));
      case 3 ->
        List.of(object("type", "session", "key", "$pageview_count", "value", 1, "operator", "gt"));
      case 4 ->
        List.of(object(
            "type",
            "hogql",
            "key",
            "events.person_id IN (SELECT id FROM persons) OR now() > TIMESTAMP '2000-01-01'"));
      default -> null;
    };
  }
}
