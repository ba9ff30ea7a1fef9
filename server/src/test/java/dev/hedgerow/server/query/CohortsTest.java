package dev.hedgerow.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.SettableTime;
import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.catalog.InMemoryCohorts;
import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.ActionStep;
import dev.hedgerow.server.event.Cohort;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Matching;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The members of cohorts (contract S 8), over a real store. */
class CohortsTest {
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
  private static final UUID ANN = PersonIds.of(new IdKey(1, "ann"));
  private static final UUID BEN = PersonIds.of(new IdKey(1, "ben"));
  private static final UUID CAT = PersonIds.of(new IdKey(1, "cat"));

  @TempDir
  private Path folder;

  private final InMemoryCohorts cohorts = new InMemoryCohorts();
  private final InMemoryActions actions = new InMemoryActions();
  private final SettableTime time = new SettableTime(NOW);
  private DuckEvents store;
  private CohortFinder finder;
  private CohortForm forms;

  @BeforeEach
  void openStore() throws IOException {
    store = DuckEvents.open(folder, 256, Limits.STANDARD);
    List<EventRow> events = new ArrayList<>();
    events.add(event("buy", "ann", 1, Map.of("plan", "pro")));
    events.add(event("buy", "ann", 2, Map.of("plan", "free")));
    events.add(event("buy", "ben", 3, Map.of("plan", "free")));
    events.add(event("buy", "ben", 40, Map.of("plan", "free")));
    events.add(event("look", "cat", 1, Map.of()));
    events.add(event("buy", "nobody", 1, Map.of("plan", "pro")));
    write(new Rows(
        events,
        List.of(),
        List.of(
            person(ANN, Map.of("country", "SE", "age", 30)),
            person(BEN, Map.of("country", "NO", "age", 20)),
            person(CAT, Map.of("country", "SE"))),
        List.of(),
        List.of(assigned("ann", ANN, 1), assigned("ben", BEN, 1), assigned("cat", CAT, 1)),
        List.of(),
        List.of()));
    time.pass(Duration.ofSeconds(1));
    finder = finder();
    time.pass(Duration.ofSeconds(1));
    forms = new CohortForm(cohorts, actions, store);
  }

