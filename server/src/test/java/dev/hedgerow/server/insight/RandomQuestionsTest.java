package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.Draws.any;
import static dev.hedgerow.server.insight.Draws.asked;
import static dev.hedgerow.server.insight.Draws.counted;
import static dev.hedgerow.server.insight.Draws.group;
import static dev.hedgerow.server.insight.Draws.share;
import static dev.hedgerow.server.insight.Draws.to;
import static dev.hedgerow.server.insight.Draws.until;
import static dev.hedgerow.server.insight.VisitsStore.list;
import static dev.hedgerow.server.insight.VisitsStore.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.insight.path.Paths;
import dev.hedgerow.server.insight.retention.Lifecycle;
import dev.hedgerow.server.insight.retention.Stickiness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lifecycle, stickiness and paths give the numbers of their slow references, over streams and
 * questions made up from seeds.
 */
class RandomQuestionsTest {
  private static final int SEEDS = Math.min(3_000, Integer.getInteger("hedgerow.faults.seeds", 40));

  @TempDir
  static Path folder;

  private static VisitsStore store;

  @BeforeAll
  static void write() throws IOException {
    store = VisitsStore.random(folder, SEEDS);
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
  }

  @Test
  void lifecycleCountsWhatTheReferenceCounts() throws Exception {
    store.each(visits -> {
      Random random = new Random(visits.project);
      String interval = any(random, List.of("hour", "day", "day", "week", "month"));
      RandomSeries series = RandomSeries.of(random, visits, store);
      RandomFilter filters = RandomFilter.maybe(random, visits);
      double share = share(random);
      Integer group = group(random);
      LocalDate until = until(random, visits);
      Instant to = to(visits, until);
      int length = interval.equals("hour") ? 60 : interval.equals("day") ? 12 : 3;
      List<Instant> starts = Calendar.last(length + 1, interval, to.minusNanos(1_000), visits.zone);
      Map<String, Object> question = object(
          "kind",
          "LifecycleQuery",
          "interval",
          interval,
          "dateRange",
          object(
              "date_from",
              starts.get(1).toString(),
              "date_to",
              until == null ? null : until.toString()),
          "properties",
          filters.json(),
          "samplingFactor",
          share,
          "aggregation_group_type_index",
          group,
          "series",
          List.of(series.json()));
      LifecycleReference reference = new LifecycleReference(
          visits.all,
          group,
          starts,
          to,
          counted(series.holds(), filters, share),
          group == null ? visits.created : visits.groupsCreated);

      Lifecycle lifecycle = new Lifecycle();
      List<?> results =
          (List<?>) lifecycle.answer(store.about(visits, question)).results();
      List<String> statuses = List.of("new", "returning", "resurrecting", "dormant");
      for (int s = 0; s < statuses.size(); s++) {
        Map<?, ?> result = (Map<?, ?>) results.get(s);
        assertThat(result.get("status")).isEqualTo(statuses.get(s));
        List<?> data = list(result, "data");
        assertThat(data).hasSize(length);
        for (int i = 0; i < length; i++) {
          long count = reference.actors(statuses.get(s), i).size();
          assertThat(data.get(i))
              .as(asked(visits, question, statuses.get(s), i))
              .isEqualTo(Math.round((s == 3 ? -count : count) / share));
        }
      }
      int i = random.nextInt(length);
      String status = any(random, statuses);
      Object day = list(results.get(0), "days").get(i);
      assertThat(store
              .actors(
                  lifecycle,
                  visits,
                  question,
                  object(
                      "day",
                      random.nextBoolean() || interval.equals("hour") ? i : day,
                      "status",
                      status))
              .keySet())
          .as(asked(visits, question, status, i))
          .isEqualTo(reference.actors(status, i));
    });
  }

