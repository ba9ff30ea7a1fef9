package dev.hedgerow.server.insight.funnel;

import static dev.hedgerow.server.insight.funnel.FunnelStore.funnel;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules of funnels (contract S 6.2), each with a case worked out by hand. Times are minutes after
 * the first of March unless they say otherwise.
 */
class FunnelRulesTest {
  private static final Object[] TEN_MINUTES = {
    "funnelWindowInterval", 10, "funnelWindowIntervalUnit", "minute"
  };

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

  private static Object[] tenMinutes(Object... more) {
    Object[] all = Arrays.copyOf(more, more.length + TEN_MINUTES.length);
    System.arraycopy(TEN_MINUTES, 0, all, more.length, TEN_MINUTES.length);
    return all;
  }

  private static Map<String, Object> exclusion(String event, int from, int to) {
    return Map.of("kind", "EventsNode", "event", event, "funnelFromStep", from, "funnelToStep", to);
  }

  @Test
  void orderedStepsFollowEachOtherWithAnythingBetween() throws Exception {
    int project = store.project(
        "ann: A@0 X@1 B@2 A@3 C@4", // A B C: 3
        "bob: A@0 C@1 B@2", // C came too early: A B, 2
        "cem: B@0 C@1", // never began: 0
        "dot: B@0 A@1"); // B came too early: 1

    assertThat(store.counts(project, "A>B>C")).containsExactly(3L, 2L, 1L);
  }

  @Test
  void theWindowBeginsWithTheFirstStepAndItsEndIsInside() throws Exception {
    int project = store.project(
        "ann: A@0 B@14d", // 14 days to the microsecond: inside
        "bob: A@0 B@14d+1us", // one more: outside
        "cem: A@0 B@10d C@15d"); // 5 days after B, but 15 after A: C is outside

    assertThat(store.counts(project, "A>B>C")).containsExactly(3L, 2L, 0L);
    assertThat(store.counts(project, "A>B>C", "funnelWindowInterval", 15))
        .containsExactly(3L, 3L, 1L);
  }

  @Test
  void everyUnitOfTheWindowIsKnown() throws Exception {
    int project =
        store.project("ann: A@0 B@60s", "bob: A@0 B@60", "cem: A@0 B@24h", "dot: A@0 B@7d");

    for (Map.Entry<String, Long> one : Map.of(
            "second", 0L, "minute", 1L, "hour", 2L, "day", 3L, "week", 4L, "month", 4L)
        .entrySet()) {
      assertThat(store.counts(
              project, "A>B", "funnelWindowInterval", 1, "funnelWindowIntervalUnit", one.getKey()))
          .as(one.getKey())
          .containsExactly(4L, one.getValue());
    }
  }

  @Test
  void theFurthestAttemptCountsAndMayBeginLater() throws Exception {
    int project = store.project(
        "ann: A@0 A@20 B@25", // from A@0 B is too late, from A@20 it is not: 2
        "bob: A@0 B@5 A@20 C@25"); // A B, then A without B: the first attempt stays, 2

    assertThat(store.counts(project, "A>B>C", TEN_MINUTES)).containsExactly(2L, 2L, 0L);
  }

  @Test
  void allStepsHaveToBeInTheDateRange() throws Exception {
    int project = store.project("ann: A@0 B@3d", "bob: A@3d B@4d");
    Map<String, Object> query = funnel("A>B");
    query.put("dateRange", Map.of("date_from", "2026-03-01", "date_to", "2026-03-03"));

    assertThat(FunnelStore.counts(store.steps(project, query))).containsExactly(1L, 0L);
    query.put("dateRange", Map.of("date_from", "2026-03-02", "date_to", "2026-03-31"));
    assertThat(FunnelStore.counts(store.steps(project, query))).containsExactly(1L, 1L);
  }

  @Test
  void eventsOfOneMomentAdvanceInTheOrderOfTheSteps() throws Exception {
    int project = store.project("ann: C@5 B@5 A@5", "bob: B@5 A@5 C@4");

    assertThat(store.counts(project, "A>B>C")).containsExactly(2L, 2L, 1L);
  }

  @Test
  void oneEventFillsOneStep() throws Exception {
    int project = store.project("ann: A@0", "bob: A@0 A@0", "cem: A@0 A@1 A@2");

    // A A A needs three events: ann has one, bob two, cem three
    assertThat(store.counts(project, "A>A>A")).containsExactly(3L, 2L, 1L);
    assertThat(store.counts(project, "A>A>A", "funnelOrderType", "unordered"))
        .containsExactly(3L, 2L, 1L);
    assertThat(store.counts(project, "A>A>A", "funnelOrderType", "strict"))
        .containsExactly(3L, 2L, 1L);
  }

