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

import dev.hedgerow.server.insight.retention.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention gives the numbers of its slow reference, over streams and questions from seeds. */
class RandomRetentionTest {
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
  void retentionCountsWhatTheReferenceCounts() throws Exception {
    store.each(visits -> {
      Random random = new Random(visits.project);
      String period = any(random, List.of("Hour", "Day", "Day", "Day", "Week", "Month"));
      int intervals = 1 + random.nextInt(10);
      String type = any(
          random,
          List.of(
              "retention_first_time", "retention_recurring", "retention_first_ever_occurrence"));
      RandomSeries target = RandomSeries.of(random, visits, store);
      RandomSeries back = RandomSeries.of(random, visits, store);
      RandomFilter filters = RandomFilter.maybe(random, visits);
      double share = share(random);
      Integer group = group(random);
      int occurrences = 1 + random.nextInt(2) * random.nextInt(3);
      boolean cumulative = random.nextInt(3) == 0;
      boolean windows = random.nextInt(4) == 0;
      LocalDate until = until(random, visits);
      Map<String, Object> question = object(
          "kind",
          "RetentionQuery",
          "dateRange",
          object("date_to", until == null ? null : until.toString()),
          "properties",
          filters.json(),
          "samplingFactor",
          share,
          "aggregation_group_type_index",
          group,
          "retentionFilter",
          object(
              "period",
              period,
              "totalIntervals",
              intervals,
              "retentionType",
              type,
              "targetEntity",
              target.entity(),
              "returningEntity",
              back.entity(),
              "minimumOccurrences",
              occurrences,
              "cumulative",
              cumulative,
              "timeWindowMode",
              windows ? "24_hour_windows" : "strict_calendar_dates"));
      Instant to = to(visits, until);
      Duration window = switch (period) {
        case "Hour" -> Duration.ofHours(1);
        case "Day" -> Duration.ofDays(1);
        case "Week" -> Duration.ofDays(7);
        default -> Duration.ofDays(30);
      };
      RetentionReference reference = new RetentionReference(
          visits.all,
          group,
          Calendar.last(
              intervals, period.toLowerCase(Locale.ROOT), to.minusNanos(1_000), visits.zone),
          to,
          type,
          counted(target.named(), filters, share),
          counted(target.holds(), filters, share),
          counted(back.holds(), filters, share),
          occurrences,
          cumulative,
          windows ? window : null);

      Retention retention = new Retention();
      List<?> rows = (List<?>) retention.answer(store.about(visits, question)).results();
      assertThat(rows).as(asked(visits, question)).hasSize(intervals);
      for (int row = 0; row < intervals; row++) {
        List<?> values = list(rows.get(row), "values");
        assertThat(values).hasSize(intervals - row);
        for (int k = 0; k < values.size(); k++) {
          assertThat(((Map<?, ?>) values.get(k)).get("count"))
              .as(asked(visits, question, row, k))
              .isEqualTo(Math.round(reference.actors(row, k).size() / share));
        }
      }
      int row = random.nextInt(intervals);
      int k = random.nextInt(intervals - row);
      assertThat(store
              .actors(retention, visits, question, object("interval", row, "day", k))
              .keySet())
          .as(asked(visits, question, row, k))
          .isEqualTo(reference.actors(row, k));
    });
  }

  @Test
  void brokenDownRetentionCountsEachActorUnderItsFirstValue() throws Exception {
    store.each(visits -> {
      Random random = new Random(visits.project);
      int intervals = 1 + random.nextInt(8);
      RandomBreakdown breakdown = RandomBreakdown.byProperties(random, visits);
      String type = any(
          random,
          List.of(
              "retention_first_time", "retention_recurring", "retention_first_ever_occurrence"));
      RandomFilter filters = RandomFilter.maybe(random, visits);
      double share = share(random);
      RandomSeries target = RandomSeries.of(random, visits, store);
      RandomSeries back = RandomSeries.of(random, visits, store);
      Map<String, Object> question = object(
          "kind",
          "RetentionQuery",
          "properties",
          filters.json(),
          "samplingFactor",
          share,
          "breakdownFilter",
          breakdown.json(),
          "retentionFilter",
          object(
              "totalIntervals",
              intervals,
              "retentionType",
              type,
              "targetEntity",
              target.entity(),
              "returningEntity",
              back.entity()));
      Instant to = to(visits, null);
      RetentionReference reference = new RetentionReference(
          visits.all.stream().filter(breakdown.looked()).toList(),
          null,
          Calendar.last(intervals, "day", visits.now, visits.zone),
          to,
          type,
          counted(target.named(), filters, share),
          counted(target.holds(), filters, share),
          counted(back.holds(), filters, share),
          1,
          false,
          null);
      Map<String, Set<String>> cohorts = new TreeMap<>();
      for (int row = 0; row < intervals; row++) {
        for (String actor : reference.actors(row, 0)) {
          cohorts
              .computeIfAbsent(reference.value(actor, breakdown.value()), value -> new TreeSet<>())
              .add(actor);
        }
      }
      List<String> values = new ArrayList<>(cohorts.keySet());
      values.sort(
          Comparator.comparing(value -> -cohorts.getOrDefault(value, Set.of()).size()));
      Map<String, Set<String>> told = new LinkedHashMap<>();
      for (String value : values) {
        if (told.size() < breakdown.limit() && values.indexOf(value) < breakdown.limit()) {
          told.put(value, cohorts.getOrDefault(value, Set.of()));
        } else if (!breakdown.hides()) {
          told.computeIfAbsent(breakdown.other(), other -> new TreeSet<>())
              .addAll(cohorts.getOrDefault(value, Set.of()));
        }
      }

      Retention retention = new Retention();
      List<?> rows = (List<?>) retention.answer(store.about(visits, question)).results();
      assertThat(rows).as(asked(visits, question)).hasSize(told.size() * intervals);
      int at = 0;
      for (Map.Entry<String, Set<String>> value : told.entrySet()) {
        for (int row = 0; row < intervals; row++) {
          Map<?, ?> found = (Map<?, ?>) rows.get(at++);
          assertThat(RandomBreakdown.told(found.get("breakdown_value"))).isEqualTo(value.getKey());
          for (int k = 0; k < intervals - row; k++) {
            Set<String> actors = new TreeSet<>(reference.actors(row, k));
            actors.retainAll(value.getValue());
            assertThat(((Map<?, ?>) list(found, "values").get(k)).get("count"))
                .as(asked(visits, question, value, row, k))
                .isEqualTo(Math.round(actors.size() / share));
            if (row == 0 && k == 1) {
              assertThat(store
                      .actors(
                          retention,
                          visits,
                          question,
                          object(
                              "interval",
                              row,
                              "day",
                              k,
                              "breakdown",
                              List.of(value.getKey().split(RandomBreakdown.BETWEEN, -1))))
                      .keySet())
                  .isEqualTo(actors);
            }
          }
        }
      }
    });
  }
}
