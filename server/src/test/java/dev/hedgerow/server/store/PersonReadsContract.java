package dev.hedgerow.server.store;

import static dev.hedgerow.server.store.Samples.NOON;
import static dev.hedgerow.server.store.Samples.assigned;
import static dev.hedgerow.server.store.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.query.FoundPerson;
import dev.hedgerow.server.query.PersonCondition;
import dev.hedgerow.server.query.PersonCursor;
import dev.hedgerow.server.query.PersonFilter;
import dev.hedgerow.server.query.PersonPage;
import dev.hedgerow.server.query.PersonReads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the read side over persons promises. Every state's test extends this. */
public abstract class PersonReadsContract {
  private static final UUID LOG = uuid(77);
  private static final Person ANN = person(1, 0, Map.of("email", "Ann@example.com", "plan", "pro"));
  private static final Person BOB = person(2, 60, Map.of("name", "Bob", "seats", 3L));
  private static final Person CAT = person(3, 60, Map.of("plan", "free"));

  private StateStore state;
  private PersonReads reads;

  /** Opens an empty state. */
  protected abstract StateStore open() throws IOException;

  private static Person person(long number, long madeAfterNoon, Map<String, Object> properties) {
    return new Person(1, uuid(number), NOON.plusSeconds(madeAfterNoon), true, 1, properties);
  }

  @BeforeEach
  final void openState() throws IOException {
    state = open();
    reads = state.people();
    state.commit(new Change(LOG, 1, NOON)
        .persons(ANN, BOB, CAT)
        .persons(new Person(2, uuid(1), NOON, false, 1, Map.of("plan", "pro")))
        .assigned(
            assigned("ann@work", 1, 0),
            assigned("device-7", 1, 1),
            assigned("bob", 2, 0),
            assigned("cat", 3, 0))
        .made());
  }

  @AfterEach
  final void closeState() throws IOException {
    state.close();
  }

  private List<UUID> ids(PersonFilter filter) throws IOException {
    return reads.page(filter, null, 9, 99).persons().stream()
        .map(found -> found.person().id())
        .toList();
  }

  private static PersonFilter where(String key, String operator, String... values) {
    return new PersonFilter(
        1, null, null, null, List.of(new PersonCondition(key, operator, List.of(values))));
  }

  @Test
  final void theNewestComesFirstThenTheHighestId() throws IOException {
    assertThat(ids(PersonFilter.all(1))).containsExactly(CAT.id(), BOB.id(), ANN.id());
    assertThat(ids(PersonFilter.all(2))).containsExactly(uuid(1));
    assertThat(ids(PersonFilter.all(3))).isEmpty();
  }

  @Test
  final void aPersonComesWithTheirIdsInOrder() throws IOException {
    assertThat(reads.person(ANN.key()))
        .isEqualTo(new FoundPerson(ANN, List.of("ann@work", "device-7")));
    assertThat(reads.person(new PersonKey(1, uuid(9)))).isNull();
    assertThat(reads.personOf(new IdKey(1, "device-7"))).isEqualTo(ANN.key());
    assertThat(reads.personOf(new IdKey(2, "device-7"))).isNull();
  }

  @Test
  final void aSearchFindsPartsOfIdsAddressesAndNamesInAnyCase() throws IOException {
    assertThat(ids(new PersonFilter(1, "VICE-", null, null, List.of()))).containsExactly(ANN.id());
    assertThat(ids(new PersonFilter(1, "example", null, null, List.of())))
        .containsExactly(ANN.id());
    assertThat(ids(new PersonFilter(1, "bOB", null, null, List.of()))).containsExactly(BOB.id());
    assertThat(ids(new PersonFilter(1, "%", null, null, List.of()))).isEmpty();
  }

  @Test
  final void aDistinctIdIsFoundWhole() throws IOException {
    assertThat(ids(new PersonFilter(1, null, "device-7", null, List.of())))
        .containsExactly(ANN.id());
    assertThat(ids(new PersonFilter(1, null, "device", null, List.of()))).isEmpty();
    assertThat(ids(new PersonFilter(1, null, "device-7", "other@example.com", List.of())))
        .isEmpty();
    assertThat(ids(new PersonFilter(2, null, "device-7", null, List.of()))).isEmpty();
  }

  @Test
  final void conditionsOnPropertiesAllHold() throws IOException {
    assertThat(ids(new PersonFilter(1, null, null, "ann@EXAMPLE.com", List.of())))
        .containsExactly(ANN.id());
    assertThat(ids(where("plan", "exact", "pro", "trial"))).containsExactly(ANN.id());
    assertThat(ids(where("plan", "is_not", "pro"))).containsExactly(CAT.id(), BOB.id());
    assertThat(ids(where("seats", "exact", "3"))).containsExactly(BOB.id());
    assertThat(ids(where("plan", "icontains", "R"))).containsExactly(CAT.id(), ANN.id());
    assertThat(ids(where("plan", "not_icontains", "O"))).containsExactly(CAT.id(), BOB.id());
    assertThat(ids(where("seats", "is_set"))).containsExactly(BOB.id());
    assertThat(ids(where("seats", "is_not_set"))).containsExactly(CAT.id(), ANN.id());
  }

  @Test
  final void pagesHaveEachPersonOnce() throws IOException {
    List<UUID> all = new ArrayList<>();
    PersonCursor cursor = null;
    do {
      PersonPage page = reads.page(PersonFilter.all(1), cursor, 1, 99);
      page.persons().forEach(found -> all.add(found.person().id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(all).containsExactly(CAT.id(), BOB.id(), ANN.id());
  }

  @Test
  final void aPageThatLookedAtEnoughSaysWhereToGoOn() throws IOException {
    PersonPage first = reads.page(where("plan", "exact", "pro"), null, 9, 2);
    assertThat(first.persons()).isEmpty();
    assertThat(first.next()).isEqualTo(PersonCursor.at(BOB));
    PersonPage second = reads.page(where("plan", "exact", "pro"), first.next(), 9, 2);
    assertThat(second.persons()).extracting(FoundPerson::person).containsExactly(ANN);
    assertThat(second.next()).isNull();
  }
}