  @Test
  void strictStepsHaveNothingBetween() throws Exception {
    int project = store.project(
        "ann: A@0 B@1 C@2", // 3
        "bob: A@0 X@1 B@2 C@3", // X, which is no step, interrupts: 1
        "cem: A@0 B@1 A@2 B@3 C@4", // A interrupts the first attempt; A B C follows: 3
        "dot: A@0 B@0 X@0 C@1"); // X of the same moment may lie before A, or after B, but C only
    // follows A B: 3

    assertThat(store.counts(project, "A>B>C", "funnelOrderType", "strict"))
        .containsExactly(4L, 3L, 3L);
  }

  @Test
  void strictStepsAreInterruptedOnlyByEventsTheQuestionLooksAt() throws Exception {
    int project = store.project("ann: A@0;site=eu X@1;site=us B@2;site=eu");
    Map<String, Object> query = funnel("A>B", "funnelOrderType", "strict");

    assertThat(FunnelStore.counts(store.steps(project, query))).containsExactly(1L, 0L);
    query.put("properties", List.of(Map.of("key", "site", "value", "eu")));
    assertThat(FunnelStore.counts(store.steps(project, query))).containsExactly(1L, 1L);
  }

  @Test
  void anExclusionBetweenItsStepsThrowsTheActorOut() throws Exception {
    int project = store.project(
        "ann: A@0 B@2", // nothing excluded: 2
        "bob: A@0 X@1 B@2", // thrown out
        "cem: A@0 X@1", // thrown out too: X came while B was awaited
        "dot: A@0 X@1 A@2 B@3", // the second attempt avoids X: 2
        "eve: X@0 A@1 B@2 X@3", // before and after do not matter: 2
        "fay: A@0 X@0 B@2", // X of the same moment as A lies before it: 2
        "gus: A@0 X@11"); // when X came, A's ten minutes were over: 1

    assertThat(
            store.counts(project, "A>B", tenMinutes("exclusions", List.of(exclusion("X", 0, 1)))))
        .containsExactly(5L, 4L);
  }

  @Test
  void anExclusionOnlyMattersBetweenItsOwnSteps() throws Exception {
    int project = store.project("ann: A@0 X@1 B@2 C@3", "bob: A@0 B@1 X@2 C@3", "cem: A@0 B@1 C@2");

    assertThat(store.counts(project, "A>B>C", "exclusions", List.of(exclusion("X", 0, 1))))
        .containsExactly(2L, 2L, 2L);
    assertThat(store.counts(project, "A>B>C", "exclusions", List.of(exclusion("X", 1, 2))))
        .containsExactly(2L, 2L, 2L);
    assertThat(store.counts(project, "A>B>C", "exclusions", List.of(exclusion("X", 0, 2))))
        .containsExactly(1L, 1L, 1L);
  }

  @Test
  void aFurtherAttemptThatIsExcludedIsNotReplacedByAShorterOne() throws Exception {
    // A X B came to step 2, spoilt; the later A alone came to step 1 only
    int project = store.project("ann: A@0 X@1 B@2 A@30");

    assertThat(
            store.counts(project, "A>B", tenMinutes("exclusions", List.of(exclusion("X", 0, 1)))))
        .containsExactly(0L, 0L);
  }

  @Test
  void unorderedStepsComeInAnyOrderWithinTheWindow() throws Exception {
    int project = store.project(
        "ann: C@0 A@1 B@2", // 3
        "bob: B@0 A@11", // eleven minutes apart: 1 each, 1
        "cem: B@0 A@10 C@12", // B A lie in one window, A C in another: 2
        "dot: X@0", // 0
        "eve: A@0 A@1"); // twice the same step: 1

    assertThat(store.counts(project, "A>B>C", tenMinutes("funnelOrderType", "unordered")))
        .containsExactly(4L, 2L, 1L);
  }

  @Test
  void anUnorderedEventOfSeveralStepsIsPutIntoTheOneThatHelps() throws Exception {
    int project = store.project("ann: A@0;big=1 A@1", "bob: A@0;big=1");
    Map<String, Object> query = funnel("A>A", "funnelOrderType", "unordered");
    query.put(
        "series",
        List.of(
            Map.of("event", "A"),
            Map.of("event", "A", "properties", List.of(Map.of("key", "big", "value", "1")))));

    // ann's big A is both steps: as the second one it leaves the first to the other A
    assertThat(FunnelStore.counts(store.steps(project, query))).containsExactly(2L, 1L);
  }

