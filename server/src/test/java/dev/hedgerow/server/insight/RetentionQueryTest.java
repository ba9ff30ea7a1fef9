package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.VisitsStore.list;
import static dev.hedgerow.server.insight.VisitsStore.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.insight.ask.Breakdown;
import dev.hedgerow.server.insight.retention.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention by hand: one rule of the contract a case, with the numbers worked out beside it. */
class RetentionQueryTest {
  @TempDir
  static Path folder;

  private static VisitsStore store;
  private static int projects;

  @BeforeAll
  static void open() throws IOException {
    store = new VisitsStore(folder);
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
  }

  private static Visits stream(String zone, String now) {
    return new Visits(++projects, ZoneId.of(zone), Instant.parse(now));
  }

  private static void event(Visits visits, String id, String at) {
    event(visits, id, at, Map.of());
  }

  private static void event(Visits visits, String id, String at, Map<String, Object> properties) {
    visits.event("open", id, Instant.parse(at), properties, Map.of());
  }

  /** Ann came on the 1st, 2nd and 4th of March, Bob on the 1st and 3rd, Cid on the 2nd and 3rd. */
  private static Visits threeVisitors() throws IOException {
    Visits visits = stream("UTC", "2026-03-04T20:00:00Z");
    for (String day : List.of("01", "02", "04")) {
      event(visits, "ann", "2026-03-" + day + "T10:00:00Z");
    }
    for (String day : List.of("01", "03")) {
      event(visits, "bob", "2026-03-" + day + "T10:00:00Z");
    }
    for (String day : List.of("02", "03")) {
      event(visits, "cid", "2026-03-" + day + "T10:00:00Z");
    }
    return visits;
  }

  /** Returns the counts, row by row. */
  private static List<List<Object>> counts(Visits visits, Object... filter) throws Exception {
    return values(visits, "count", filter);
  }

  private static List<List<Object>> values(Visits visits, String field, Object... filter)
      throws Exception {
    store.write(List.of(visits));
    Map<String, Object> all =
        object("targetEntity", object("id", "open"), "returningEntity", object("id", "open"));
    all.putAll(object(filter));
    return values(ask(visits, object("kind", "RetentionQuery", "retentionFilter", all)), field);
  }

  private static List<?> ask(Visits visits, Map<String, Object> question) throws Exception {
    return (List<?>) new Retention().answer(store.about(visits, question)).results();
  }

  private static List<List<Object>> values(List<?> rows, String field) {
    List<List<Object>> values = new ArrayList<>();
    for (Object row : rows) {
      List<Object> line = new ArrayList<>();
      for (Object value : list(row, "values")) {
        line.add(((Map<?, ?>) value).get(field));
      }
      values.add(line);
    }
    return values;
  }

  @Test
  void theFirstTargetBeginsTheOnlyCohort() throws Exception {
    // Ann and Bob begin on the 1st: Ann is back after 1 and 3 days, Bob after 2. Cid on the 2nd.
    assertThat(counts(threeVisitors(), "totalIntervals", 4))
        .containsExactly(
            List.of(2L, 1L, 1L, 1L), List.of(1L, 1L, 0L), List.of(0L, 0L), List.of(0L));
  }

  @Test
  void whoBeganBeforeTheGridIsInNoCohort() throws Exception {
    // The grid begins on the 2nd; Ann and Bob began on the 1st.
    assertThat(counts(threeVisitors(), "totalIntervals", 3))
        .containsExactly(List.of(1L, 1L, 0L), List.of(0L, 0L), List.of(0L));
  }

  @Test
  void recurringBeginsACohortWithEveryActiveDay() throws Exception {
    // 1st: Ann, Bob. 2nd: Ann, Cid, of whom Cid is back after 1 and Ann after 2. 3rd: Bob, Cid.
    // 4th: Ann.
    assertThat(counts(threeVisitors(), "totalIntervals", 4, "retentionType", "retention_recurring"))
        .containsExactly(
            List.of(2L, 1L, 1L, 1L), List.of(2L, 1L, 1L), List.of(2L, 0L), List.of(1L));
  }

  @Test
  void cumulativeCountsThoseWhoComeLaterStill() throws Exception {
    // Of the 1st both are back after 2 days or later, Ann alone after 3.
    assertThat(counts(threeVisitors(), "totalIntervals", 4, "cumulative", true))
        .containsExactly(
            List.of(2L, 2L, 2L, 1L), List.of(1L, 1L, 0L), List.of(0L, 0L), List.of(0L));
  }

  @Test
  void percentagesAreOfTheCohortOrOfTheIntervalBefore() throws Exception {
    Visits visits = threeVisitors();
    assertThat(values(visits, "percentage", "totalIntervals", 4).get(0))
        .containsExactly(100.0, 50.0, 50.0, 50.0);
    assertThat(values(
                threeVisitors(),
                "percentage",
                "totalIntervals",
                4,
                "retentionReference",
                "previous")
            .subList(0, 3))
        .containsExactly(
            List.of(100.0, 50.0, 100.0, 100.0),
            List.of(100.0, 100.0, 0.0),
            java.util.Arrays.asList(null, null));
  }

