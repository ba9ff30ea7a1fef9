package dev.hedgerow.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.StoredEvent;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link EventStore} promises. Every backend's test extends this, and none may opt out. */
public abstract class EventStoreContract {
  protected static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
  protected static final UUID ALICE = UUID.fromString("ed61ac20-e164-59aa-bdb5-5ec5c468daf3");
  protected static final UUID ANON = UUID.fromString("cfa956a0-5af4-51c6-9ef5-cb3c80e09b69");

  protected EventStore store;

  /** Opens the store, with whatever it held when it was closed. */
  protected abstract EventStore open() throws IOException;

  /** Returns the rows other than events as text: persons, assignments, groups and warnings. */
  protected abstract List<String> persons() throws Exception;

  protected abstract List<String> assignments() throws Exception;

  protected abstract List<String> groups() throws Exception;

  protected abstract List<String> warnings() throws Exception;

  @BeforeEach
  final void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  final void closeStore() throws IOException {
    store.close();
  }

  @Test
  final void anEmptyStoreStandsAtZero() throws IOException {
    assertThat(store.outbox()).isZero();
    assertThat(store.checkpointed()).isZero();
    assertThat(store.events().count(EventFilter.newest(1, 1))).isZero();
    assertThat(store.events().uniquePersons(EventFilter.newest(1, 1))).isZero();
    assertThat(store.events().events(EventFilter.newest(1, 1))).isEmpty();
  }

  @Test
  final void sameBlocksWrittenTwiceCountOnce() throws IOException {
    List<OutboxBlock> blocks =
        List.of(block(1, event("a", "x", NOON)), block(2, event("b", "x", NOON)));
    store.write(blocks);
    store.write(blocks);

    assertThat(store.outbox()).isEqualTo(2);
    assertThat(store.events().count(EventFilter.newest(1, 10))).isEqualTo(2);
  }

  @Test
  final void blocksThatOverlapAddOnlyTheNewOnes() throws IOException {
    store.write(List.of(block(1, event("a", "x", NOON)), block(2, event("b", "x", NOON))));
    store.write(List.of(block(2, event("no", "x", NOON)), block(3, event("c", "x", NOON))));

    assertThat(names(EventFilter.newest(1, 10))).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(store.outbox()).isEqualTo(3);
  }