  @Test
  void stickinessCountsWhatTheReferenceCounts() throws Exception {
    store.each(visits -> {
      Random random = new Random(visits.project);
      String interval = any(random, List.of("hour", "day", "day", "week", "month"));
      RandomSeries series = RandomSeries.of(random, visits, store);
      RandomFilter filters = RandomFilter.maybe(random, visits);
      double share = share(random);
      Integer group = group(random);
      LocalDate until = until(random, visits);
      Instant to = to(visits, until);
      int length = 1 + random.nextInt(14);
      List<Instant> starts = Calendar.last(length, interval, to.minusNanos(1_000), visits.zone);
      List<Era> eras = new ArrayList<>(List.of(new Era("current", starts, to)));
      String ago = random.nextInt(3) == 0 ? any(random, Era.AGO) : null;
      if (ago != null) {
        eras.add(eras.get(0).before(ago, interval, visits.zone));
      }
      Integer own = group(random);
      int together = 1 + random.nextInt(2) * random.nextInt(3);
      boolean cumulative = random.nextBoolean();
      String operator = any(random, List.of("gte", "exact", "lte"));
      int value = 1 + random.nextInt(2);
      LongPredicate enough = switch (operator) {
        case "gte" -> events -> events >= value;
        case "exact" -> events -> events == value;
        default -> events -> events <= value;
      };
      Map<String, Object> question = object(
          "kind",
          "StickinessQuery",
          "interval",
          interval,
          "intervalCount",
          together,
          "dateRange",
          object(
              "date_from",
              starts.get(0).toString(),
              "date_to",
              until == null ? null : until.toString()),
          "properties",
          filters.json(),
          "samplingFactor",
          share,
          "aggregation_group_type_index",
          group,
          "compareFilter",
          ago == null ? null : object("compare", true, "compare_to", ago.isEmpty() ? null : ago),
          "stickinessFilter",
          object(
              "computedAs",
              cumulative ? "cumulative" : "non_cumulative",
              "stickinessCriteria",
              object("operator", operator, "value", value)),
          "series",
          List.of(own == null ? series.json() : ofGroups(series.json())));

      Stickiness stickiness = new Stickiness();
      List<?> results =
          (List<?>) stickiness.answer(store.about(visits, question)).results();
      assertThat(results).as(asked(visits, question)).hasSameSizeAs(eras);
      for (int i = 0; i < eras.size(); i++) {
        Era era = eras.get(i);
        StickinessReference reference = new StickinessReference(
            visits.all,
            own == null ? group : own,
            era.starts(),
            era.to(),
            counted(series.holds(), filters, share),
            together,
            enough,
            cumulative);
        List<?> data = list(results.get(i), "data");
        assertThat(data).as(asked(visits, question)).hasSize(reference.buckets());
        for (int n = 1; n <= data.size(); n++) {
          assertThat(data.get(n - 1))
              .as(asked(visits, question, era.name(), n))
              .isEqualTo(Math.round(reference.actors(n).size() / share));
        }
        int n = 1 + random.nextInt(data.size());
        assertThat(store
                .actors(stickiness, visits, question, object("day", n, "compare", era.name()))
                .keySet())
            .as(asked(visits, question, era.name(), n))
            .isEqualTo(reference.actors(n));
      }
    });
  }

  private static Map<String, Object> ofGroups(Map<String, Object> series) {
    Map<String, Object> node = new LinkedHashMap<>(series);
    node.put("math", "unique_group");
    node.put("math_group_type_index", 0);
    return node;
  }

  @Test
  void pathsCountWhatTheReferenceCounts() throws Exception {
    List<String> points = List.of("/", "/a", "/b/1", "open", "buy", "screen 1", "/c");
    store.each(visits -> {
      Random random = new Random(visits.project);
      Integer group = group(random);
      RandomFilter filters = RandomFilter.maybe(random, visits);
      double share = share(random);
      List<String> types = any(
          random,
          List.of(
              List.of(),
              List.of("$pageview"),
              List.of("$pageview", "custom_event"),
              List.of("$screen"),
              List.of("custom_event", "$screen")));
      int least = random.nextInt(3);
      int most = random.nextInt(3) == 0 ? least + random.nextInt(3) : 1_000;
      int limit = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 50;
      Map<String, Object> filter = object(
          "includeEventTypes",
          types,
          "startPoint",
          random.nextInt(3) == 0 ? any(random, points) : null,
          "endPoint",
          random.nextInt(3) == 0 ? any(random, points) : null,
          "stepLimit",
          2 + random.nextInt(5),
          "edgeLimit",
          limit,
          "minEdgeWeight",
          least,
          "maxEdgeWeight",
          most,
          "excludeEvents",
          random.nextInt(3) == 0 ? List.of(any(random, points)) : null,
          "pathGroupings",
          random.nextInt(3) == 0 ? List.of("/b/*", "*o*n*") : null,
          "localPathCleaningFilters",
          random.nextInt(3) == 0 ? List.of(object("regex", "[0-9]+", "alias", "<id>")) : null);
      LocalDate until = until(random, visits);
      Map<String, Object> question = object(
          "kind",
          "PathsQuery",
          "dateRange",
          object("date_from", "-14d", "date_to", until == null ? null : until.toString()),
          "properties",
          filters.json(),
          "samplingFactor",
          share,
          "aggregation_group_type_index",
          group,
          "pathsFilter",
          filter);
      Instant from = visits
          .now
          .atZone(visits.zone)
          .toLocalDate()
          .minusDays(14)
          .atStartOfDay(visits.zone)
          .toInstant();
      PathsReference reference = new PathsReference(
          visits.all.stream().filter(counted(visit -> true, filters, share)).toList(),
          group,
          from,
          to(visits, until),
          filter);

      Paths paths = new Paths();
      List<?> results = (List<?>) paths.answer(store.about(visits, question)).results();
      List<Map<String, Object>> expected = new ArrayList<>();
      for (PathsReference.Edge edge : reference.edges(limit, least, most)) {
        expected.add(object(
            "source", edge.source(),
            "target", edge.target(),
            "value", Math.round(edge.value() / share),
            "average_conversion_time", edge.millis()));
      }
      assertThat(results).as(asked(visits, question)).isEqualTo(expected);
      if (!expected.isEmpty()) {
        Map<String, Object> edge = any(random, expected);
        Map<String, Object> ends = new LinkedHashMap<>(filter);
        ends.put("pathStartKey", edge.get("source"));
        ends.put("pathEndKey", edge.get("target"));
        Map<String, Object> way = new LinkedHashMap<>(question);
        way.put("pathsFilter", ends);
        assertThat(store.actors(paths, visits, way, object()))
            .as(asked(visits, way))
            .isEqualTo(reference.actors(
                String.valueOf(edge.get("source")), String.valueOf(edge.get("target"))));
      }
    });
  }
}
