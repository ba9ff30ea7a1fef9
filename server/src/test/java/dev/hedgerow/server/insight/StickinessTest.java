package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.VisitsStore.list;
import static dev.hedgerow.server.insight.VisitsStore.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.insight.retention.Stickiness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stickiness by hand: one rule of the contract a case, with the numbers worked out beside it. */
class StickinessTest {
  @TempDir
  static Path folder;

  private static VisitsStore store;
  private static Visits visits;

  /** Ann came on the 1st (twice), 2nd, 3rd and 4th of March, Bob on the 2nd, Cid on the 2nd and 4th. */
  @BeforeAll
  static void open() throws IOException {
    store = new VisitsStore(folder);
    visits = new Visits(1, ZoneId.of("UTC"), Instant.parse("2026-03-05T20:00:00Z"));
    for (String visit : List.of("ann1", "ann1", "ann2", "ann3", "ann4", "bob2", "cid2", "cid4")) {
      visits.event(
          "open",
          visit.substring(0, 3),
          Instant.parse("2026-03-0" + visit.charAt(3) + "T12:00:00Z"),
          Map.of(),
          visit.startsWith("b") ? Map.of() : Map.of(0, "acme"));
    }
    store.write(List.of(visits));
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
  }

  private static Map<?, ?> first(Object... more) throws Exception {
    return (Map<?, ?>) all(more).get(0);
  }

  @SuppressWarnings("unchecked") // results have string keys
  private static Map<String, Object> entries(Object result) {
    return (Map<String, Object>) result;
  }

  private static List<?> all(Object... more) throws Exception {
    Map<String, Object> question = object(
        "kind", "StickinessQuery",
        "dateRange", object("date_from", "2026-03-01"),
        "series", List.of(object("kind", "EventsNode", "event", "open")));
    question.putAll(object(more));
    return (List<?>) new Stickiness().answer(store.about(visits, question)).results();
  }

  @Test
  void aBucketIsWhoWasActiveOnExactlySoManyDays() throws Exception {
    // Bob on one day, Cid on two, Ann on four of the five.
    assertThat(entries(first()))
        .containsEntry("data", List.of(1L, 1L, 0L, 1L, 0L))
        .containsEntry("days", List.of(1, 2, 3, 4, 5))
        .containsEntry("labels", List.of("1 day", "2 days", "3 days", "4 days", "5 days"))
        .containsEntry("count", 3L)
        .containsEntry("label", "open");
  }

  @Test
  void cumulativeIsWhoWasActiveOnAtLeastSoMany() throws Exception {
    Map<?, ?> first = first("stickinessFilter", object("computedAs", "cumulative"));
    assertThat(first.get("data")).isEqualTo(List.of(3L, 2L, 1L, 1L, 0L));
    assertThat(list(first, "labels").get(0)).isEqualTo("1 day or more");
    assertThat(first.get("count")).isEqualTo(3L);
  }

  @Test
  void criteriaSayHowManyEventsMakeADayActive() throws Exception {
    // Only Ann's 1st had two events.
    assertThat(first("stickinessFilter", criteria("gte", 2)).get("data"))
        .isEqualTo(List.of(1L, 0L, 0L, 0L, 0L));
    // Her other three had exactly one, as Bob's day and Cid's two.
    assertThat(first("stickinessFilter", criteria("exact", 1)).get("data"))
        .isEqualTo(List.of(1L, 1L, 1L, 0L, 0L));
    assertThat(first("stickinessFilter", criteria("lte", 2)).get("data"))
        .isEqualTo(List.of(1L, 1L, 0L, 1L, 0L));
  }

  private static Map<String, Object> criteria(String operator, int value) {
    return object("stickinessCriteria", object("operator", operator, "value", value));
  }

  @Test
  void severalDaysMayBeOneCountedFromTheEnd() throws Exception {
    // 4th and 5th, 2nd and 3rd, the 1st alone: Bob in one, Cid in two, Ann in all three.
    assertThat(first("intervalCount", 2).get("data")).isEqualTo(List.of(1L, 1L, 1L));
  }

  @Test
  void groupsAreCountedWhereTheQuestionOrASeriesSaysSo() throws Exception {
    // acme was there on the 1st to the 4th.
    assertThat(first("aggregation_group_type_index", 0).get("data"))
        .isEqualTo(List.of(0L, 0L, 0L, 1L, 0L));
    assertThat(first(
                "series",
                List.of(object(
                    "kind", "EventsNode",
                    "event", "open",
                    "math", "unique_group",
                    "math_group_type_index", 0)))
            .get("data"))
        .isEqualTo(List.of(0L, 0L, 0L, 1L, 0L));
  }

  @Test
  void eachSeriesIsComparedWithThePeriodBefore() throws Exception {
    List<?> results = all(
        "dateRange", object("date_from", "2026-03-03", "date_to", "2026-03-04"),
        "compareFilter", object("compare", true));
    // 3rd and 4th: Ann on both, Cid on one. 1st and 2nd: Ann on both, Bob and Cid on one.
    assertThat(results).hasSize(2);
    assertThat(entries(results.get(0)))
        .containsEntry("data", List.of(1L, 1L))
        .containsEntry("compare_label", "current");
    assertThat(entries(results.get(1)))
        .containsEntry("data", List.of(2L, 1L))
        .containsEntry("compare_label", "previous");
  }

  @Test
  void aSampleOfPersonsIsCountedUp() throws Exception {
    // Whoever is in the half that is looked at counts for two; one or the other is in no half.
    long all = 0;
    for (Object count : VisitsStore.list(first("samplingFactor", 0.5), "data")) {
      assertThat((Long) count % 2).isZero();
      all += (Long) count;
    }
    assertThat(all).isBetween(0L, 6L);
    assertThat(first("samplingFactor", 1).get("data")).isEqualTo(List.of(1L, 1L, 0L, 1L, 0L));
  }
}
