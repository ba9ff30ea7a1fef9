package dev.hedgerow.server.store;

import static dev.hedgerow.server.store.Samples.FIRST;
import static dev.hedgerow.server.store.Samples.LAST;
import static dev.hedgerow.server.store.Samples.NOON;
import static dev.hedgerow.server.store.Samples.ODD_IDS;
import static dev.hedgerow.server.store.Samples.assigned;
import static dev.hedgerow.server.store.Samples.changed;
import static dev.hedgerow.server.store.Samples.group;
import static dev.hedgerow.server.store.Samples.held;
import static dev.hedgerow.server.store.Samples.person;
import static dev.hedgerow.server.store.Samples.rows;
import static dev.hedgerow.server.store.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What {@link StateStore} promises of commits, persons, ids, groups and uuids. Every state's test extends this, and none
 * may opt out.
 */
public abstract class StateStoreContract extends StateContract {
  @Test
  final void anEmptyStateKnowsNothing() throws IOException {
    assertThat(state.position()).isEqualTo(Position.START);
    assertThat(state.assignments(keys("a"))).isEmpty();
    assertThat(state.assignments(List.of())).isEmpty();
    assertThat(state.assignmentsOf(new PersonKey(1, uuid(1)))).isEmpty();
    assertThat(state.persons(List.of(new PersonKey(1, uuid(1))))).isEmpty();
    assertThat(state.groups(List.of(new GroupKey(1, 0, "a")))).isEmpty();
    assertThat(state.groupTypes(1)).isEmpty();
    assertThat(state.seen(List.of(new Seen(1, uuid(1), 1)))).isEmpty();
    assertThat(state.held(new IdKey(1, "a"), 9)).isEmpty();
    assertThat(state.withHeld(keys("a"))).isEmpty();
    assertThat(state.due(LAST, 9)).isEmpty();
    assertThat(state.heldCount()).isZero();
    assertThat(state.oldestHeld()).isNull();
    assertThat(state.setAsideCount()).isZero();
    assertThat(state.outbox(0, 9)).isEmpty();
  }

