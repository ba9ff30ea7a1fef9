package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.Draws.any;
import static dev.hedgerow.server.insight.VisitsStore.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.insight.ask.Sources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An old answer that is said to be still right is the one that is found now, turn after turn of streams made up from seeds, for
 * questions of every kind.
 */
class RandomKeptAnswersTest {
  private static final int SEEDS = Integer.getInteger("hedgerow.faults.seeds", 6);
  private static final int TURNS = 8;

  private record Asked(
      Map<String, Object> question, @Nullable Basis basis, Object results) {}

  @Test
  void whatIsSaidToBeRightIs(@TempDir Path folder) throws Exception {
    int held = 0;
    int changed = 0;
    try (DuckEvents store = DuckEvents.open(folder, 256, Limits.STANDARD)) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        Growing shop = new Growing(seed);
        shop.begin(store);
        Asked old = ask(store, shop, question(shop.random));
        for (int turn = 0; turn < TURNS; turn++) {
          shop.turn(store);
          boolean holds = old.basis() != null
              && insights(store).holds(shop.project, copy(old), shop.now, old.basis());
          Asked fresh = ask(store, shop, old.question());
          if (holds) {
            assertThat(fresh.results())
                .as("seed %s at %s: %s", seed, shop.now, old.question())
                .isEqualTo(old.results());
            held++;
          } else {
            changed++;
            old = turn % 3 == 2 ? ask(store, shop, question(shop.random)) : fresh;
          }
        }
      }
    }
    assertThat(held).isPositive();
    assertThat(changed).isPositive();
  }

  private static Map<String, @Nullable Object> copy(Asked asked) {
    return new LinkedHashMap<>(asked.question());
  }

  private static Insights insights(DuckEvents store) {
    return new Insights(new Sources(store, new InMemoryActions(), Limits.STANDARD));
  }

  private static Asked ask(DuckEvents store, Growing shop, Map<String, Object> question)
      throws Exception {
    Insights insights = insights(store);
    Basis basis = insights.basis(shop.project, new LinkedHashMap<>(question), shop.now);
    Map<String, @Nullable Object> answer =
        insights.answer(shop.project, new LinkedHashMap<>(question), shop.now);
    return new Asked(
        question, basis, List.of(String.valueOf(answer.get("results")), answer.get("warnings")));
  }

  private static Map<String, Object> question(Random random) {
    Object to = random.nextBoolean() ? any(random, List.of("-1d", "-3d", "2026-04-10")) : null;
    Map<String, Object> question = object(
        "dateRange",
        object(
            "date_from",
            to == null ? any(random, List.of("-7d", "-30d", "all")) : "-40d",
            "date_to",
            to),
        "properties",
        switch (random.nextInt(5)) {
          case 0 -> List.of(Visit.filter("color", "red"));
          case 1 -> List.of(object("type", "cohort", "key", "id", "value", 1));
          case 2 ->
            List.of(
                object("type", "session", "key", "$pageview_count", "value", 1, "operator", "gt"));
          default -> null;
        },
        "aggregation_group_type_index",
        random.nextInt(5) == 0 ? 0 : null);
    Map<String, Object> open = object("event", "open");
    Map<String, Object> any = object("event", null);
    switch (random.nextInt(7)) {
      case 0 -> {
        question.put("kind", "TrendsQuery");
        question.put("trendsFilter", object("display", "BoldNumber"));
        question.put(
            "series",
            List.of(object(
                "event",
                "open",
                "math",
                any(random, List.of("dau", "total", "first_time_for_user", "weekly_active")))));
      }
      case 1 -> {
        question.put("kind", "FunnelsQuery");
        question.put("series", List.of(open, object("event", "buy")));
      }
      case 2 -> {
        question.put("kind", "RetentionQuery");
        question.put(
            "retentionFilter",
            object(
                "retentionType",
                any(random, List.of("retention_recurring", "retention_first_time"))));
      }
      case 3 -> {
        question.put("kind", "LifecycleQuery");
        question.put("series", List.of(any));
      }
      case 4 -> {
        question.put("kind", "StickinessQuery");
        question.put("series", List.of(open));
      }
      case 5 -> {
        question.put("kind", "PathsQuery");
        question.put("pathsFilter", object("includeEventTypes", List.of("custom_event")));
        question.remove("aggregation_group_type_index");
      }
      default -> {
        question.put("kind", any(random, List.of("WebOverviewQuery", "WebStatsTableQuery")));
        question.put("breakdownBy", "Page");
        question.remove("aggregation_group_type_index");
      }
    }
    return question;
  }
}
