package dev.hedgerow.server.insight.funnel;

import static dev.hedgerow.server.insight.funnel.FunnelStore.funnel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.ActionStep;
import dev.hedgerow.server.event.Matching;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What funnels answer: steps, times, shares over time, who is behind a point, and what is refused. */
class FunnelAnswersTest {
  @TempDir
  static Path folder;

  private static FunnelStore store;

  @BeforeAll
  static void open() throws IOException {
    store = new FunnelStore(folder);
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
  }

  private static List<String> ids(String... names) {
    return Stream.of(names)
        .map(name -> FunnelStore.person(name).toString())
        .sorted()
        .toList();
  }

  @Test
  void stepsSayWhatTheyAre() throws Exception {
    int project = store.project("ann: A@0 B@1");
    Action action = store.actions.create(new Action(
        0,
        project,
        "Bought",
        "",
        List.of(),
        List.of(new ActionStep(
            "B",
            null,
            Matching.EXACT,
            null,
            null,
            null,
            Matching.EXACT,
            null,
            Matching.EXACT,
            List.of())),
        FunnelStore.NOW,
        FunnelStore.NOW));
    Map<String, Object> query = funnel("A");
    query.put(
        "series",
        List.of(
            Map.of("kind", "EventsNode", "event", "A", "custom_name", "Came"),
            Map.of("kind", "ActionsNode", "id", action.id())));

    List<Map<String, Object>> steps = store.steps(project, query);

    assertThat(steps.get(0))
        .containsEntry("action_id", "A")
        .containsEntry("name", "A")
        .containsEntry("custom_name", "Came")
        .containsEntry("order", 0)
        .containsEntry("type", "events")
        .containsEntry("count", 1L);
    assertThat(steps.get(1))
        .containsEntry("action_id", action.id())
        .containsEntry("name", "Bought")
        .containsEntry("order", 1)
        .containsEntry("type", "actions")
        .containsEntry("count", 1L)
        .containsEntry("average_conversion_time", 60.0);
    assertThat(store.ask(project, query))
        .containsKeys("hogql", "resolved_date_range", "timings", "timezone");
  }

  @Test
  void timesAreToldInBarsOfOneWidth() throws Exception {
    int project = store.project(
        "ann: A@0 B@10s C@1h", "bob: A@0 B@29s", "cem: A@0 B@30s", "dot: A@0", "eve: A@0 B@70s");
    Map<String, Object> query =
        funnel("A>B>C", "funnelVizType", "time_to_convert", "funnelToStep", 1, "binCount", 3);

    // from 10 to 70 seconds in three bars: 61 whole seconds make them 21 wide
    assertThat(store.ask(project, query).get("results"))
        .isEqualTo(Map.of(
            "bins",
            List.of(List.of(10L, 3L), List.of(31L, 0L), List.of(52L, 1L)),
            "average_conversion_time",
            34.75));
    Map<String, Object> nobody = new LinkedHashMap<>();
    nobody.put("bins", List.of());
    nobody.put("average_conversion_time", null);
    assertThat(store
            .ask(project, funnel("X>A", "funnelVizType", "time_to_convert"))
            .get("results"))
        .isEqualTo(nobody);
  }

  @Test
  void sharesOverTimeAreByTheIntervalOfEntry() throws Exception {
    int project = store.project(
        "ann: A@0 A@1d B@3d", // begun on the 1st, too late; on the 2nd, in time
        "bob: A@1d", // begun on the 2nd, never came
        "cem: A@2d B@2d"); // on the 3rd
    Map<String, Object> query = funnel("A>B", "funnelVizType", "trends", "funnelWindowInterval", 2);
    query.put("dateRange", Map.of("date_from", "2026-03-01", "date_to", "2026-03-04"));

    Map<String, Object> item = store.steps(project, query).get(0);

    assertThat(item)
        .containsEntry("data", List.of(0.0, 50.0, 100.0, 0.0))
        .containsEntry("days", List.of("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"))
        .containsEntry("labels", List.of("1-Mar-2026", "2-Mar-2026", "3-Mar-2026", "4-Mar-2026"))
        .containsEntry("reached_from_step_count", List.of(1L, 2L, 1L, 0L))
        .containsEntry("reached_to_step_count", List.of(0L, 1L, 1L, 0L));
    assertThat(store.actors(project, query, 0, 9, "funnelTrendsEntrancePeriodStart", "2026-03-02"))
        .isEqualTo(ids("ann"));
    assertThat(store.actors(
            project,
            query,
            0,
            9,
            "funnelTrendsEntrancePeriodStart",
            "2026-03-02",
            "funnelTrendsDropOff",
            true))
        .isEqualTo(ids("bob"));
  }