  @Test
  void theFirstOfItsKindMustHaveThePropertiesWhereItIsFirstEver() throws Exception {
    List<List<Object>> counts = new ArrayList<>();
    for (String type : List.of("retention_first_time", "retention_first_ever_occurrence")) {
      Visits visits = stream("UTC", "2026-03-02T20:00:00Z");
      event(visits, "ann", "2026-03-01T10:00:00Z", Map.of("color", "blue"));
      event(visits, "ann", "2026-03-02T10:00:00Z", Map.of("color", "red"));
      event(visits, "bob", "2026-03-02T11:00:00Z", Map.of("color", "red"));
      counts.addAll(counts(
          visits,
          "totalIntervals",
          2,
          "retentionType",
          type,
          "targetEntity",
          object("id", "open", "properties", List.of(Visit.filter("color", "red")))));
    }
    // Red alone makes Ann begin on the 2nd, as Bob; but her first ever was blue.
    assertThat(counts).containsExactly(List.of(0L, 0L), List.of(2L), List.of(0L, 0L), List.of(1L));
  }

  @Test
  void comingBackTakesAsManyEventsAsAskedFor() throws Exception {
    Visits visits = stream("UTC", "2026-03-02T20:00:00Z");
    event(visits, "ann", "2026-03-01T10:00:00Z");
    event(visits, "ann", "2026-03-02T10:00:00Z");
    event(visits, "bob", "2026-03-01T10:00:00Z");
    event(visits, "bob", "2026-03-02T10:00:00Z");
    event(visits, "bob", "2026-03-02T11:00:00Z");
    // Both came on the 2nd, Bob twice. The cohort is whoever came on the 1st, if only once.
    assertThat(counts(visits, "totalIntervals", 2, "minimumOccurrences", 2))
        .containsExactly(List.of(2L, 1L), List.of(0L));
  }

  @Test
  void windowsBeginWithTheActorsOwnEvent() throws Exception {
    List<List<Object>> counts = new ArrayList<>();
    for (String mode : List.of("strict_calendar_dates", "24_hour_windows")) {
      Visits visits = stream("UTC", "2026-03-03T20:00:00Z");
      event(visits, "ann", "2026-03-01T23:00:00Z");
      event(visits, "ann", "2026-03-02T22:59:59Z");
      event(visits, "bob", "2026-03-01T23:00:00Z");
      event(visits, "bob", "2026-03-02T23:00:00Z");
      counts.addAll(counts(visits, "totalIntervals", 3, "timeWindowMode", mode));
    }
    // By the calendar both are back on the next day; Ann within her first 24 hours, Bob after them.
    assertThat(counts.get(0)).containsExactly(2L, 2L, 0L);
    assertThat(counts.get(3)).containsExactly(2L, 1L, 0L);
  }

  @Test
  void aDayOfTwentyThreeHoursIsADay() throws Exception {
    Visits visits = stream("Europe/Berlin", "2026-03-30T20:00:00Z");
    // 00:30 on the 29th, whose night lost an hour, and 00:10 on the 30th: 22 hours 40 minutes
    // later.
    event(visits, "ann", "2026-03-28T23:30:00Z");
    event(visits, "ann", "2026-03-29T22:10:00Z");

    assertThat(counts(visits, "totalIntervals", 2)).containsExactly(List.of(1L, 1L), List.of(0L));
  }

  @Test
  void weeksBeginOnSunday() throws Exception {
    Visits visits = stream("UTC", "2026-03-09T20:00:00Z");
    event(visits, "ann", "2026-03-07T23:00:00Z"); // Saturday
    event(visits, "ann", "2026-03-08T01:00:00Z"); // Sunday
    List<?> rows = ask(
        written(visits),
        object(
            "kind",
            "RetentionQuery",
            "retentionFilter",
            object(
                "period",
                "Week",
                "totalIntervals",
                2,
                "targetEntity",
                object("id", "open"),
                "returningEntity",
                object("id", "open"))));

    assertThat(values(rows, "count")).containsExactly(List.of(1L, 1L), List.of(0L));
    assertThat(values(rows, "label").get(0)).containsExactly("Week 0", "Week 1");
    assertThat(((Map<?, ?>) rows.get(0)).get("date")).isEqualTo("2026-03-01T00:00:00Z");
    assertThat(((Map<?, ?>) rows.get(0)).get("label")).isEqualTo("Week 0");
  }

  private static Visits written(Visits visits) throws IOException {
    store.write(List.of(visits));
    return visits;
  }

  @Test
  void twoDistinctIdsOfOnePersonAreOneActor() throws Exception {
    Visits visits = stream("UTC", "2026-03-02T20:00:00Z");
    visits.person("ann@example.com", Instant.parse("2026-03-02T09:00:00Z"));
    visits.joined("anonymous", "ann@example.com");
    event(visits, "anonymous", "2026-03-01T10:00:00Z");
    event(visits, "ann@example.com", "2026-03-02T10:00:00Z");

    assertThat(counts(visits, "totalIntervals", 2)).containsExactly(List.of(1L, 1L), List.of(0L));
  }

