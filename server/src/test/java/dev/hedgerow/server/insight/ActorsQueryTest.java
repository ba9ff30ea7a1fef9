package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.VisitsStore.list;
import static dev.hedgerow.server.insight.VisitsStore.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The people behind a point, as the query endpoint answers them. */
class ActorsQueryTest {
  private static final Instant NOON = Instant.parse("2026-03-05T12:00:00Z");

  @TempDir
  static Path folder;

  private static VisitsStore store;
  private static Visits visits;

  /** On one day: Ann by two ids, Bob, a visitor who stays anonymous; Bob again the day after. */
  @BeforeAll
  static void open() throws IOException {
    store = new VisitsStore(folder);
    visits = new Visits(1, ZoneId.of("UTC"), NOON.plusSeconds(86_400));
    visits.person("ann", NOON);
    visits.joined("device", "ann");
    visits.person("bob", NOON);
    visits.group("acme", NOON);
    for (String who : List.of("ann", "device", "bob", "someone")) {
      visits.event("open", who, NOON, Map.of(), Map.of(0, "acme"));
    }
    visits.event("open", "bob", NOON.plusSeconds(80_000), Map.of(), Map.of(0, "beta"));
    store.write(List.of(visits));
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
  }

  private static Map<String, Object> lifecycle() {
    return object(
        "kind", "LifecycleQuery",
        "dateRange", object("date_from", "2026-03-05"),
        "series", List.of(object("kind", "EventsNode", "event", "open")));
  }

  private static Map<String, Object> fresh(Map<String, Object> source, Object... more) {
    Map<String, Object> query = object(
        "kind",
        "ActorsQuery",
        "source",
        object(
            "kind", "InsightActorsQuery", "source", source, "day", "2026-03-05", "status", "new"));
    query.putAll(object(more));
    return query;
  }

  private static List<?> rows(Map<String, ?> query) throws Exception {
    return list(store.answer(visits, query), "results");
  }

  @Test
  void personsComeWithWhatIsKeptOfThemAndVisitorsAsAnonymous() throws Exception {
    Map<String, Object> answer = store.answer(
        visits,
        fresh(
            lifecycle(),
            "select",
            List.of("properties.name", "anonymous", "distinct_ids", "created_at", "event_count")));

    assertThat(answer)
        .containsEntry("hasMore", false)
        .containsEntry("limit", 100)
        .containsEntry("offset", 0)
        .containsEntry("missing_actors_count", 1L)
        .containsEntry(
            "columns",
            List.of("properties.name", "anonymous", "distinct_ids", "created_at", "event_count"));
    assertThat(new ArrayList<Object>(list(answer, "results")))
        .containsExactlyInAnyOrder(
            List.of("ann", false, List.of("ann", "device"), "2026-03-05T12:00:00.000000Z", 2L),
            List.of("bob", false, List.of("bob"), "2026-03-05T12:00:00.000000Z", 1L),
            java.util.Arrays.asList(null, true, List.of("someone"), null, 1L));
  }

  @Test
  void theUsualColumnsAreIdKindIdsAndProperties() throws Exception {
    Map<String, Object> answer = store.answer(visits, fresh(lifecycle()));
    assertThat(answer.get("columns"))
        .isEqualTo(
            List.of("id", "anonymous", "distinct_ids", "created_at", "properties", "event_count"));
    List<?> ids =
        list(answer, "results").stream().map(row -> ((List<?>) row).get(0)).toList();
    assertThat(ids)
        .isSortedAccordingTo((a, b) -> a.toString().compareTo(b.toString()))
        .hasSize(3);
  }

  @Test
  void aPersonMayBeSelectedWhole() throws Exception {
    Map<?, ?> person = (Map<?, ?>)
        ((List<?>) rows(fresh(lifecycle(), "select", List.of("person"), "search", "ANN"))
                .get(0))
            .get(0);
    assertThat(person.get("is_identified")).isEqualTo(true);
    assertThat(person.get("properties")).isEqualTo(Map.of("name", "ann"));
    assertThat(person.get("distinct_ids")).isEqualTo(List.of("ann", "device"));
  }

