package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.log.InMemoryLog;
import dev.hedgerow.server.store.Erasure;
import dev.hedgerow.server.store.InMemoryState;
import dev.hedgerow.server.wire.EntryCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the processor does when a person is to be erased. */
class EraserTest {
  private final Crank crank = new Crank(Crank.DELAY);
  private int erasures;

  private Entry.Erase erase(UUID person, boolean withEvents, UUID... ownIds) {
    return crank.send(new Entry.Erase(
        new UUID(9, ++erasures),
        Crank.PROJECT,
        person,
        List.of(ownIds),
        withEvents,
        3,
        crank.now()));
  }

  private Person person(String distinctId) throws IOException {
    return Objects.requireNonNull(crank.person(distinctId), distinctId);
  }

  private static UUID own(String distinctId) {
    return PersonIds.of(new IdKey(Crank.PROJECT, distinctId));
  }

  private void identify(String anonymous, String known) {
    crank.send(
        "$identify", known, Map.of("$anon_distinct_id", anonymous, "$set", Map.of("email", known)));
  }

  @Test
  void aPersonGoesWithIdsAndEvents() throws IOException {
    crank.send("viewed", "device", Map.of("$process_person_profile", false));
    identify("device", "ann");
    crank.send("paid", "ann", Map.of());
    identify("other device", "bob");
    crank.turn();

    Entry.Erase asked = erase(person("ann").id(), true);
    crank.turn();

    Outcome outcome = crank.outcome();
    assertThat(outcome.rows()).extracting(EventRow::distinctId).containsExactly("bob");
    assertThat(outcome.persons()).hasSize(1);
    assertThat(outcome.assignments().keySet())
        .extracting(IdKey::distinctId)
        .containsExactlyInAnyOrder("bob", "other device");
    assertThat(outcome.overrides().keySet()).extracting(IdKey::distinctId).containsExactly("bob");
    assertThat(crank.person("ann")).isNull();
    assertThat(crank.assignment("device")).isNull();
    Erasure kept = crank.state().erasures().of(Crank.PROJECT, 9).get(0);
    assertThat(kept.again().id()).isEqualTo(asked.id());
    assertThat(kept.ownIds()).containsExactlyInAnyOrder(own("ann"), own("device"));
    assertThat(kept.outbox()).isEqualTo(crank.state().position().outbox());
    assertThat(kept.doneAt()).isNull();
    assertThat(crank.counted("hedgerow.persons.erased")).isEqualTo(1);
  }

  private Entry.Event elsewhere(String distinctId) {
    return crank.send(new Entry.Event(
        2,
        new UUID(8, ++erasures),
        "paid",
        distinctId,
        crank.now(),
        crank.now(),
        null,
        false,
        1,
        Map.of("$set", Map.of("plan", "plus"))));
  }

  @Test
  void aWholeProjectGoesAndNothingOfItIsTakenAgain() throws IOException {
    identify("device", "ann");
    crank.send("paid", "nobody yet", Map.of());
    elsewhere("ann");
    crank.turn();
    assertThat(crank.processor().heldCount()).isEqualTo(2);

    crank.send("viewed", "in the same turn", Map.of("$process_person_profile", false));
    identify("other device", "bob");
    Entry.Erase asked =
        crank.send(Entry.Erase.ofProject(new UUID(9, 1), Crank.PROJECT, 3, crank.now()));
    identify("third device", "under way");
    crank.send("paid", "under way too", Map.of());
    crank.send(asked);
    elsewhere("ann");
    crank.turn();
    crank.pass(Crank.DELAY.multipliedBy(2));
    crank.turn();

    Outcome outcome = crank.outcome();
    assertThat(outcome.rows()).extracting(EventRow::projectId).containsExactly(2, 2);
    assertThat(outcome.persons()).hasSize(1);
    assertThat(outcome.assignments().keySet()).containsExactly(new IdKey(2, "ann"));
    assertThat(crank.person("ann")).isNull();
    assertThat(crank.person("under way")).isNull();
    assertThat(crank.processor().heldCount()).isZero();
    assertThat(crank.state().heldCount()).isZero();
    assertThat(crank.state().erasures().of(Crank.PROJECT, 9))
        .singleElement()
        .satisfies(one -> assertThat(one.again()).isEqualTo(asked));
  }

