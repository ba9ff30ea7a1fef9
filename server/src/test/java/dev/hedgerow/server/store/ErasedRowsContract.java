package dev.hedgerow.server.store;

import static dev.hedgerow.server.store.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.StoredEvent;
import dev.hedgerow.server.query.WarningSummary;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an event store promises when persons are erased. Every event store's test extends this. */
public abstract class ErasedRowsContract {
  private static final UUID ANN = Samples.uuid(500);

  private EventStore store;
  private long number;

  /** Opens the store, with whatever it held when it was closed. */
  protected abstract EventStore open() throws IOException;

  @BeforeEach
  final void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  final void closeStore() throws IOException {
    store.close();
  }

  private static UUID own(String distinctId) {
    return PersonIds.of(new IdKey(1, distinctId));
  }

  private static EventRow row(int project, String event, String distinctId, UUID person) {
    return new EventRow(
        project,
        UUID.nameUUIDFromBytes((project + event).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        event,
        distinctId,
        NOON,
        NOON,
        person,
        NOON,
        PersonMode.FULL,
        Map.of("email", "ann@example.com"),
        Map.of("kept", event),
        "",
        Map.of());
  }

  private OutboxBlock block(@Nullable Erased erased, EventRow... rows) {
    return new OutboxBlock(
        ++number,
        new Rows(
            erased == null ? List.of() : List.of(erased),
            List.of(rows),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  private OutboxBlock overridden(String distinctId, UUID person, long version) {
    Assignment one = new Assignment(new IdKey(1, distinctId), person, version);
    return new OutboxBlock(
        ++number,
        new Rows(
            List.of(), List.of(one), List.of(), List.of(), List.of(one), List.of(), List.of()));
  }

  private OutboxBlock warned(Warning... warnings) {
    return new OutboxBlock(
        ++number,
        new Rows(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(warnings)));
  }

  private static Warning warning(int project, String distinctId, Map<String, String> details) {
    return new Warning(project, "odd", NOON, "e", distinctId, null, details);
  }

  private List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    for (int project = 1; project <= 2; project++) {
      for (StoredEvent found : store.events().events(EventFilter.newest(project, 99))) {
        names.add(found.row().event());
      }
    }
    return names;
  }

  private static Erased all(String... distinctIds) {
    return new Erased(1, Set.of(distinctIds), Set.of(ANN), true);
  }

  @Test
  final void eventsOfThePersonsIdsGoWhateverTheRowSays() throws IOException {
    store.write(List.of(
        block(
            null,
            row(1, "before", "device", own("device")),
            row(1, "by person", "unassigned", ANN),
            row(1, "once ann's", "bobs", ANN),
            row(1, "of bob", "bob", own("bob"))),
        overridden("device", ANN, 1),
        overridden("bobs", own("bob"), 1),
        block(null, row(2, "elsewhere", "device", ANN))));
    store.write(List.of(block(all("device", "ann"))));
    assertThat(names()).containsExactlyInAnyOrder("of bob", "once ann's", "elsewhere");
  }

  @Test
  final void whatIsToldInTheSameBlockOrLaterStays() throws IOException {
    store.write(List.of(
        block(null, row(1, "first", "ann", ANN)),
        block(all("ann"), row(1, "second", "ann", own("ann"))),
        block(null, row(1, "third", "ann", own("ann")))));
    assertThat(names()).containsExactlyInAnyOrder("second", "third");
    store.write(List.of(
        block(null, row(1, "fourth", "ann", own("ann"))),
        block(all("ann")),
        block(null, row(1, "fifth", "ann", own("ann"))),
        block(all("ann")),
        block(null, row(1, "sixth", "ann", own("ann")))));
    assertThat(names()).containsExactly("sixth");
  }

  @Test
  final void anIdStandsAloneAfterwardsAndMayGetAnotherPerson() throws IOException {
    store.write(
        List.of(block(null, row(1, "old", "device", own("device"))), overridden("device", ANN, 7)));
    store.write(List.of(block(new Erased(1, Set.of("device"), Set.of(ANN), false))));
    assertThat(person("device")).isEqualTo(own("device"));

    UUID other = Samples.uuid(501);
    store.write(List.of(overridden("device", other, 1)));
    assertThat(person("device")).isEqualTo(other);
  }

  @Test
  final void withoutEventsTheyStayAndTellNothingOfThePerson() throws IOException {
    store.write(List.of(
        block(null, row(1, "kept", "ann", ANN), row(1, "of bob", "bob", own("bob"))),
        block(new Erased(1, Set.of("ann"), Set.of(ANN), false))));
    for (StoredEvent found : store.events().events(EventFilter.newest(1, 9))) {
      EventRow row = found.row();
      assertThat(found.personId()).isEqualTo(own(row.distinctId()));
      assertThat(row.properties()).containsEntry("kept", row.event());
      assertThat(row.personProperties()).hasSize(row.event().equals("kept") ? 0 : 1);
    }
    assertThat(store.events().count(EventFilter.newest(1, 9))).isEqualTo(2);
  }

  @Test
  final void anAnonymousVisitorIsKnownByWhatTheIdHasAsItsOwn() throws IOException {
    store.write(List.of(
        block(null, row(1, "a", "device", own("device")), row(1, "b", "other", own("other"))),
        warned(warning(1, "device", Map.of()), warning(1, "other", Map.of()))));
    store.write(List.of(block(new Erased(1, Set.of(), Set.of(own("device")), true))));
    assertThat(names()).containsExactly("b");
    assertThat(warnings()).containsExactly("other");
  }

  @Test
  final void warningsThatNameThePersonGoWithTheEvents() throws IOException {
    store.write(List.of(warned(
        warning(1, "ann", Map.of()),
        warning(1, "bob", Map.of("other_distinct_id", "ann")),
        warning(1, "cat", Map.of("other_distinct_id", "anna", "detail", "not ann")),
        warning(2, "ann", Map.of()))));
    store.write(List.of(block(new Erased(1, Set.of("ann"), Set.of(ANN), false))));
    assertThat(warnings()).containsExactlyInAnyOrder("ann", "bob", "cat", "ann");
    store.write(List.of(block(all("ann"))));
    assertThat(warnings()).containsExactlyInAnyOrder("cat", "ann");
  }

  @Test
  final void aWholeProjectGoesAndAnotherStays() throws IOException {
    store.write(List.of(
        block(null, row(1, "one", "ann", ANN), row(2, "two", "ann", ANN)),
        overridden("device", ANN, 7),
        warned(warning(1, "ann", Map.of()), warning(2, "ann", Map.of()))));
    store.write(List.of(block(Erased.ofProject(1)), block(null, row(2, "later", "bob", ANN))));
    assertThat(names()).containsExactlyInAnyOrder("two", "later");
    assertThat(warnings()).containsExactly("ann");
    store.rewrite(Outbox.EMPTY);
    assertThat(names()).containsExactlyInAnyOrder("two", "later");
  }

  @Test
  final void aWholeProjectIsNeverReadAgainAndItsRowsGoSomeAtATime() throws IOException {
    store.write(List.of(
        new OutboxBlock(++number, Samples.rows(1)),
        block(null, row(1, "one", "ann", ANN), row(2, "two", "ann", ANN)),
        warned(warning(1, "ann", Map.of()), warning(2, "ann", Map.of()))));
    assertThat(store.left(1)).as("of a project that stays").isZero();
    store.write(List.of(block(Erased.ofProject(1))));
    long left = store.left(1);
    assertThat(left).isGreaterThan(6);
    for (; left > 0; left -= 2) {
      assertThat(names()).containsExactly("two");
      assertThat(warnings()).containsExactly("d");
      assertThat(store.events().uniquePersons(EventFilter.newest(1, 9))).isZero();
      assertThat(store.left(1)).isEqualTo(left);
      assertThat(store.clear(2)).isEqualTo((int) Math.min(2, left));
      store.checkpoint();
      store.close();
      store = open();
    }
    assertThat(store.clear(2)).isZero();
    assertThat(store.left(1)).isZero();
    assertThat(names()).containsExactly("two");
  }

  @Test
  final void aRewriteLosesNothingAndGoesOn() throws IOException {
    store.write(List.of(
        block(null, row(1, "old", "device", own("device"))),
        overridden("device", ANN, 7),
        new OutboxBlock(++number, Samples.rows(1))));
    List<StoredEvent> before = store.events().events(EventFilter.newest(1, 99));

    store.rewrite(Outbox.EMPTY);

    assertThat(store.events().events(EventFilter.newest(1, 99))).isEqualTo(before);
    assertThat(store.outbox()).isEqualTo(number);
    assertThat(store.checkpointed()).isEqualTo(number);
    store.write(List.of(block(all("device"))));
    store.rewrite(Outbox.EMPTY);
    store.write(List.of(block(null, row(1, "new", "device", own("device")))));
    store.checkpoint();
    store.close();
    store = open();
    assertThat(store.outbox()).isEqualTo(number);
    assertThat(names()).contains("new").doesNotContain("old").hasSize(before.size());
  }

  private UUID person(String distinctId) throws IOException {
    EventFilter filter = new EventFilter(1, null, distinctId, null, null, null, 1);
    return store.events().events(filter).get(0).personId();
  }

  private List<String> warnings() throws IOException {
    List<String> ids = new ArrayList<>();
    for (int project = 1; project <= 2; project++) {
      for (WarningSummary summary : store.ingestion().warnings(project, Instant.EPOCH, 99)) {
        summary.samples().forEach(warning -> ids.add(warning.distinctId()));
      }
    }
    return ids;
  }
}