  @Test
  void pagesFollowEachOther() throws Exception {
    List<Object> ids = new ArrayList<>();
    for (int offset = 0; offset < 3; offset++) {
      Map<String, Object> page = store.answer(
          visits, fresh(lifecycle(), "select", List.of("id"), "limit", 1, "offset", offset));
      assertThat(page).containsEntry("hasMore", offset < 2).containsEntry("offset", offset);
      ids.addAll(list(page, "results"));
    }
    assertThat(ids).isEqualTo(rows(fresh(lifecycle(), "select", List.of("id"))));
    assertThat(rows(fresh(lifecycle(), "offset", 3))).isEmpty();
  }

  @Test
  void aSearchFitsNamesAndDistinctIdsOfPersonsAndVisitors() throws Exception {
    for (String text :
        List.of("bo", "DEVICE", "someone", " someone ", visits.all.get(0).person())) {
      Map<String, Object> answer = store.answer(
          visits, fresh(lifecycle(), "select", List.of("distinct_ids"), "search", text));
      assertThat(list(answer, "results")).as(text).hasSize(1);
      assertThat(answer).containsEntry("hasMore", false);
    }
    assertThat(rows(fresh(lifecycle(), "search", "nobody' OR 1=1 --"))).isEmpty();
    assertThat(rows(fresh(lifecycle(), "search", "  "))).hasSize(3);
    assertThat(rows(
            fresh(lifecycle(), "search", "n", "limit", 1, "select", List.of("properties.name"))))
        .hasSize(1);
  }

  @Test
  void groupsComeWithTheirKey() throws Exception {
    Map<String, Object> source = lifecycle();
    source.put("aggregation_group_type_index", 0);
    assertThat(new ArrayList<Object>(
            rows(fresh(source, "select", List.of("id", "anonymous", "event_count")))))
        .containsExactly(List.of("acme", false, 4L));
    assertThat(rows(fresh(source, "search", "ac"))).hasSize(1);
    assertThat(rows(fresh(source, "search", "x"))).isEmpty();
  }

  @Test
  void everyKindOfQuestionHasItsPoints() throws Exception {
    Map<String, Object> open = object("id", "open");
    Map<String, Object> retention = object(
        "kind",
        "RetentionQuery",
        "retentionFilter",
        object("totalIntervals", 2, "targetEntity", open, "returningEntity", open));
    Map<String, Object> stickiness = lifecycle();
    stickiness.put("kind", "StickinessQuery");
    Map<String, Object> paths = object("kind", "PathsQuery");

    assertThat(names(retention, "interval", 0)).hasSize(3);
    assertThat(names(retention, "interval", 0, "day", 1)).containsExactly(List.of("bob"));
    assertThat(names(stickiness, "day", 2)).containsExactly(List.of("bob"));
    assertThat(names(paths)).hasSize(3);
    assertThat(names(lifecycle(), "day", "2026-03-06", "status", "returning"))
        .containsExactly(List.of("bob"));
    assertThat(names(lifecycle(), "day", 1, "status", "dormant")).hasSize(2);
  }

  @Test
  void thePeopleOfTrendsAndFunnelsAreToldTheSameWay() throws Exception {
    List<?> series = List.of(object("kind", "EventsNode", "event", "open"));
    Map<String, Object> trends = object(
        "kind", "TrendsQuery", "dateRange", object("date_from", "2026-03-05"), "series", series);
    for (Object day : List.of("2026-03-06", "2026-03-06 00:00:00", "2026-03-06T10:00:00Z", 1)) {
      assertThat(names(trends, "day", day, "series", 0)).containsExactly(List.of("bob"));
    }
    for (Object day : List.of("2026-03-09", "2026-03-04", 4, -1, 0.5, "", "soon", true)) {
      RejectedException refused =
          catchThrowableOfType(RejectedException.class, () -> names(trends, "day", day));
      assertThat(refused.attribute()).isEqualTo("source.day");
    }

    Map<String, Object> funnel = object(
        "kind", "FunnelsQuery",
        "dateRange", object("date_from", "2026-03-05"),
        "series", List.of(series.get(0), series.get(0)));
    List<Object> twice = new ArrayList<>(rows(object(
        "kind", "ActorsQuery",
        "select", List.of("properties.name"),
        "source", object("kind", "FunnelsActorsQuery", "source", funnel, "funnelStep", 2))));
    // Bob came on both days; Ann's two ids came at once, and two events fill two steps.
    assertThat(twice).containsExactlyInAnyOrder(List.of("ann"), List.of("bob"));
  }

