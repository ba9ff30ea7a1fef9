package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.VisitsStore.object;

import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.insight.ask.Sources;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long the questions of a dashboard take: at first, twice again when nothing changed, twice after another thousand events of
 * today, and after ten people who were active on many days went to another person. Argument: a folder that {@link QuestionsBench} has filled; a
 * copy, as it is written.
 */
final class DashboardBench {
  private static final Instant NOW = Instant.parse("2026-03-08T06:00:00Z");
  private static final Project SHOP = new Project(1, "Shop", "phc_bench", NOW, 1);
  private static final int MEGABYTES = 1_024;

  private final DuckEvents store;
  private final Insights insights;
  private final Map<String, Basis> bases = new LinkedHashMap<>();
  private int given;

  private DashboardBench(DuckEvents store) {
    this.store = store;
    this.insights = new Insights(new Sources(store, new InMemoryActions(), Limits.STANDARD));
  }

  /** Measures, and prints a line a question with a number a time in milliseconds. */
  public static void main(String[] args) throws Exception {
    try (DuckEvents store = DuckEvents.open(Path.of(args[0]), MEGABYTES, Limits.STANDARD)) {
      DashboardBench bench = new DashboardBench(store);
      Map<String, List<Double>> times = new LinkedHashMap<>();
      bench.round(times, false);
      bench.round(times, true);
      bench.round(times, true);
      bench.write(bench.events("late", 1_000), List.of());
      bench.round(times, true);
      bench.write(bench.events("later", 1_000), List.of());
      bench.round(times, true);
      List<Assignment> moved = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        moved.add(new Assignment(
            new IdKey(1, "visitor-" + (1 + 5 * i)), PersonIds.of(new IdKey(1, "somebody")), 1));
      }
      bench.write(bench.events("last", 1), moved);
      bench.round(times, true);
      times.forEach((name, millis) -> {
        StringBuilder line = new StringBuilder(String.format("%-34s", name));
        millis.forEach(one -> line.append(String.format(" %8.0f", one)));
        System.out.println(line);
      });
      System.out.println("given again as they were: " + bench.given);
    }
  }

  private Rows events(String name, int count) {
    Visits visits = new Visits(1, ZoneId.of("UTC"), NOW);
    for (int i = 0; i < count; i++) {
      visits.event(
          "$pageview",
          name + " " + i,
          NOW.minus(Duration.ofMinutes(30)).plusMillis(i),
          Map.of("$browser", "Browser " + i % 6),
          Map.of());
    }
    return visits.rows();
  }

  private void write(Rows rows, List<Assignment> moved) throws IOException {
    Rows all =
        new Rows(rows.events(), moved, rows.persons(), List.of(), List.of(), List.of(), List.of());
    store.write(List.of(new OutboxBlock(store.outbox() + 1, all)));
  }

  private void round(Map<String, List<Double>> times, boolean again) throws Exception {
    double sum = 0;
    for (Map.Entry<String, Map<String, Object>> tile : tiles().entrySet()) {
      double millis = millis(tile.getKey(), tile.getValue(), again);
      times.computeIfAbsent(tile.getKey(), name -> new ArrayList<>()).add(millis);
      sum += millis;
    }
    times.computeIfAbsent("all", name -> new ArrayList<>()).add(sum);
  }

  /** Does as the door does. */
  private double millis(String name, Map<String, Object> query, boolean again) throws Exception {
    Map<String, @Nullable Object> asked = new LinkedHashMap<>(query);
    long begun = System.nanoTime();
    Basis before = bases.get(name);
    if (again && before != null && insights.holds(SHOP, asked, NOW, before)) {
      given++;
    } else {
      Basis basis = insights.basis(SHOP, asked, NOW);
      if (basis != null) {
        bases.put(name, basis);
      }
      if (!insights.answer(SHOP, asked, NOW).containsKey("results")) {
        throw new IllegalStateException("expected an answer");
      }
    }
    return (System.nanoTime() - begun) / 1e6;
  }

  private static Map<String, Map<String, Object>> tiles() {
    Map<String, Map<String, Object>> tiles = new LinkedHashMap<>();
    for (String math : List.of("total", "dau", "weekly_active")) {
      tiles.put("trend, 30 days, " + math, trend(math, null, null));
    }
    tiles.put("trend, 30 days, users, compared", trend("dau", null, "compare"));
    tiles.put("trend by $browser", trend("dau", "$browser", null));
    tiles.put("number, 30 days, users", trend("dau", null, "BoldNumber"));
    tiles.put(
        "funnel of 3 steps, 30 days",
        object(
            "kind",
            "FunnelsQuery",
            "dateRange",
            object("date_from", "-30d"),
            "series",
            List.of(
                object("event", "$pageview"),
                object("event", "$autocapture"),
                object("event", "buy"))));
    tiles.put(
        "retention, 8 weeks",
        object(
            "kind",
            "RetentionQuery",
            "retentionFilter",
            object("period", "Week", "totalIntervals", 8)));
    tiles.put(
        "lifecycle, 30 days",
        object(
            "kind",
            "LifecycleQuery",
            "dateRange",
            object("date_from", "-30d"),
            "series",
            List.of(object("event", "$pageview"))));
    tiles.put(
        "funnel of last month",
        object(
            "kind",
            "FunnelsQuery",
            "dateRange",
            object("date_from", "2026-02-01", "date_to", "2026-02-28"),
            "series",
            List.of(object("event", "$pageview"), object("event", "buy"))));
    return tiles;
  }

  private static Map<String, Object> trend(String math, @Nullable String by, @Nullable String how) {
    return object(
        "kind",
        "TrendsQuery",
        "dateRange",
        object("date_from", "-30d"),
        "breakdownFilter",
        by == null ? null : object("breakdown", by),
        "compareFilter",
        "compare".equals(how) ? object("compare", true) : null,
        "trendsFilter",
        "BoldNumber".equals(how) ? object("display", how) : null,
        "series",
        List.of(object("event", "$pageview", "math", math)));
  }
}