  @Test
  void conversionTimesAreThoseBetweenAStepAndTheOneBefore() throws Exception {
    int project = store.project(
        "ann: A@0 A@4 B@5 C@8", // from the later A: 1 and 3 minutes
        "bob: A@0 B@3", // 3
        "cem: A@0 B@8 C@9"); // 8 and 1

    List<Map<String, Object>> steps = store.steps(project, funnel("A>B>C"));

    assertThat(steps.get(0))
        .containsEntry("count", 3L)
        .containsEntry("average_conversion_time", null);
    assertThat(steps.get(1)) // (1 + 3 + 8) / 3 minutes; the middle one is 3
        .containsEntry("average_conversion_time", 240.0)
        .containsEntry("median_conversion_time", 180.0);
    assertThat(steps.get(2)) // (3 + 1) / 2
        .containsEntry("average_conversion_time", 120.0)
        .containsEntry("median_conversion_time", 120.0);
  }

  @Test
  void anOptionalStepStopsNobody() throws Exception {
    int project = store.project(
        "ann: A@0 B@1 C@2", // all
        "bob: A@0 C@1", // without B
        "cem: A@0 B@1", // no C
        "dot: B@0 A@1 C@2"); // B came before A

    assertThat(store.counts(project, "A>B?>C")).containsExactly(4L, 2L, 3L);
    assertThat(store.counts(project, "A>B>C")).containsExactly(4L, 2L, 1L);
  }

  @Test
  void aValueOfTheBreakdownIsTheFirstOrLastOneSeen() throws Exception {
    int project = store.project(
        "ann: A@0 B@1;plan=free C@2;plan=pro", // first free, last pro; A has none
        "bob: A@0;plan=pro B@1 X@2;plan=free", // X is no step
        "cem: A@0"); // no value at all
    Map<String, Object> query = funnel("A>B>C");
    query.put("breakdownFilter", Map.of("breakdown", "plan", "breakdown_type", "event"));

    assertThat(store.byValue(project, query))
        .containsOnly(
            Map.entry("free", List.of(1L, 1L, 1L)),
            Map.entry("pro", List.of(1L, 1L, 0L)),
            Map.entry("$$_posthog_breakdown_null_$$", List.of(1L, 0L, 0L)));
    query.put("funnelsFilter", Map.of("breakdownAttributionType", "last_touch"));
    assertThat(store.byValue(project, query))
        .containsOnly(
            Map.entry("pro", List.of(2L, 2L, 1L)),
            Map.entry("$$_posthog_breakdown_null_$$", List.of(1L, 0L, 0L)));
  }

  @Test
  void aBreakdownByAllEventsIsAFunnelOfEachValuesEvents() throws Exception {
    int project = store.project(
        "ann: A@0;plan=free B@1;plan=pro B@2;plan=free", // free: A B; pro: B alone, 0
        "bob: A@0;plan=pro B@1"); // pro: A; none: B alone, 0
    Map<String, Object> query = funnel("A>B", "breakdownAttributionType", "all_events");
    query.put("breakdownFilter", Map.of("breakdown", "plan", "breakdown_type", "event"));

    assertThat(store.byValue(project, query))
        .containsOnly(Map.entry("free", List.of(1L, 1L)), Map.entry("pro", List.of(1L, 0L)));
  }

  @Test
  void aBreakdownByAStepTakesTheValuesOfThatStep() throws Exception {
    int project = store.project(
        "ann: A@0;plan=free B@1;plan=pro", // step 2 says pro
        "bob: A@0;plan=free", // never came to it: none
        "cem: A@0 B@1;plan=pro B@2;plan=free"); // both
    Map<String, Object> query =
        funnel("A>B", "breakdownAttributionType", "step", "breakdownAttributionValue", 1);
    query.put("breakdownFilter", Map.of("breakdown", "plan", "breakdown_type", "event"));

    assertThat(store.byValue(project, query))
        .containsOnly(
            Map.entry("pro", List.of(2L, 2L)),
            Map.entry("free", List.of(1L, 1L)),
            Map.entry("$$_posthog_breakdown_null_$$", List.of(1L, 0L)));
  }