  @Test
  void sharesOverTimeMayBeBetweenTwoOfTheSteps() throws Exception {
    int project = store.project("ann: A@0 B@1 C@2", "bob: A@0 B@1 X@2", "cem: A@0");
    Map<String, Object> query = funnel(
        "A>B>C>D",
        "funnelVizType",
        "trends",
        "funnelFromStep",
        1,
        "funnelToStep",
        2,
        "exclusions",
        List.of(Map.of("event", "X", "funnelFromStep", 2, "funnelToStep", 3)));
    query.put("dateRange", Map.of("date_from", "2026-03-01", "date_to", "2026-03-01"));

    assertThat(store.steps(project, query).get(0))
        .containsEntry("reached_from_step_count", List.of(2L))
        .containsEntry("reached_to_step_count", List.of(1L))
        .containsEntry("data", List.of(50.0));
  }

  @Test
  void thePeopleOfAStepAndThoseLostBeforeItAreTold() throws Exception {
    int project = store.project(
        "ann: A@0;plan=pro B@1 C@2",
        "bob: A@0;plan=free B@1",
        "cem: A@0;plan=free",
        "dot: A@0;plan=pro X@1 C@2",
        "eve: B@0");
    Map<String, Object> query = funnel("A>B>C");

    assertThat(store.actors(project, query, 0, 9, "funnelStep", 1))
        .isEqualTo(ids("ann", "bob", "cem", "dot"));
    assertThat(store.actors(project, query, 0, 9, "funnelStep", 2)).isEqualTo(ids("ann", "bob"));
    assertThat(store.actors(project, query, 0, 9, "funnelStep", -2)).isEqualTo(ids("cem", "dot"));
    assertThat(store.actors(project, query, 0, 9, "funnelStep", -3)).isEqualTo(ids("bob"));
    List<String> paged = new ArrayList<>(store.actors(project, query, 0, 3, "funnelStep", 1));
    paged.addAll(store.actors(project, query, 3, 3, "funnelStep", 1));
    assertThat(paged).isEqualTo(ids("ann", "bob", "cem", "dot"));

    query.put("breakdownFilter", Map.of("breakdown", "plan"));
    assertThat(store.actors(project, query, 0, 9, "funnelStep", -2, "funnelStepBreakdown", "pro"))
        .isEqualTo(ids("dot"));
    assertThat(store.actors(
            project, query, 0, 9, "funnelStep", 1, "funnelStepBreakdown", List.of("free")))
        .isEqualTo(ids("bob", "cem"));
    Map<String, Object> optional = funnel("A>B?>C");
    assertThat(store.actors(project, optional, 0, 9, "funnelStep", 2)).isEqualTo(ids("ann", "bob"));
    assertThat(store.actors(project, optional, 0, 9, "funnelStep", -2))
        .isEqualTo(ids("cem", "dot"));
    assertThat(store.actors(project, optional, 0, 9, "funnelStep", 3)).isEqualTo(ids("ann", "dot"));
    assertThat(store.actors(project, optional, 0, 9, "funnelStep", -3))
        .isEqualTo(ids("bob", "cem"));
  }

  @Test
  void thePeopleBehindAStepAreAskedForAsPagesDo() throws Exception {
    int project = store.project("ann: A@0 B@1", "bob: A@0", "cem: A@0");
    Map<String, Object> answer = store.ask(
        project,
        Map.of(
            "kind",
            "ActorsQuery",
            "select",
            List.of("id"),
            "limit",
            1,
            "source",
            Map.of("kind", "FunnelsActorsQuery", "source", funnel("A>B"), "funnelStep", -2)));

    assertThat(answer)
        .containsEntry("results", List.of(List.of(ids("bob", "cem").get(0))))
        .containsEntry("hasMore", true);
  }

  @Test
  void aFunnelIsBrokenDownByUpToThreeProperties() throws Exception {
    int project =
        store.project("ann: A@0;p=1;q=2;r=3 B@5;p=9", "bob: A@0;p=1;q=2;r=3", "cyd: A@0;q=2 B@1");
    Map<String, Object> query = FunnelStore.funnel("A>B");
    query.put(
        "breakdownFilter",
        Map.of(
            "breakdowns",
            List.of(Map.of("property", "p"), Map.of("property", "q"), Map.of("property", "r"))));

    String none = "$$_posthog_breakdown_null_$$";
    assertThat(store.byValue(project, query))
        .isEqualTo(Map.of(
            List.of("1", "2", "3"), List.of(2L, 1L), List.of(none, "2", none), List.of(1L, 1L)));
  }

  @Test
  void anEmptyProjectHasAnswers() throws Exception {
    int project = store.project();
    assertThat(store.counts(project, "A>B")).containsExactly(0L, 0L);
    Map<String, Object> query = funnel("A>B");
    query.put("breakdownFilter", Map.of("breakdown", "plan"));
    assertThat(store.steps(project, query)).isEmpty();
    assertThat(store.actors(project, funnel("A>B"), 0, 9, "funnelStep", 1)).isEmpty();
  }