  private CohortFinder finder() {
    return new CohortFinder(cohorts, actions, store, store.cohorts(), Duration.ofMinutes(15), time);
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  private void write(Rows rows) throws IOException {
    store.write(List.of(new OutboxBlock(store.outbox() + 1, rows)));
  }

  private static EventRow event(
      String name, String id, int daysAgo, Map<String, Object> properties) {
    Instant at = NOW.minus(Duration.ofDays(daysAgo));
    return new EventRow(
        1,
        UUID.randomUUID(),
        name,
        id,
        at,
        at,
        PersonIds.of(new IdKey(1, id)),
        at,
        id.equals("nobody") ? PersonMode.PROPERTYLESS : PersonMode.FULL,
        Map.of(),
        properties,
        "",
        Map.of());
  }

  private static Person person(UUID id, Map<String, Object> properties) {
    return new Person(1, id, NOW, true, 1, properties);
  }

  private static Assignment assigned(String id, UUID person, long version) {
    return new Assignment(new IdKey(1, id), person, version);
  }

  private static Rows merged(String from, UUID gone, UUID into) {
    List<Assignment> moved = List.of(assigned(from, into, 2));
    return new Rows(
        List.of(), moved, List.of(), List.of(new PersonKey(1, gone)), moved, List.of(), List.of());
  }

  private Cohort read(String filters, int id) throws Exception {
    return forms.read(
        Json.object("{\"name\":\"c\",\"filters\":{\"properties\":" + filters + "}}"),
        id,
        1,
        NOW,
        time.instant());
  }

  private Cohort cohort(String filters) throws Exception {
    return cohorts.create(read(filters, 0));
  }

  private static String one(String leaf) {
    return "{\"type\":\"OR\",\"values\":[{\"type\":\"AND\",\"values\":[" + leaf + "]}]}";
  }

  private static String bought(String what, String more) {
    return one("{\"type\":\"behavioral\",\"value\":\"" + what
        + "\",\"key\":\"buy\",\"event_type\":\"events\",\"time_value\":30,\"time_interval\":\"day\""
        + more + "}");
  }

  private void find() throws IOException {
    while (finder.runOnce() > 0) {}
  }

  private List<UUID> members(Cohort cohort) throws IOException {
    return store.cohorts().persons(1, cohort.id(), null, 100);
  }

  private Cohort.Found last(Cohort cohort) {
    return Objects.requireNonNull(cohorts.cohort(1, cohort.id())).last();
  }

  @Test
  void propertiesOfPersonsAndGroupsOfConditions() throws Exception {
    Cohort swedes = cohort(one("{\"type\":\"person\",\"key\":\"country\",\"value\":[\"SE\"]}"));
    Cohort grownSwedes = cohort("{\"type\":\"AND\",\"values\":["
        + "{\"type\":\"person\",\"key\":\"country\",\"value\":\"SE\",\"operator\":\"exact\"},"
        + "{\"type\":\"OR\",\"values\":[{\"type\":\"person\",\"key\":\"age\",\"value\":25,"
        + "\"operator\":\"gt\"}]}]}");
    Cohort others =
        cohort(one("{\"type\":\"person\",\"key\":\"country\",\"value\":\"SE\",\"negation\":true}"));
    find();

    assertThat(members(swedes)).containsExactlyInAnyOrder(ANN, CAT);
    assertThat(members(grownSwedes)).containsExactly(ANN);
    assertThat(members(others)).containsExactly(BEN);
    assertThat(last(swedes)).isEqualTo(new Cohort.Found(time.instant(), 2, null));
  }

  @Test
  void whatPersonsDidAndAnonymousVisitorsAreNone() throws Exception {
    Cohort did = cohort(bought("performed_event", ""));
    Cohort didPro = cohort(bought(
        "performed_event",
        ",\"event_filters\":[{\"key\":\"plan\",\"value\":\"pro\",\"type\":\"event\"}]"));
    Cohort twice =
        cohort(bought("performed_event_multiple", ",\"operator\":\"gte\",\"operator_value\":2"));
    Cohort first = cohort(bought("performed_event_first_time", ""));
    Cohort not = cohort(bought("not_performed_event", ""));
    Cohort negated = cohort(bought("performed_event", ",\"negation\":true"));
    find();

    assertThat(members(did)).containsExactlyInAnyOrder(ANN, BEN);
    assertThat(members(didPro)).containsExactly(ANN);
    assertThat(members(twice)).containsExactly(ANN);
    assertThat(members(first)).containsExactly(ANN);
    assertThat(members(not)).containsExactly(CAT);
    assertThat(members(negated)).containsExactly(CAT);
  }

  @Test
  void whatIsAnActionCountsToo() throws Exception {
    ActionStep step = new ActionStep(
        "look",
        null,
        Matching.CONTAINS,
        null,
        null,
        null,
        Matching.EXACT,
        null,
        Matching.EXACT,
        List.of());
    Action look = actions.create(new Action(0, 1, "l", "", List.of(), List.of(step), NOW, NOW));
    Cohort did = cohort(one("{\"type\":\"behavioral\",\"value\":\"performed_event\",\"key\":"
        + look.id() + ",\"event_type\":\"actions\",\"explicit_datetime\":\"-2d\"}"));
    find();

    assertThat(members(did)).containsExactly(CAT);
    actions.delete(1, look.id());
    time.pass(Duration.ofHours(1));
    find();
    assertThat(members(did)).as("as it was").containsExactly(CAT);
    assertThat(last(did).error()).contains("the id of an action");
    assertThat(last(did).count()).isOne();
  }

  @Test
  void aCohortOfCohortsIsFoundAfterThem() throws Exception {
    Cohort placeholder = cohort(bought("performed_event", ""));
    Cohort swedes = cohort(one("{\"type\":\"person\",\"key\":\"country\",\"value\":\"SE\"}"));
    Cohort of = read(
        "{\"type\":\"AND\",\"values\":[{\"type\":\"cohort\",\"key\":\"id\",\"value\":"
            + swedes.id() + "},{\"type\":\"cohort\",\"key\":\"id\",\"value\":\"" + swedes.id()
            + "\",\"operator\":\"in\"}]}",
        placeholder.id());
    assertThat(cohorts.replace(of)).isTrue();
    find();

    assertThat(members(placeholder)).containsExactlyInAnyOrder(ANN, CAT);
    cohorts.delete(1, swedes.id());
    time.pass(Duration.ofHours(1));
    find();
    assertThat(last(placeholder).error()).contains("which is gone");
  }

  @Test
  void aCircleOfCohortsIsRefused() throws Exception {
    Cohort first = cohort(bought("performed_event", ""));
    String leaf = "{\"type\":\"cohort\",\"key\":\"id\",\"value\":%d}";
    Cohort second = cohort(one(leaf.formatted(first.id())));

    for (int id : List.of(first.id(), second.id())) {
      assertThatThrownBy(() -> read(one(leaf.formatted(id)), first.id()))
          .isInstanceOf(RejectedException.class)
          .hasMessageContaining("not made of itself");
    }
    assertThatThrownBy(() -> read(one(leaf.formatted(999)), 0))
        .hasMessageContaining("the id of a cohort");
  }

  @Test
  void listedPersonsStayListedWhenTheyAreMergedAndGoWhenTheyAreGone() throws Exception {
    Cohort list = cohorts.create(
        new Cohort(0, 1, "list", "", true, Map.of(), NOW, NOW, Cohort.Found.NOTHING));
    cohorts.list(1, list.id(), List.of(ANN, BEN, UUID.randomUUID()), time.instant());
    find();
    assertThat(members(list)).containsExactlyInAnyOrder(ANN, BEN);

    write(merged("ann", ANN, CAT));
    assertThat(members(list)).as("at once").containsExactly(BEN);
    time.pass(Duration.ofHours(1));
    find();
    assertThat(members(list)).containsExactlyInAnyOrder(BEN, CAT);
  }

  @Test
  void membersAreFoundAnewWhenTheyAreOldAndAfterEveryStart() throws Exception {
    Cohort did = cohort(bought("performed_event", ""));
    find();
    write(new Rows(
        List.of(event("buy", "cat", 0, Map.of())),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of()));
    time.pass(Duration.ofMinutes(14));
    find();
    assertThat(members(did)).hasSize(2);

    finder = finder();
    find();
    assertThat(members(did)).hasSize(3);
  }

  @Test
  void aDeletedCohortIsForgottenAtTheNextStart() throws Exception {
    Cohort did = cohort(bought("performed_event", ""));
    find();
    cohorts.delete(1, did.id());
    time.pass(Duration.ofSeconds(1));
    finder = finder();
    find();

    assertThat(members(did)).isEmpty();
  }

  @Test
  void sqlSeesMembersOfTheOwnProjectOnly() throws Exception {
    Cohort did = cohort(bought("performed_event", ""));
    find();
    String text = "SELECT count(*) FROM events WHERE person_id IN"
        + " (SELECT person_id FROM cohort_people WHERE cohort_id = " + did.id() + ")";

    assertThat(store.select(1, text, 1).rows()).isEqualTo(List.of(List.of(4L)));
    assertThat(store.select(2, "SELECT * FROM cohort_people", 9).rows()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|filters.properties.type",
        "{\"type\":\"XOR\",\"values\":[]}|filters.properties.type",
        "{\"type\":\"OR\",\"values\":{}}|filters.properties.values",
        "{\"type\":\"OR\",\"values\":[]}|filters.properties",
        "{\"type\":\"OR\",\"values\":[1]}|filters.properties.values[0]",
        "{\"type\":\"OR\",\"values\":[{\"type\":\"event\"}]}|filters.properties.values[0].type",
        "{\"type\":\"OR\",\"values\":[{\"type\":\"person\"}]}|filters.properties.values[0].key",
        "{\"type\":\"OR\",\"values\":[{\"type\":\"cohort\",\"value\":\"x\"}]}"
            + "|filters.properties.values[0].value",
        "{\"type\":\"OR\",\"values\":[{\"type\":\"behavioral\",\"key\":\"a\",\"value\":"
            + "\"performed_event_now_and_then\"}]}|filters.properties.values[0].value",
        "{\"type\":\"OR\",\"values\":[{\"type\":\"behavioral\",\"key\":\"a\",\"value\":"
            + "\"performed_event\",\"time_interval\":\"eon\"}]}"
            + "|filters.properties.values[0].time_interval",
        "{\"type\":\"OR\",\"values\":[{\"type\":\"behavioral\",\"key\":\"a\",\"value\":"
            + "\"performed_event\",\"time_value\":-1}]}|filters.properties.values[0].time_value"
      })
  void whatIsWrongIsNamed(String filters, String attribute) {
    assertThatThrownBy(() -> read(filters, 0))
        .isInstanceOfSatisfying(RejectedException.class, refused -> {
          assertThat(refused.attribute()).as(refused.detail()).isEqualTo(attribute);
          assertThat(refused.status()).isEqualTo(400);
        });
  }

  @Test
  void aimingAtAnonymousVisitorsIsRefusedWithTheReason() {
    assertThatThrownBy(() -> read(one("{\"type\":\"event\",\"key\":\"k\",\"value\":1}"), 0))
        .hasMessageContaining("anonymous visitors");
  }
}