  @Test
  void valuesBeyondTheLimitAreOneUnlessHidden() throws Exception {
    int project = store.project(
        "ann: A@0;plan=free A@1;plan=free", "bob: A@0;plan=pro", "cem: A@0;plan=team");
    Map<String, Object> query = funnel("A");
    query.put("breakdownFilter", Map.of("breakdown", "plan", "breakdown_limit", 1));

    assertThat(store.byValue(project, query))
        .containsOnly(
            Map.entry("free", List.of(1L)),
            Map.entry("$$_posthog_breakdown_other_$$", List.of(2L)));
    query.put(
        "breakdownFilter",
        Map.of(
            "breakdown", "plan", "breakdown_limit", 1, "breakdown_hide_other_aggregation", true));
    assertThat(store.byValue(project, query)).containsOnly(Map.entry("free", List.of(1L)));
  }

  @Test
  void aPersonsPropertyBreaksDownToo() throws Exception {
    int project = store.project("ann: A@0;person.plan=pro B@1;person.plan=pro", "bob: A@0");
    Map<String, Object> query = funnel("A>B");
    query.put("breakdownFilter", Map.of("breakdown", "plan", "breakdown_type", "person"));

    assertThat(store.byValue(project, query))
        .containsOnly(
            Map.entry("pro", List.of(1L, 1L)),
            Map.entry("$$_posthog_breakdown_null_$$", List.of(1L, 0L)));
  }

  @Test
  void severalPropertiesBreakDownTogether() throws Exception {
    int project = store.project("ann: A@0;plan=pro;site=eu B@1", "bob: A@0;plan=pro", "cem: A@0");
    Map<String, Object> query = funnel("A>B");
    query.put(
        "breakdownFilter",
        Map.of(
            "breakdowns",
            List.of(
                Map.of("property", "plan", "type", "event"),
                Map.of("property", "site", "type", "event"))));
    String none = "$$_posthog_breakdown_null_$$";

    // bob has a plan and no site; where nothing at all is told there is no value
    assertThat(store.byValue(project, query))
        .containsOnly(
            Map.entry(List.of("pro", "eu"), List.of(1L, 1L)),
            Map.entry(List.of("pro", none), List.of(1L, 0L)),
            Map.entry(List.of(none, none), List.of(1L, 0L)));
    assertThat(store.actors(
            project, query, 0, 9, "funnelStep", -2, "funnelStepBreakdown", List.of("pro", none)))
        .containsExactly(FunnelStore.person("bob").toString());
  }

  @Test
  void whatAPersonDidUnderTwoIdsIsOnePersons() throws Exception {
    int project = store.project("anon: A@0 B@1", "ann: C@2");
    assertThat(store.counts(project, "A>B>C")).containsExactly(1L, 1L, 0L);

    store.override(project, "anon", "ann");
    store.write();

    assertThat(store.counts(project, "A>B>C")).containsExactly(1L, 1L, 1L);
  }

  @Test
  void groupsAndExpressionsMayBeTheOnesCounted() throws Exception {
    int project = store.project(
        "ann: A@0;group=acme;s=1 B@1;group=acme;s=2",
        "bob: B@5;group=acme;s=1",
        "cem: A@0 B@1;s=3"); // in no group; A without s
    Map<String, Object> query = funnel("A>B");
    query.put("aggregation_group_type_index", 0);

    assertThat(FunnelStore.counts(store.steps(project, query))).containsExactly(1L, 1L);
    // by s: 1 has A@0 and B@5 of two persons, 2 has a B alone
    assertThat(store.counts(project, "A>B", "funnelAggregateByHogQL", "properties.s"))
        .containsExactly(1L, 1L);
  }

  @Test
  void filtersOfTheQuestionAndOfAStepRestrict() throws Exception {
    int project = store.project("ann: A@0;site=eu B@1;site=us", "bob: A@0;site=eu B@1;site=eu");
    Map<String, Object> query = funnel("A>B");
    query.put("properties", List.of(Map.of("key", "site", "value", "eu")));
    assertThat(FunnelStore.counts(store.steps(project, query))).containsExactly(2L, 1L);

    Map<String, Object> byStep = funnel("A>B");
    byStep.put(
        "series",
        List.of(
            Map.of("event", "A"),
            Map.of("event", "B", "properties", List.of(Map.of("key", "site", "value", "us")))));
    assertThat(FunnelStore.counts(store.steps(project, byStep))).containsExactly(2L, 1L);
  }
}