  @Test
  void hostileNamesAreOnlyValues() throws Exception {
    int project = store.project();
    String nasty = "a'; DROP TABLE events; --\"\\ \u65e5$$";
    store.add(project, "ann", "ann", nasty, FunnelStore.BEGIN, Map.of("p", nasty));
    store.write();
    Map<String, Object> query = funnel("A");
    query.put("series", List.of(Map.of("event", nasty)));
    query.put("breakdownFilter", Map.of("breakdown", "p"));

    assertThat(store.byValue(project, query)).containsOnly(Map.entry(nasty, List.of(1L)));
  }

  @Test
  void whatCannotBeMeantIsRefusedByItsField() {
    refuse("series", query -> query.put("series", List.of()));
    refuse("series", query -> query.put("series", Collections.nCopies(31, Map.of("event", "A"))));
    refuse("series", query -> query.put("series", "A"));
    refuse("interval", query -> query.put("interval", "decade"));
    refuse("funnelsFilter", query -> query.put("funnelsFilter", 1));
    refuseFilter("funnelOrderType", "sideways");
    refuseFilter("funnelVizType", "pie");
    refuseFilter("funnelWindowInterval", 0);
    refuseFilter("funnelWindowInterval", -3);
    refuseFilter("funnelWindowInterval", "long");
    refuseFilter("funnelWindowInterval", 1.5);
    refuseFilter("funnelWindowIntervalUnit", "decade");
    refuseFilter("funnelStepReference", "all");
    refuseFilter("breakdownAttributionType", "third_touch");
    refuseFilter("funnelFromStep", 1);
    refuseFilter("funnelToStep", 2);
    refuseFilter("binCount", 0);
    refuseFilter("exclusions", List.of("X"));
    refuseFilter("funnelAggregateByHogQL", "a, b");
    refuseExclusion("exclusions[0].funnelToStep", Map.of("funnelFromStep", 0, "funnelToStep", 2));
    refuseExclusion("exclusions[0].funnelFromStep", Map.of("funnelFromStep", 1, "funnelToStep", 1));
    refuseExclusion("exclusions[0].funnelFromStep", Map.of("funnelFromStep", -1));
    refuse(
        "funnelsFilter.exclusions",
        query -> query.put(
            "funnelsFilter",
            Map.of("funnelOrderType", "unordered", "exclusions", List.of(Map.of("event", "X")))));
    refuse(
        "series[0].optionalInFunnel",
        query -> query.put(
            "series",
            List.of(Map.of("event", "A", "optionalInFunnel", true), Map.of("event", "B"))));
    refuse("series", query -> {
      query.put("series", List.of(Map.of("event", "A")));
      query.put("funnelsFilter", Map.of("funnelVizType", "trends"));
    });
    refuse("funnelsFilter.breakdownAttributionValue", query -> {
      query.put("breakdownFilter", Map.of("breakdown", "plan"));
      query.put(
          "funnelsFilter",
          Map.of("breakdownAttributionType", "step", "breakdownAttributionValue", 2));
    });
    refuse(
        "breakdownFilter.breakdown_limit",
        query -> query.put("breakdownFilter", Map.of("breakdown", "plan", "breakdown_limit", 0)));
  }

  @Test
  void aPointThatIsNoneIsRefusedByItsField() throws Exception {
    int project = store.project("ann: A@0 B@1");
    for (Object step : List.of(0, -1, 3, -3, "x")) {
      assertThatThrownBy(() -> store.actors(project, funnel("A>B"), 0, 9, "funnelStep", step))
          .isInstanceOfSatisfying(
              RejectedException.class, e -> assertThat(e.attribute()).isEqualTo("funnelStep"));
    }
    Map<String, Object> query = funnel("A>B");
    query.put("breakdownFilter", Map.of("breakdown", "plan"));
    assertThatThrownBy(() ->
            store.actors(project, query, 0, 9, "funnelStep", 1, "funnelStepBreakdown", "none such"))
        .hasMessageContaining("funnelStepBreakdown");
    Map<String, Object> trends = funnel("A>B", "funnelVizType", "trends");
    assertThatThrownBy(() ->
            store.actors(project, trends, 0, 9, "funnelTrendsEntrancePeriodStart", "2020-01-01"))
        .hasMessageContaining("funnelTrendsEntrancePeriodStart");
  }

  private interface Change {
    void to(Map<String, Object> query);
  }

  private static void refuseFilter(String name, Object value) {
    refuse("funnelsFilter." + name, query -> query.put("funnelsFilter", Map.of(name, value)));
  }

  private static void refuseExclusion(String name, Map<String, Object> fields) {
    Map<String, Object> exclusion = new LinkedHashMap<>(fields);
    exclusion.put("event", "X");
    refuse(
        "funnelsFilter." + name,
        query -> query.put("funnelsFilter", Map.of("exclusions", List.of(exclusion))));
  }

  private static void refuse(String field, Change change) {
    Map<String, Object> query = funnel("A>B");
    change.to(query);
    assertThatThrownBy(() -> Objects.requireNonNull(store.ask(1, query)))
        .as(field)
        .isInstanceOfSatisfying(RejectedException.class, e -> {
          assertThat(e.attribute()).isEqualTo(field);
          assertThat(e.status()).isEqualTo(400);
        });
  }
}