  @Test
  final void aWholeProjectGoesAndAnotherStays() throws IOException {
    Entry.Erase asked = Entry.Erase.ofProject(uuid(9), 1, 7, NOON);
    Person other = person(2, 2);
    state.commit(new Change(LOG, 5, NOON)
        .persons(person(1, 1), other)
        .assigned(assigned("a", 1, 0))
        .groups(group(1, 0, "acme"), group(2, 0, "acme"))
        .types(new GroupType(1, "company", 0), new GroupType(2, "company", 0))
        .held(held(3, "a", 60), held(4, "b", 60))
        .made());
    assertThat(state.erasures().projects()).isEmpty();
    state.commit(new Change(LOG, 6, NOON)
        .erased(new Erasure(
            asked.id(), 1, asked.personId(), List.of(), true, 7, NOON, 6, NOON, 0, null))
        .rows(new Rows(
            List.of(Erased.ofProject(1)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()))
        .made());
    reopen();
    assertThat(state.erasures().projects()).containsExactly(1);
    assertThat(state.erasures().of(1, 9))
        .singleElement()
        .satisfies(one -> assertThat(one.again()).isEqualTo(asked));
    assertThat(state.persons(List.of(person(1, 1).key(), other.key())).keySet())
        .containsExactly(other.key());
    assertThat(state.assignments(keys("a"))).isEmpty();
    assertThat(
            state.groups(List.of(group(1, 0, "acme").key(), group(2, 0, "acme").key())))
        .hasSize(1);
    assertThat(state.groupTypes(1)).isEmpty();
    assertThat(state.groupTypes(2)).hasSize(1);
    assertThat(state.heldCount()).isZero();
    assertThat(state.due(LAST, 9)).isEmpty();
    assertThat(state.people().person(person(1, 1).key())).isNull();
    assertThat(state.people().personOf(keys("a").get(0))).isNull();
    assertThat(state.idsOf(1, Set.of(PersonIds.of(keys("a").get(0))))).isEmpty();
    while (state.clear(1) > 0) {
      reopen();
    }
    assertThat(state.persons(List.of(other.key()))).hasSize(1);
    state.tellAgain();
    assertThat(state.outbox(0, 9).stream().flatMap(block -> block.rows().persons().stream()))
        .containsExactly(other);
  }

  @Test
  final void aCommitMovesThePosition() throws IOException {
    Position first = state.commit(new Change(LOG, 5, NOON).made());
    assertThat(first).isEqualTo(new Position(LOG, 5, NOON, 0));
    assertThat(state.position()).isEqualTo(first);
    Position second = state.commit(new Change(LOG, 6, LAST).rows(rows(1)).made());
    assertThat(second).isEqualTo(new Position(LOG, 6, LAST, 1));
    reopen();
    assertThat(state.position()).isEqualTo(second);
  }

  @Test
  final void severalCommitsMayReachOneEntry() throws IOException {
    state.commit(new Change(LOG, 5, NOON).rows(rows(1)).made());
    assertThat(state.commit(new Change(LOG, 5, NOON).rows(rows(2)).made()).outbox())
        .isEqualTo(2);
  }

  @Test
  final void aCommitThatGoesBackIsRefusedWhole() throws IOException {
    state.commit(new Change(LOG, 5, NOON).made());
    StateChange back =
        new Change(LOG, 4, NOON).persons(person(1, 1)).rows(rows(1)).made();
    assertThatThrownBy(() -> state.commit(back)).isInstanceOf(IllegalStateException.class);
    assertThat(state.position()).isEqualTo(new Position(LOG, 5, NOON, 0));
    assertThat(state.persons(List.of(person(1, 1).key()))).isEmpty();
    assertThat(state.outbox(0, 9)).isEmpty();
  }

  @Test
  final void aCommitFromAnotherLogIsRefusedWhole() throws IOException {
    state.commit(new Change(LOG, 5, NOON).made());
    StateChange other = new Change(uuid(78), 6, NOON).persons(person(1, 1)).made();
    assertThatThrownBy(() -> state.commit(other)).isInstanceOf(IllegalStateException.class);
    reopen();
    assertThatThrownBy(() -> state.commit(other)).isInstanceOf(IllegalStateException.class);
    assertThat(state.position()).isEqualTo(new Position(LOG, 5, NOON, 0));
    assertThat(state.persons(List.of(person(1, 1).key()))).isEmpty();
    state.commit(new Change(LOG, 6, NOON).made());
  }

  @Test
  final void everythingOfOneChangeIsThereAfterwards() throws IOException {
    commit(next()
        .persons(person(1, 1))
        .assigned(assigned("a", 1, 0))
        .groups(group(1, 0, "acme"))
        .types(new GroupType(1, "company", 0))
        .held(held(1, "b", 60))
        .seen(new Seen(1, uuid(1), 11))
        .setAside(new SetAside(1, new byte[] {1}, "not an entry"))
        .rows(rows(1)));
    reopen();
    assertThat(state.persons(List.of(person(1, 1).key()))).hasSize(1);
    assertThat(state.assignments(keys("a"))).hasSize(1);
    assertThat(state.groups(List.of(new GroupKey(1, 0, "acme")))).hasSize(1);
    assertThat(state.groupTypes(1)).hasSize(1);
    assertThat(state.heldCount()).isEqualTo(1);
    assertThat(state.seen(List.of(new Seen(1, uuid(1), 0)))).hasSize(1);
    assertThat(state.setAsideCount()).isEqualTo(1);
    assertThat(state.outbox(0, 9)).hasSize(1);
  }

  @Test
  final void personsComeBackAsTheyWere() throws IOException {
    Person person = person(1, 1);
    Person far = new Person(1, uuid(2), LAST, true, Long.MAX_VALUE, Map.of());
    commit(next().persons(person, far));
    reopen();
    Map<PersonKey, Person> found =
        state.persons(List.of(person.key(), far.key(), new PersonKey(2, uuid(1))));
    assertThat(found).isEqualTo(Map.of(person.key(), person, far.key(), far));
    Person again = found.getOrDefault(person.key(), far);
    assertThat(again.properties().keySet())
        .containsExactlyElementsOf(person.properties().keySet());
  }

  @Test
  final void aPersonsNewestVersionReplacesTheOlder() throws IOException {
    Person before = person(1, 1);
    Person after = changed(before, Map.of("name", "Alice"));
    commit(next().persons(before));
    commit(next().persons(after));
    assertThat(state.persons(List.of(before.key()))).isEqualTo(Map.of(before.key(), after));
  }

  @Test
  final void mergedAwayPersonsAreGone() throws IOException {
    commit(next().persons(person(1, 1), person(2, 1), person(1, 2)));
    commit(next().deleted(person(1, 1).key(), new PersonKey(1, uuid(99))));
    assertThat(state
            .persons(
                List.of(person(1, 1).key(), person(2, 1).key(), person(1, 2).key()))
            .keySet())
        .containsExactlyInAnyOrder(person(2, 1).key(), person(1, 2).key());
  }

  @Test
  final void aPersonMadeAndMergedAwayInOneChangeIsGone() throws IOException {
    commit(next().persons(person(1, 1)).deleted(person(1, 1).key()));
    assertThat(state.persons(List.of(person(1, 1).key()))).isEmpty();
  }

  @Test
  final void assignmentsAreRePointed() throws IOException {
    commit(next().assigned(assigned("a", 1, 0), assigned("b", 1, 0), assigned("c", 2, 0)));
    commit(next().assigned(assigned("a", 2, 1)));
    assertThat(state.assignments(keys("a", "b", "none")))
        .isEqualTo(
            Map.of(new IdKey(1, "a"), assigned("a", 2, 1), new IdKey(1, "b"), assigned("b", 1, 0)));
    assertThat(state.assignmentsOf(new PersonKey(1, uuid(1)))).containsExactly(assigned("b", 1, 0));
    assertThat(state.assignmentsOf(new PersonKey(1, uuid(2))))
        .containsExactlyInAnyOrder(assigned("a", 2, 1), assigned("c", 2, 0));
    assertThat(state.assignmentsOf(new PersonKey(2, uuid(2)))).isEmpty();
  }

  @Test
  final void projectsDoNotSeeEachOther() throws IOException {
    IdKey here = new IdKey(1, "a");
    IdKey there = new IdKey(2, "a");
    Assignment one = new Assignment(here, uuid(1), 0);
    Assignment two = new Assignment(there, uuid(2), 5);
    commit(next().assigned(one, two).seen(new Seen(1, uuid(1), 3)));
    assertThat(state.assignments(List.of(here, there))).isEqualTo(Map.of(here, one, there, two));
    assertThat(state.seen(List.of(new Seen(2, uuid(1), 3)))).isEmpty();
  }

  @Test
  final void oddDistinctIdsAreToldApart() throws IOException {
    Change change = next();
    for (int number = 0; number < ODD_IDS.size(); number++) {
      change.assigned(assigned(ODD_IDS.get(number), number, 0));
      change.held(held(1_000 + number, ODD_IDS.get(number), 60));
    }
    commit(change);
    reopen();
    for (int number = 0; number < ODD_IDS.size(); number++) {
      String id = ODD_IDS.get(number);
      assertThat(state.assignments(keys(id)).values()).containsExactly(assigned(id, number, 0));
      assertThat(state.assignmentsOf(new PersonKey(1, uuid(number))))
          .containsExactly(assigned(id, number, 0));
      assertThat(state.held(new IdKey(1, id), 9)).containsExactly(held(1_000 + number, id, 60));
    }
    assertThat(state.assignments(keys(ODD_IDS.toArray(String[]::new)))).hasSize(ODD_IDS.size());
    assertThat(state.withHeld(keys(ODD_IDS.toArray(String[]::new)))).hasSize(ODD_IDS.size());
  }

  @Test
  final void groupsComeBackAsTheyWere() throws IOException {
    Group acme = group(1, 0, "acme");
    Group same = group(1, 4, "acme");
    Group odd = group(2, 0, "a\u0000🌱");
    Group newer = new Group(acme.key(), "company", FIRST, NOON, 4, Map.of("seats", 5L));
    commit(next().groups(acme, same, odd));
    commit(next().groups(newer));
    reopen();
    assertThat(state.groups(List.of(acme.key(), same.key(), odd.key(), new GroupKey(1, 1, "acme"))))
        .isEqualTo(Map.of(acme.key(), newer, same.key(), same, odd.key(), odd));
  }

  @Test
  final void groupTypesComeByIndex() throws IOException {
    commit(next().types(new GroupType(1, "team", 1), new GroupType(2, "club", 0)));
    commit(next().types(new GroupType(1, "company", 0)));
    reopen();
    assertThat(state.groupTypes(1))
        .containsExactly(new GroupType(1, "company", 0), new GroupType(1, "team", 1));
    assertThat(state.groupTypes(2)).containsExactly(new GroupType(2, "club", 0));
  }

  @Test
  final void seenUuidsComeWithTheirFirstContent() throws IOException {
    commit(next().seen(new Seen(1, uuid(1), Long.MIN_VALUE), new Seen(1, uuid(2), 0)));
    commit(next().seen(new Seen(1, uuid(1), 5)));
    assertThat(state.seen(
            List.of(new Seen(1, uuid(1), 5), new Seen(1, uuid(2), 0), new Seen(1, uuid(3), 0))))
        .isEqualTo(Set.of(new Seen(1, uuid(1), Long.MIN_VALUE), new Seen(1, uuid(2), 0)));
  }

  @Test
  final void uuidsSeenBeforeATimeAreForgotten() throws IOException {
    state.commit(new Change(LOG, 1, NOON).seen(new Seen(1, uuid(1), 1)).made());
    state.commit(
        new Change(LOG, 2, NOON.plusSeconds(1)).seen(new Seen(1, uuid(2), 2)).made());
    state.commit(new Change(LOG, 3, LAST).seen(new Seen(1, uuid(1), 9)).made());
    state.trimSeen(NOON);
    assertThat(state.seen(List.of(new Seen(1, uuid(1), 0)))).hasSize(1);
    state.trimSeen(NOON.plusSeconds(1));
    assertThat(state.seen(List.of(new Seen(1, uuid(1), 0), new Seen(1, uuid(2), 0))))
        .containsExactly(new Seen(1, uuid(2), 2));
    state.trimSeen(LAST);
    reopen();
    assertThat(state.seen(List.of(new Seen(1, uuid(2), 0)))).isEmpty();
  }

  @Test
  final void largeBatchesAreOneQuestionAndOneChange() throws IOException {
    int many = 35_000;
    Change change = next();
    List<IdKey> ids = new ArrayList<>();
    List<PersonKey> persons = new ArrayList<>();
    List<GroupKey> groups = new ArrayList<>();
    List<Seen> seen = new ArrayList<>();
    for (int number = 0; number < many; number++) {
      int projectId = 1 + number % 3;
      ids.add(new IdKey(projectId, "id" + number));
      persons.add(new PersonKey(projectId, uuid(number)));
      groups.add(new GroupKey(projectId, number % 5, "g" + number));
      seen.add(new Seen(projectId, uuid(number), number));
      if (number % 10 == 0) {
        change.assigned(new Assignment(ids.get(number), uuid(number), 0));
        change.persons(new Person(projectId, uuid(number), NOON, false, 0, Map.of()));
        change.groups(new Group(groups.get(number), "t", NOON, NOON, 0, Map.of()));
        change.seen(seen.get(number));
      }
    }
    commit(change);
    assertThat(state.assignments(ids)).hasSize(many / 10).containsKeys(ids.get(0), ids.get(10));
    assertThat(state.persons(persons)).hasSize(many / 10);
    assertThat(state.groups(groups)).hasSize(many / 10);
    assertThat(state.seen(seen)).hasSize(many / 10).contains(seen.get(20));
    assertThat(state.withHeld(ids)).isEmpty();
  }

  @Test
  final void readersSeeWholeCommitsOnly() throws Exception {
    int rounds = 100;
    List<IdKey> ids = keys("a", "b", "c");
    Thread committing = new Thread(() -> commitRounds(rounds), "committing");
    committing.start();
    long version = -1;
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (version < rounds - 1 && System.nanoTime() < deadline) {
      Map<IdKey, Assignment> found = state.assignments(ids);
      if (!found.isEmpty()) {
        assertThat(found).hasSize(3);
        Set<Long> versions =
            Set.copyOf(found.values().stream().map(Assignment::version).toList());
        assertThat(versions).hasSize(1);
        version = versions.iterator().next();
      }
    }
    committing.join();
    assertThat(version).isEqualTo(rounds - 1);
  }

  private void commitRounds(int rounds) {
    for (int round = 0; round < rounds; round++) {
      try {
        commit(next()
            .assigned(assigned("a", 1, round), assigned("b", 1, round), assigned("c", 1, round)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
