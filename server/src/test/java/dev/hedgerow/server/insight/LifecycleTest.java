package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.VisitsStore.inner;
import static dev.hedgerow.server.insight.VisitsStore.list;
import static dev.hedgerow.server.insight.VisitsStore.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.insight.retention.Lifecycle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lifecycle by hand: one rule of the contract a case, with the numbers worked out beside it. */
class LifecycleTest {
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

  /** A stream up to the evening of the 5th of March; questions are about the 1st to the 5th. */
  private static Visits stream() {
    return new Visits(++projects, ZoneId.of("UTC"), Instant.parse("2026-03-05T20:00:00Z"));
  }

  private static void days(Visits visits, String id, int... days) {
    for (int day : days) {
      visits.event("open", id, noon(day), Map.of(), Map.of());
    }
  }

  private static Instant noon(int day) {
    return Instant.parse("2026-02-28T12:00:00Z").plusSeconds(86_400L * day);
  }

  private static Map<String, Object> question() {
    return object(
        "kind", "LifecycleQuery",
        "dateRange", object("date_from", "2026-03-01"),
        "series", List.of(object("kind", "EventsNode", "event", "open")));
  }

  /** Returns the data of each status. */
  private static Map<String, Object> data(Visits visits) throws Exception {
    store.write(List.of(visits));
    Map<String, Object> data = new LinkedHashMap<>();
    for (Object result :
        (List<?>) new Lifecycle().answer(store.about(visits, question())).results()) {
      data.put(
          String.valueOf(((Map<?, ?>) result).get("status")), ((Map<?, ?>) result).get("data"));
    }
    return data;
  }

  @Test
  void theFourStatesOfOnePerson() throws Exception {
    Visits visits = stream();
    visits.person("ann", noon(1));
    days(visits, "ann", 1, 2, 4);

    // New on the 1st, when she was made; back on the 2nd; away on the 3rd; back after a gap; away.
    assertThat(data(visits))
        .containsExactly(
            Map.entry("new", List.of(1L, 0L, 0L, 0L, 0L)),
            Map.entry("returning", List.of(0L, 1L, 0L, 0L, 0L)),
            Map.entry("resurrecting", List.of(0L, 0L, 0L, 1L, 0L)),
            Map.entry("dormant", List.of(0L, 0L, -1L, 0L, -1L)));
  }

  @Test
  void aPersonMadeEarlierIsNotNewButResurrecting() throws Exception {
    Visits visits = stream();
    visits.person("ann", noon(-20));
    days(visits, "ann", 2);

    assertThat(data(visits))
        .containsEntry("new", List.of(0L, 0L, 0L, 0L, 0L))
        .containsEntry("resurrecting", List.of(0L, 1L, 0L, 0L, 0L))
        .containsEntry("dormant", List.of(0L, 0L, -1L, 0L, 0L));
  }

  @Test
  void theDayBeforeTheRangeTellsWhoReturnsAndWhoIsAway() throws Exception {
    Visits visits = stream();
    visits.person("ann", noon(0));
    visits.person("bob", noon(0));
    days(visits, "ann", 0, 1);
    days(visits, "bob", 0);

    // Both were there on the last of February: on the 1st Ann returns, and Bob stays away.
    assertThat(data(visits))
        .containsEntry("new", List.of(0L, 0L, 0L, 0L, 0L))
        .containsEntry("returning", List.of(1L, 0L, 0L, 0L, 0L))
        .containsEntry("dormant", List.of(-1L, -1L, 0L, 0L, 0L));
  }

  @Test
  void aVisitorWhoStaysAnonymousIsNewWhereFirstSeenAndNeverAgain() throws Exception {
    Visits visits = stream();
    days(visits, "someone", 1, 2, 4);
    days(visits, "older", -30, 2);

    assertThat(data(visits))
        .containsEntry("new", List.of(1L, 0L, 0L, 0L, 0L))
        .containsEntry("returning", List.of(0L, 1L, 0L, 0L, 0L))
        .containsEntry("resurrecting", List.of(0L, 1L, 0L, 1L, 0L));
  }

  @Test
  void anAnonymousVisitorIsFirstSeenWithWhateverEventCameFirst() throws Exception {
    Visits visits = stream();
    visits.event("$pageview", "someone", noon(1), Map.of(), Map.of());
    days(visits, "someone", 3);

    // The question is about "open", done on the 3rd for the first time; the visitor is of the 1st.
    assertThat(data(visits))
        .containsEntry("new", List.of(0L, 0L, 0L, 0L, 0L))
        .containsEntry("resurrecting", List.of(0L, 0L, 1L, 0L, 0L));
  }

  @Test
  void whoSignsUpLaterWasNewAsAVisitor() throws Exception {
    Visits visits = stream();
    visits.person("ann", noon(3));
    visits.joined("visitor", "ann");
    days(visits, "visitor", 1);
    days(visits, "ann", 3, 4);

    // One person: seen on the 1st, made a person on the 3rd. She is new once, on the 1st.
    assertThat(data(visits))
        .containsEntry("new", List.of(1L, 0L, 0L, 0L, 0L))
        .containsEntry("returning", List.of(0L, 0L, 0L, 1L, 0L))
        .containsEntry("resurrecting", List.of(0L, 0L, 1L, 0L, 0L))
        .containsEntry("dormant", List.of(0L, -1L, 0L, 0L, -1L));
  }

  @Test
  void resultsAreNamedAndDatedAsTrendsAre() throws Exception {
    Visits visits = stream();
    visits.person("ann", noon(1));
    days(visits, "ann", 1, 5);
    store.write(List.of(visits));

    List<?> results =
        (List<?>) new Lifecycle().answer(store.about(visits, question())).results();
    Map<?, ?> fresh = (Map<?, ?>) results.get(0);
    assertThat(fresh.get("label")).isEqualTo("open - new");
    assertThat(fresh.get("count")).isEqualTo(1L);
    assertThat(list(fresh, "days").get(0)).isEqualTo("2026-03-01");
    assertThat(list(fresh, "labels").get(0)).isEqualTo("1-Mar-2026");
    assertThat(inner(fresh, "action").get("id")).isEqualTo("open");
    assertThat(((Map<?, ?>) results.get(3)).get("count")).isEqualTo(-1L);
  }

  @Test
  void groupsBeginWithTheirOwnCreation() throws Exception {
    Visits visits = stream();
    visits.group("acme", noon(2));
    visits.event("open", "ann", noon(2), Map.of(), Map.of(0, "acme"));
    visits.event("open", "bob", noon(3), Map.of(), Map.of(0, "acme"));
    visits.event("open", "bob", noon(3), Map.of(), Map.of(0, "unheard of"));
    store.write(List.of(visits));
    Map<String, Object> question = question();
    question.put("aggregation_group_type_index", 0);

    List<?> results =
        (List<?>) new Lifecycle().answer(store.about(visits, question)).results();
    assertThat(((Map<?, ?>) results.get(0)).get("data")).isEqualTo(List.of(0L, 1L, 1L, 0L, 0L));
    assertThat(((Map<?, ?>) results.get(1)).get("data")).isEqualTo(List.of(0L, 0L, 1L, 0L, 0L));
  }
}
