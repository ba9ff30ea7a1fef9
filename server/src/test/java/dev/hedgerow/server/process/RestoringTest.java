package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Owned;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.GroupType;
import dev.hedgerow.server.store.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was exported comes in as it was, beside what there is. */
class RestoringTest {
  private final Crank crank = new Crank(Crank.DELAY);
  private final Person ada = Samples.person(Crank.PROJECT, 40);

  private static UUID chunk(long number) {
    return new UUID(77, number);
  }

  private static EventRow row(long number, String distinctId, UUID person) {
    return new EventRow(
        Crank.PROJECT,
        Samples.uuid(number),
        "bought",
        distinctId,
        Samples.NOON,
        Samples.FIRST,
        person,
        Samples.LAST,
        PersonMode.FULL,
        Samples.properties(),
        Samples.properties(),
        "button",
        Map.of(0, "acme"));
  }

  private static Entry.Restored restored(long chunk, List<EventRow> rows, Owned... persons) {
    return new Entry.Restored(
        Crank.PROJECT, chunk(chunk), rows, List.of(persons), List.of(), Map.of());
  }

  private List<EventRow> rows() throws IOException {
    return crank.outcome().rows();
  }

  @Test
  void rowsAndPersonsAreWhatTheyWere() throws IOException {
    EventRow row = row(1, "ada", ada.id());
    crank.send(restored(1, List.of(), new Owned(ada, Map.of("ada", 0L, "device", 3L))));
    crank.send(restored(2, List.of(row)));
    crank.turn();
    assertThat(rows()).containsExactly(row);
    assertThat(crank.person("device")).isEqualTo(ada);
    assertThat(crank.assignment("device"))
        .isEqualTo(new Assignment(new IdKey(Crank.PROJECT, "device"), ada.id(), 3));
  }

  @Test
  void aChunkAndAUuidCountOnce() throws IOException {
    Entry.Restored first = restored(1, List.of(row(1, "ada", ada.id())));
    crank.send(first);
    crank.turn();
    crank.send(first);
    crank.send(restored(1, List.of(row(2, "ada", ada.id()))));
    crank.send(restored(2, List.of(row(1, "ada", ada.id()), row(3, "ada", ada.id()))));
    crank.turn();
    assertThat(rows())
        .extracting(EventRow::uuid)
        .containsExactlyInAnyOrder(Samples.uuid(1), Samples.uuid(3));
  }

  @Test
  void anIdStaysWithThePersonItHasHere() throws IOException {
    crank.send("$identify", "ada", Map.of("$anon_distinct_id", "device"));
    crank.turn();
    Person here = Objects.requireNonNull(crank.person("ada"));
    crank.send(restored(
        1, List.of(row(1, "ada", ada.id())), new Owned(ada, Map.of("ada", 0L, "device", 0L))));
    crank.turn();
    assertThat(crank.person("ada")).isEqualTo(here);
    assertThat(crank.outcome().persons()).doesNotContainKey(ada.key());
    assertThat(crank.outcome().personOf(rows().get(1))).isEqualTo(here.id());
  }

  @Test
  void rowsOfAnIdThatIsItsPersonsOwnGoToThatPersonToo() throws IOException {
    crank.send("$set", "ada", Map.of("$set", Map.of("a", 1), "$device_id", "ada"));
    crank.turn();
    UUID own = PersonIds.of(new IdKey(Crank.PROJECT, "ada"));
    assertThat(Objects.requireNonNull(crank.person("ada")).id()).isEqualTo(own);
    crank.send(restored(1, List.of(row(1, "ada", ada.id()))));
    crank.turn();
    assertThat(crank.outcome().personOf(rows().get(1))).isEqualTo(own);
  }

  @Test
  void rowsOfAnIdThatNobodyHasGoToWhoGetsIt() throws IOException {
    crank.send(restored(1, List.of(row(1, "device", ada.id()))));
    crank.turn();
    crank.send("$identify", "eve", Map.of("$anon_distinct_id", "device"));
    crank.turn();
    assertThat(crank.outcome().personOf(rows().get(0)))
        .isEqualTo(Objects.requireNonNull(crank.person("eve")).id());
  }

  @Test
  void theNewerVersionOfAPersonIsKept() throws IOException {
    crank.send(restored(1, List.of(), new Owned(ada, Map.of("ada", 0L))));
    Person newer = Samples.changed(ada, Map.of("newer", true));
    crank.send(restored(2, List.of(), new Owned(newer, Map.of("device", 0L))));
    crank.send(restored(3, List.of(), new Owned(ada, Map.of("ada", 0L))));
    crank.turn();
    assertThat(crank.person("ada")).isEqualTo(newer);
    assertThat(crank.person("device")).isEqualTo(newer);
  }

  @Test
  void whatWaitedForThePersonGoesOn() throws IOException {
    crank.send("paid", "ada", Map.of());
    crank.turn();
    assertThat(crank.state().heldCount()).isOne();
    crank.send(restored(1, List.of(), new Owned(ada, Map.of("ada", 0L))));
    crank.turn();
    assertThat(crank.state().heldCount()).isZero();
    assertThat(rows()).extracting(EventRow::personId).containsExactly(ada.id());
  }

  @Test
  void aPersonMayComeBackRightAfterItWasMergedAway() throws IOException {
    crank.send("$set", "device", Map.of("$set", Map.of("a", 1), "$device_id", "device"));
    crank.send("$identify", "eve", Map.of());
    crank.turn();
    Person gone = Objects.requireNonNull(crank.person("device"));
    crank.send("$identify", "eve", Map.of("$anon_distinct_id", "device"));
    crank.send(restored(1, List.of(), new Owned(gone, Map.of("elsewhere", 1L))));
    crank.turn();
    assertThat(crank.person("elsewhere")).isEqualTo(gone);
    assertThat(Objects.requireNonNull(crank.person("device")).id()).isNotEqualTo(gone.id());
  }

  @Test
  void groupsComeWithTheirTypesWhereThoseFit() throws IOException {
    Group acme = Samples.group(Crank.PROJECT, 1, "acme");
    Group site = new Group(
        new GroupKey(Crank.PROJECT, 0, "s"), "site", Samples.NOON, Samples.NOON, 0, Map.of());
    crank.send(new Entry.Restored(
        Crank.PROJECT,
        chunk(1),
        List.of(),
        List.of(),
        List.of(acme, site),
        Map.of(1, "company", 9, "site")));
    crank.turn();
    assertThat(crank.state().groupTypes(Crank.PROJECT))
        .containsExactly(new GroupType(Crank.PROJECT, "company", 1));
    assertThat(crank.state().groups(List.of(acme.key(), site.key())).values())
        .containsExactly(acme);
    crank.send("$groupidentify", "ada", Map.of("$group_type", "site", "$group_key", "s"));
    crank.turn();
    assertThat(crank.state().groupTypes(Crank.PROJECT))
        .containsExactly(
            new GroupType(Crank.PROJECT, "site", 0), new GroupType(Crank.PROJECT, "company", 1));
  }
}