  @Test
  void withoutEventsThoseStayWithTheirDistinctIdsAlone() throws IOException {
    identify("device", "ann");
    crank.send("paid", "ann", Map.of("price", 3));
    crank.turn();

    erase(person("ann").id(), false);
    crank.turn();

    Outcome outcome = crank.outcome();
    assertThat(outcome.persons()).isEmpty();
    assertThat(outcome.assignments()).isEmpty();
    assertThat(outcome.names()).containsExactly("$identify", "paid");
    assertThat(outcome.rows()).allSatisfy(row -> {
      assertThat(row.personId()).isEqualTo(own("ann"));
      assertThat(row.personProperties()).isEmpty();
    });
    assertThat(outcome.rows().get(1).properties()).containsEntry("price", 3L);
  }

  @Test
  void whoComesBackIsSomebodyNew() throws IOException {
    identify("device", "ann");
    crank.turn();
    UUID before = person("ann").id();
    erase(before, true);
    crank.send("paid", "ann", Map.of("$set", Map.of("plan", "new")));
    crank.pass(Crank.DELAY);
    crank.turn();

    assertThat(person("ann").id()).isEqualTo(own("ann")).isNotEqualTo(before);
    assertThat(person("ann").properties()).containsEntry("plan", "new").doesNotContainKey("email");
    assertThat(crank.person("device")).isNull();
    assertThat(crank.outcome().names()).containsExactly("paid");
    assertThat(crank.outcome().uniquePersons()).containsExactly(own("ann"));
  }

  @Test
  void whoComesBackWithoutErasedEventsFindsThemAgain() throws IOException {
    identify("device", "ann");
    crank.turn();
    erase(person("ann").id(), false);
    identify("phone", "ann");
    crank.turn();

    Outcome outcome = crank.outcome();
    assertThat(outcome.rows()).hasSize(2);
    assertThat(outcome.uniquePersons()).containsExactly(person("phone").id());
    assertThat(crank.person("device")).isNull();
  }

  @Test
  void allInOneTurnIsTheSame() throws IOException {
    identify("device", "ann");
    erase(own("device"), true);
    crank.send("viewed", "ann", Map.of("$device_id", "ann"));
    identify("device", "cat");
    erase(own("device"), false);
    crank.turn();

    Outcome outcome = crank.outcome();
    assertThat(outcome.names()).containsExactly("viewed", "$identify");
    assertThat(outcome.rows().get(1).personId()).isEqualTo(own("cat"));
    assertThat(outcome.persons().keySet())
        .extracting(key -> key.personId())
        .containsExactly(own("ann"));
  }

  @Test
  void heldEventsOfAnIdWithoutAPersonGo() throws IOException {
    crank.send("paid", "ann", Map.of());
    crank.send("paid", "bob", Map.of());
    crank.turn();
    assertThat(crank.processor().heldCount()).isEqualTo(2);

    erase(own("ann"), true);
    crank.turn();
    assertThat(crank.processor().heldCount()).isEqualTo(1);
    crank.pass(Crank.DELAY);
    crank.turn();
    assertThat(crank.outcome().rows()).extracting(EventRow::distinctId).containsExactly("bob");
  }