  @Test
  final void aMissingBlockIsRefusedAndNothingOfTheRestIsWritten() throws IOException {
    store.write(List.of(block(1, event("a", "x", NOON))));

    assertThatThrownBy(() -> store.write(List.of(block(3, event("c", "x", NOON)))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected outbox block 2");
    assertThatThrownBy(() ->
            store.write(List.of(block(2, event("b", "x", NOON)), block(4, event("d", "x", NOON)))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(store.outbox()).isEqualTo(1);
    assertThat(names(EventFilter.newest(1, 10))).containsExactly("a");
  }

  @Test
  final void nothingToWriteIsFine() throws IOException {
    store.write(List.of());
    store.write(List.of(new OutboxBlock(1, rows(List.of()))));

    assertThat(store.outbox()).isEqualTo(1);
  }

  @Test
  final void aRowComesBackAsItWasWritten() throws IOException {
    EventRow row = new EventRow(
        1,
        UUID.fromString("0192f3a0-0000-7000-8000-0000000000ff"),
        "$autocapture",
        "alice@example.com",
        NOON,
        NOON.plusMillis(5),
        ALICE,
        Instant.ofEpochSecond(5),
        PersonMode.FORCE_UPGRADE,
        Map.of("plan", "pro"),
        Map.of(
            "$browser", "Firefox", "$session_id", "s-1", "nested", Map.of("a", List.of(1L, true))),
        "button:text=\"Buy\"",
        Map.of(0, "acme", 4, "team"));
    store.write(List.of(block(1, row)));

    assertThat(store.events().events(EventFilter.newest(1, 10)))
        .containsExactly(new StoredEvent(row, ALICE));
  }

  @Test
  final void strangeTextComesBackAsItWasWritten() throws IOException {
    Map<String, Object> properties = new HashMap<>();
    properties.put("nul", "a\0b");
    properties.put("emoji", "👩‍🚀 grüße \u2028 \"'\\");
    properties.put("", null);
    properties.put("big", new BigInteger("123456789012345678901234567890"));
    properties.put("long", "x".repeat(900_000));
    properties.put("list", Arrays.asList(null, 1L, "two", Map.of("three", 3.5)));
    EventRow row = with(event("'; DROP TABLE events; --", "日本\t语", NOON), properties);
    store.write(List.of(block(1, row)));

    assertThat(store.events().events(EventFilter.newest(1, 1)).get(0).row()).isEqualTo(row);
  }

  @Test
  final void projectsDoNotSeeEachOther() throws IOException {
    EventRow other = withProject(event("secret", "x", NOON), 2);
    store.write(List.of(new OutboxBlock(
        1,
        new Rows(
            List.of(event("mine", "x", NOON), other),
            List.of(new Assignment(new IdKey(2, "x"), ALICE, 1)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()))));

    assertThat(names(EventFilter.newest(1, 10))).containsExactly("mine");
    assertThat(store.events().events(EventFilter.newest(1, 10)).get(0).personId())
        .isNotEqualTo(ALICE);
    assertThat(names(EventFilter.newest(2, 10))).containsExactly("secret");
  }

  @Test
  final void anOverrideAttributesPastAndFutureEventsOfItsDistinctId() throws IOException {
    store.write(List.of(block(1, event("before", "anon", NOON), event("other", "bob", NOON))));
    assertThat(store.events().uniquePersons(EventFilter.newest(1, 1))).isEqualTo(2);
    store.write(List.of(override(2, "anon", ALICE, 1)));
    store.write(List.of(block(3, event("after", "anon", NOON))));

    EventFilter alices = new EventFilter(1, null, null, ALICE, null, null, 10);
    assertThat(names(alices)).containsExactlyInAnyOrder("before", "after");
    assertThat(store.events().count(alices)).isEqualTo(2);
    assertThat(store.events().uniquePersons(EventFilter.newest(1, 1))).isEqualTo(2);
    assertThat(store.events().events(alices).get(0).row().personId()).isNotEqualTo(ALICE);
  }

  @Test
  final void aPersonsEventsAreThoseOfTheIdsThatAreTheirsNow() throws IOException {
    Random random = new Random(7);
    List<UUID> persons = List.of(ALICE, ANON, UUID.randomUUID());
    long number = 0;
    for (int round = 0; round < 4; round++) {
      for (String id : Samples.ODD_IDS) {
        store.write(
            List.of(block(++number, event("round " + round, id, NOON.plusSeconds(number)))));
        if (random.nextInt(3) == 0) {
          UUID person = persons.get(random.nextInt(3));
          store.write(List.of(override(++number, id, person, number)));
        }
      }
      List<StoredEvent> all = store.events().events(EventFilter.newest(1, 1_000));
      for (UUID person : persons) {
        for (int limit : List.of(3, 1_000)) {
          EventFilter theirs = new EventFilter(1, null, null, person, null, null, limit);
          assertThat(store.events().events(theirs))
              .isEqualTo(all.stream()
                  .filter(event -> event.personId().equals(person))
                  .limit(limit)
                  .toList());
        }
      }
    }
  }

  @Test
  final void theHighestVersionOfAnOverrideWinsWheneverItIsWritten() throws IOException {
    store.write(List.of(block(1, event("a", "anon", NOON))));
    store.write(List.of(override(2, "anon", ALICE, 5)));
    store.write(List.of(override(3, "anon", ANON, 4)));
    assertThat(effective("anon")).isEqualTo(ALICE);
    store.write(List.of(override(4, "anon", ANON, 6), override(5, "anon", ALICE, 2)));
    assertThat(effective("anon")).isEqualTo(ANON);
  }

  @Test
  final void personsAreReplacedAndRemoved() throws Exception {
    store.write(List.of(persons(1, List.of(person(ALICE, 0), person(ANON, 0)), List.of())));
    store.write(List.of(
        persons(2, List.of(person(ALICE, 1)), List.of()),
        persons(3, List.of(person(ALICE, 2)), List.of(new PersonKey(1, ANON)))));

    assertThat(persons()).containsExactly("1 " + ALICE + " false 2 {\"v\":2}");
  }

  @Test
  final void aPersonRemovedAndMadeAgainIsThere() throws Exception {
    store.write(List.of(persons(1, List.of(person(ALICE, 0)), List.of())));
    store.write(List.of(
        persons(2, List.of(), List.of(new PersonKey(1, ALICE))),
        persons(3, List.of(person(ALICE, 7)), List.of())));

    assertThat(persons()).containsExactly("1 " + ALICE + " false 7 {\"v\":7}");
  }

  @Test
  final void assignmentsAndGroupsAreReplaced() throws Exception {
    for (int number = 1; number <= 3; number++) {
      Assignment assignment =
          new Assignment(new IdKey(1, "x"), number == 1 ? ANON : ALICE, number - 1);
      Group group =
          new Group(new GroupKey(1, 0, "acme"), "company", NOON, NOON, number, Map.of("n", number));
      store.write(List.of(new OutboxBlock(
          number,
          new Rows(
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(assignment),
              List.of(group),
              List.of()))));
    }
    assertThat(assignments()).containsExactly("1 x " + ALICE + " 2");
    assertThat(groups()).containsExactly("1 0 acme company 3 {\"n\":3}");
  }

  @Test
  final void warningsAreKept() throws Exception {
    Warning full = new Warning(1, "bad_uuid", NOON, "e", "x", ALICE, Map.of("why", "no"));
    Warning bare = new Warning(1, "bare", NOON, null, null, null, Map.of());
    store.write(List.of(new OutboxBlock(
        1,
        new Rows(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(full, bare)))));

    assertThat(warnings()).containsExactly("1 bad_uuid e x " + ALICE, "1 bare null null null");
  }

  @Test
  final void aCheckpointReachesWhatWasWritten() throws IOException {
    store.write(List.of(block(1, event("a", "x", NOON))));
    assertThat(store.checkpointed()).isLessThanOrEqualTo(store.outbox());
    store.checkpoint();
    assertThat(store.checkpointed()).isEqualTo(1);
    store.write(List.of(block(2, event("b", "x", NOON))));
    assertThat(store.checkpointed()).isEqualTo(1);
  }

  @Test
  final void everythingIsThereAfterOpeningAgain() throws Exception {
    store.write(List.of(block(1, event("a", "anon", NOON)), override(2, "anon", ALICE, 1)));
    store.write(List.of(persons(3, List.of(person(ALICE, 3)), List.of())));
    store.close();
    store = open();

    assertThat(store.outbox()).isEqualTo(3);
    assertThat(store.checkpointed()).isLessThanOrEqualTo(3);
    assertThat(effective("anon")).isEqualTo(ALICE);
    assertThat(persons()).containsExactly("1 " + ALICE + " false 3 {\"v\":3}");
    store.write(List.of(block(4, event("b", "anon", NOON))));
    assertThat(store.events().count(EventFilter.newest(1, 1))).isEqualTo(2);
  }

  @Test
  final void manyRowsInOneBlockAreAllThere() throws IOException {
    store.write(List.of(block(
        1,
        IntStream.range(0, 5_000)
            .mapToObj(i -> event("e" + i % 7, "id-" + i % 100, NOON.plusMillis(i)))
            .toArray(EventRow[]::new))));

    assertThat(store.events().count(EventFilter.newest(1, 1))).isEqualTo(5_000);
    assertThat(store.events().uniquePersons(EventFilter.newest(1, 1))).isEqualTo(100);
  }

  protected static EventRow event(String name, String distinctId, Instant at) {
    return new EventRow(
        1,
        UUID.randomUUID(),
        name,
        distinctId,
        at,
        at,
        UUID.nameUUIDFromBytes(distinctId.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        Instant.ofEpochSecond(5),
        PersonMode.PROPERTYLESS,
        Map.of(),
        Map.of(),
        "",
        Map.of());
  }

  protected static EventRow with(EventRow row, Map<String, Object> properties) {
    return Samples.copy(row, row.projectId(), row.uuid(), properties);
  }

  protected static EventRow withProject(EventRow row, int projectId) {
    return Samples.copy(row, projectId, row.uuid(), row.properties());
  }

  protected static OutboxBlock block(long number, EventRow... events) {
    return new OutboxBlock(number, rows(Stream.of(events).toList()));
  }

  protected static Rows rows(List<EventRow> events) {
    return new Rows(events, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  protected static OutboxBlock override(long number, String id, UUID person, long version) {
    return new OutboxBlock(
        number,
        new Rows(
            List.of(),
            List.of(new Assignment(new IdKey(1, id), person, version)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  protected static OutboxBlock persons(long number, List<Person> made, List<PersonKey> gone) {
    return new OutboxBlock(
        number, new Rows(List.of(), List.of(), made, gone, List.of(), List.of(), List.of()));
  }

  protected static Person person(UUID id, long version) {
    return new Person(1, id, NOON, false, version, Map.of("v", version));
  }

  private List<String> names(EventFilter filter) throws IOException {
    return store.events().events(filter).stream()
        .map(found -> found.row().event())
        .toList();
  }

  private UUID effective(String distinctId) throws IOException {
    EventFilter filter = new EventFilter(1, null, distinctId, null, null, null, 1);
    return store.events().events(filter).get(0).personId();
  }
}