  @Test
  void groupsComeBackAsPersonsDo() throws Exception {
    Visits visits = stream("UTC", "2026-03-02T20:00:00Z");
    visits.event("open", "ann", Instant.parse("2026-03-01T10:00:00Z"), Map.of(), Map.of(0, "acme"));
    visits.event("open", "bob", Instant.parse("2026-03-02T10:00:00Z"), Map.of(), Map.of(0, "acme"));
    visits.event("open", "cid", Instant.parse("2026-03-02T10:00:00Z"), Map.of(), Map.of());
    List<?> rows = ask(
        written(visits),
        object(
            "kind",
            "RetentionQuery",
            "aggregation_group_type_index",
            0,
            "retentionFilter",
            object(
                "totalIntervals", 2,
                "targetEntity", object("id", "open"),
                "returningEntity", object("id", "open"))));

    assertThat(values(rows, "count")).containsExactly(List.of(1L, 1L), List.of(0L));
  }

  @Test
  void whatIsAskedByDefaultIsEightDaysOfPageViews() throws Exception {
    Visits visits = stream("UTC", "2026-03-08T20:00:00Z");
    visits.event("$pageview", "ann", Instant.parse("2026-03-01T10:00:00Z"), Map.of(), Map.of());
    visits.event("open", "ann", Instant.parse("2026-03-02T10:00:00Z"), Map.of(), Map.of());
    List<?> rows = ask(written(visits), object("kind", "RetentionQuery"));

    assertThat(values(rows, "count")).hasSize(8);
    assertThat(values(rows, "count").get(0)).containsExactly(1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
  }

  @Test
  void anActorIsUnderTheValueOfItsFirstTarget() throws Exception {
    Visits visits = stream("UTC", "2026-03-02T20:00:00Z");
    visits.person("ann", Instant.parse("2026-03-01T09:00:00Z"));
    event(visits, "ann", "2026-03-01T10:00:00Z", Map.of("color", "red"));
    event(visits, "ann", "2026-03-02T10:00:00Z", Map.of("color", "blue"));
    event(visits, "bob", "2026-03-01T10:00:00Z", Map.of("color", "red"));
    event(visits, "cid", "2026-03-02T10:00:00Z", Map.of("color", "blue"));
    event(visits, "dan", "2026-03-02T10:00:00Z", Map.of());
    written(visits);

    // Red: Ann, who comes back in blue, and Bob. Blue: Cid. Dan has no color.
    assertThat(broken(visits, object("breakdown", "color")))
        .containsExactly(
            "red [2, 1]",
            "red [0]",
            "$$_posthog_breakdown_null_$$ [0, 0]",
            "$$_posthog_breakdown_null_$$ [1]",
            "blue [0, 0]",
            "blue [1]");
    assertThat(broken(visits, object("breakdown", "color", "breakdown_limit", 1)))
        .containsExactly(
            "red [2, 1]", "red [0]", Breakdown.OTHER + " [0, 0]", Breakdown.OTHER + " [2]");
    // Only Ann is a person; the others are anonymous and left out.
    assertThat(broken(visits, object("breakdown", "name", "breakdown_type", "person")))
        .containsExactly("ann [1, 1]", "ann [0]");
  }

  private static List<String> broken(Visits visits, Map<String, Object> filter) throws Exception {
    List<?> rows = ask(
        visits,
        object(
            "kind",
            "RetentionQuery",
            "breakdownFilter",
            filter,
            "retentionFilter",
            object(
                "totalIntervals", 2,
                "targetEntity", object("id", "open"),
                "returningEntity", object("id", "open"))));
    List<String> told = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      told.add(((Map<?, ?>) rows.get(i)).get("breakdown_value") + " "
          + values(rows, "count").get(i));
    }
    return told;
  }

  @Test
  void anActionMayBeTheTarget() throws Exception {
    Visits visits = stream("UTC", "2026-03-02T20:00:00Z");
    event(visits, "ann", "2026-03-01T10:00:00Z", Map.of("color", "red"));
    event(visits, "ann", "2026-03-02T10:00:00Z", Map.of("color", "red"));
    event(visits, "bob", "2026-03-01T10:00:00Z", Map.of("color", "blue"));
    written(visits);
    int id = store.red(visits.project);

    for (Object asked : List.<Object>of(id, String.valueOf(id))) {
      assertThat(values(
              ask(
                  visits,
                  object(
                      "kind",
                      "RetentionQuery",
                      "retentionFilter",
                      object(
                          "totalIntervals", 2,
                          "targetEntity", object("id", asked, "type", "actions"),
                          "returningEntity", object("id", "open")))),
              "count"))
          .containsExactly(List.of(1L, 1L), List.of(0L));
    }
  }
}