  @Test
  void allThatAnIdHasHeldGoesHoweverMuchItIs() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      crank.send("paid", i % 10 == 0 ? "bob" : "ann", Map.of());
    }
    crank.turn();
    crank.send("paid", "ann", Map.of());
    erase(own("ann"), true);
    crank.send("paid", "ann", Map.of());
    crank.turn();

    assertThat(crank.processor().heldCount()).isEqualTo(101);
    crank.pass(Crank.DELAY);
    crank.turn();
    assertThat(crank.outcome().rows()).hasSize(101);
  }

  @Test
  void whatIsReleasedRightBeforeGoesToo() throws IOException {
    crank.send("paid", "ann", Map.of());
    crank.turn();
    crank.pass(Crank.DELAY.plusSeconds(1));
    erase(own("ann"), true);
    crank.turn();

    assertThat(crank.outcome().rows()).isEmpty();
    assertThat(crank.outcome().persons()).isEmpty();
    assertThat(crank.person("ann")).isNull();
    assertThat(crank.processor().heldCount()).isZero();
  }

  @Test
  void anAnonymousVisitorIsErasedByWhatTheIdHasAsItsOwn() throws IOException {
    crank.send("viewed", "device", Map.of("$process_person_profile", false));
    crank.send("viewed", "other", Map.of("$process_person_profile", false));
    crank.turn();
    erase(own("device"), true);
    crank.turn();
    assertThat(crank.outcome().rows()).extracting(EventRow::distinctId).containsExactly("other");
  }

  @Test
  void whoWasMergedMeanwhileIsErasedAsWhomTheyBecame() throws IOException {
    crank.send("$set", "device", Map.of("$set", Map.of("a", 1), "$device_id", "device"));
    crank.send("$set", "ann", Map.of("$set", Map.of("b", 1), "$device_id", "ann"));
    crank.turn();
    UUID asked = person("device").id();
    identify("device", "ann");
    erase(asked, true);
    crank.turn();
    assertThat(crank.person("ann")).isNull();
    assertThat(crank.outcome().rows()).isEmpty();
    assertThat(crank.outcome().persons()).isEmpty();
  }

  @Test
  void doneAgainToAnOlderStateItFindsAllThatBecameOnePersonLater() throws IOException {
    crank.send("viewed", "device", Map.of("$process_person_profile", false));
    crank.send("viewed", "phone", Map.of("$device_id", "phone"));
    crank.send("paid", "ann", Map.of());
    crank.send("viewed", "bob", Map.of("$device_id", "bob"));
    crank.turn();

    erase(own("device"), true, own("device"), own("phone"), own("ann"));
    crank.turn();

    assertThat(crank.outcome().rows()).extracting(EventRow::distinctId).containsExactly("bob");
    assertThat(crank.outcome().persons()).hasSize(1);
    assertThat(crank.processor().heldCount()).isZero();
  }

  @Test
  void anErasureIsDoneOnce() throws IOException {
    identify("device", "ann");
    crank.turn();
    Entry.Erase asked = erase(person("ann").id(), true);
    identify("device", "ann");
    crank.send(asked);
    crank.turn();
    assertThat(crank.person("ann")).isNotNull();
    assertThat(crank.outcome().names()).containsExactly("$identify");
  }

  @Test
  void aRetryOfAnErasedEventDoesNotBringItBack() throws IOException {
    identify("device", "ann");
    Entry.Event paid = crank.send("paid", "ann", Map.of());
    crank.turn();
    erase(person("ann").id(), true);
    crank.send(paid);
    crank.turn();
    assertThat(crank.outcome().rows()).isEmpty();
    assertThat(crank.person("ann")).isNull();
  }

  @Test
  void warningsAndWhatIsSetAsideGoToo() throws IOException {
    crank.send("$create_alias", "ann", Map.of("alias", "null", "$device_id", "ann"));
    crank.send("$create_alias", "bob", Map.of("alias", "null", "$device_id", "bob"));
    crank.sendBytes(
        "{\"k\":\"e\",\"d\":\"ann\",\"broken".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    crank.sendBytes("{\"k\":\"e\",\"d\":\"annabel\",\"broken"
        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    crank.turn();
    assertThat(crank.outcome().warnings()).hasSize(2);
    assertThat(crank.state().setAsideCount()).isEqualTo(2);

    erase(own("ann"), true);
    crank.turn();

    assertThat(crank.outcome().warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning.distinctId()).isEqualTo("bob"));
    assertThat(crank.state().setAside(0, 9))
        .singleElement()
        .satisfies(one -> assertThat(one.payload()).asString().contains("annabel"));
  }

  @Test
  void anotherProjectsPersonOfTheSameIdStays() throws IOException {
    crank.send(new Entry.Event(
        2, new UUID(3, 3), "viewed", "ann", crank.now(), crank.now(), null, true, 1, Map.of()));
    crank.send("viewed", "ann", Map.of("$device_id", "ann"));
    crank.turn();
    erase(own("ann"), true);
    crank.turn();
    assertThat(crank.outcome().rows()).extracting(EventRow::projectId).containsExactly(2);
    assertThat(crank.outcome().persons()).hasSize(1);
  }

  @Test
  void theEntryIsReadAsItWasWritten() throws IOException {
    Entry.Erase entry = new Entry.Erase(
        new UUID(1, 2), 3, new UUID(4, 5), List.of(new UUID(6, 7)), true, 8, Crank.START);
    assertThat(EntryCodec.decode(EntryCodec.encode(entry))).isEqualTo(entry);
  }

  @Test
  void afterARestartItGoesOnAsIfThereHadBeenNone() throws IOException {
    Crank other =
        new Crank(new InMemoryLog(), new InMemoryState(), SmallLimits.batches(1), Duration.ZERO);
    other.send("paid", "ann", Map.of());
    other.turn();
    other.send(new Entry.Erase(
        new UUID(9, 9), Crank.PROJECT, own("ann"), List.of(), true, 0, other.now()));
    Crank again = other.restart();
    again.turn();
    assertThat(again.outcome().rows()).isEmpty();
    assertThat(again.state().erasures().unfinished()).hasSize(1);
  }
}