  @Test
  void thePeopleBehindEachBarOfTheTimeToConvertAreAsManyAsItTells() throws Exception {
    Map<String, Object> open = object("kind", "EventsNode", "event", "open");
    Map<String, Object> funnel = object(
        "kind", "FunnelsQuery",
        "dateRange", object("date_from", "2026-03-05"),
        "series", List.of(open, open),
        "funnelsFilter", object("funnelVizType", "time_to_convert"));
    Map<?, ?> told =
        (Map<?, ?>) Objects.requireNonNull(store.answer(visits, funnel).get("results"));
    assertThat(told.get("bins")).asString().isEqualTo("[[0, 1], [40001, 1]]");
    assertThat(slow(funnel, "funnelTimeFrom", 0, "funnelTimeTo", 40_001))
        .containsExactly(List.of("ann"));
    assertThat(slow(funnel, "funnelTimeFrom", 40_001)).containsExactly(List.of("bob"));
    assertThat(slow(funnel, "funnelTimeFrom", 80_000, "funnelTimeTo", 80_001)).hasSize(1);
    assertThat(slow(funnel, "funnelTimeFrom", 80_001)).isEmpty();
    for (Object odd : List.of(-1, 0.5, "soon", true)) {
      RejectedException refused =
          catchThrowableOfType(RejectedException.class, () -> slow(funnel, "funnelTimeFrom", odd));
      assertThat(refused.attribute()).isEqualTo("source.funnelTimeFrom");
    }
  }

  private static List<Object> slow(Map<String, ?> funnel, Object... point) throws Exception {
    Map<String, Object> about = object("kind", "FunnelsActorsQuery", "source", funnel);
    about.putAll(object(point));
    return new ArrayList<>(
        rows(object("kind", "ActorsQuery", "source", about, "select", List.of("properties.name"))));
  }

  @Test
  void aQuestionAboutPersonsSaysHowManyAnonymousEventsItLeftOut() throws Exception {
    Map<String, Object> open = object("id", "open");
    Map<String, Object> retention = object(
        "kind",
        "RetentionQuery",
        "dateRange",
        object("date_to", "2026-03-05"),
        "properties",
        List.of(object("key", "name", "value", "bob", "type", "person")),
        "retentionFilter",
        object("totalIntervals", 1, "targetEntity", open, "returningEntity", open));
    Map<String, Object> about = object(
        "kind", "ActorsQuery", "source", object("kind", "InsightActorsQuery", "source", retention));

    for (Map<String, Object> question : List.of(retention, about)) {
      List<?> warnings = list(store.answer(visits, question), "warnings");
      // Ann's device and the one who stayed anonymous.
      assertThat(warnings).hasSize(1);
      assertThat(((Map<?, ?>) warnings.get(0)).get("count")).isEqualTo(2L);
    }
    assertThat(rows(about)).hasSize(1);
    // Long before the last seven days, which other questions are about by default.
    retention.put("dateRange", object("date_to", "2020-01-01"));
    assertThat(list(store.answer(visits, retention), "warnings")).isEmpty();
  }

  private static List<Object> names(Map<String, ?> source, Object... point) throws Exception {
    Map<String, Object> about = object("kind", "InsightActorsQuery", "source", source);
    about.putAll(object(point));
    return new ArrayList<>(
        rows(object("kind", "ActorsQuery", "source", about, "select", List.of("properties.name"))));
  }

  @Test
  void aSourceThatHasNoPeopleIsRefusedByItsField() {
    for (Map<String, ?> source : List.of(
        object("kind", "InsightActorsQuery", "source", object("kind", "HogQLQuery")),
        object("kind", "InsightActorsQuery"),
        object("kind", "InsightActorsQuery", "source", object("kind", "ActorsQuery")),
        object("kind", "FunnelsActorsQuery", "source", lifecycle()))) {
      RejectedException refused = catchThrowableOfType(
          RejectedException.class,
          () -> store.answer(visits, object("kind", "ActorsQuery", "source", source)));
      assertThat(refused.attribute()).isEqualTo("source.source.kind");
      assertThat(refused.status()).isEqualTo(400);
    }
  }
}
