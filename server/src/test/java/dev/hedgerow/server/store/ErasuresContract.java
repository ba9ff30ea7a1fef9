package dev.hedgerow.server.store;

import static dev.hedgerow.server.store.Samples.NOON;
import static dev.hedgerow.server.store.Samples.assigned;
import static dev.hedgerow.server.store.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.PersonIds;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a state promises of erasures. Every state's test extends this. */
public abstract class ErasuresContract {
  private static final UUID LOG = uuid(77);

  private StateStore state;

  /** Opens an empty state. */
  protected abstract StateStore open() throws IOException;

  @BeforeEach
  final void openState() throws IOException {
    state = open();
  }

  @AfterEach
  final void closeState() throws IOException {
    state.close();
  }

  private static Erasure erasure(long number, int project, long position) {
    return new Erasure(
        uuid(number),
        project,
        uuid(number + 100),
        List.of(uuid(1), uuid(2)),
        number % 2 == 0,
        7,
        NOON,
        position,
        NOON.plusSeconds(position),
        0,
        null);
  }

  private static Rows erased() {
    return new Rows(
        List.of(new Erased(1, Set.of("a"), Set.of(uuid(1)), true)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  final void idsThatBelongToNobodyAnyMoreAreForgotten() throws IOException {
    state.commit(new Change(LOG, 1, NOON)
        .assigned(assigned("a", 1, 0), assigned("b", 1, 1), assigned("c", 2, 0))
        .made());
    state.commit(new Change(LOG, 2, NOON)
        .assigned(assigned("d", 1, 0))
        .unassigned(new IdKey(1, "a"), new IdKey(1, "b"), new IdKey(1, "d"), new IdKey(2, "c"))
        .rows(erased())
        .made());
    List<IdKey> all =
        List.of(new IdKey(1, "a"), new IdKey(1, "b"), new IdKey(1, "c"), new IdKey(1, "d"));
    assertThat(state.assignments(all)).containsOnlyKeys(new IdKey(1, "c"));
    assertThat(state.outbox(0, 9)).containsExactly(new OutboxBlock(1, erased()));
  }

  @Test
  final void idsAreFoundByWhatTheyHaveAsTheirOwn() throws IOException {
    state.commit(new Change(LOG, 1, NOON)
        .assigned(assigned("a", 9, 0), assigned("b", 9, 1))
        .held(Samples.held(1, "waiting", 60), Samples.held(2, "waiting", 70))
        .made());
    Set<UUID> own =
        Set.of(PersonIds.of(new IdKey(1, "b")), PersonIds.of(new IdKey(1, "waiting")), uuid(9));
    assertThat(state.idsOf(1, own))
        .containsExactlyInAnyOrder(new IdKey(1, "b"), new IdKey(1, "waiting"));
    assertThat(state.idsOf(2, own)).isEmpty();
  }

  @Test
  final void erasuresAreRememberedWithTheirBlock() throws IOException {
    state.commit(new Change(LOG, 1, NOON).rows(Samples.rows(1)).made());
    state.commit(
        new Change(LOG, 2, NOON).erased(erasure(1, 1, 2)).rows(erased()).made());
    state.commit(
        new Change(LOG, 3, NOON).erased(erasure(2, 1, 3)).rows(erased()).made());
    state.commit(
        new Change(LOG, 4, NOON).erased(erasure(3, 2, 4)).rows(erased()).made());

    assertThat(state.erasures().of(1, 9))
        .containsExactly(erasure(2, 1, 3).in(3), erasure(1, 1, 2).in(2));
    assertThat(state.erasures().of(1, 1)).containsExactly(erasure(2, 1, 3).in(3));
    assertThat(state.erasures().has(uuid(3))).isTrue();
    assertThat(state.erasures().has(uuid(4))).isFalse();
    assertThat(state.erasures().unfinished())
        .extracting(Erasure::position)
        .containsExactly(2L, 3L, 4L);
  }

  @Test
  final void finishedOnesStayFinished() throws IOException {
    state.commit(
        new Change(LOG, 1, NOON).erased(erasure(1, 1, 1)).rows(erased()).made());
    state.commit(
        new Change(LOG, 2, NOON).erased(erasure(2, 1, 2)).rows(erased()).made());
    state.erasures().finish(1, NOON.plusSeconds(5));
    assertThat(state.erasures().unfinished()).containsExactly(erasure(2, 1, 2).in(2));
    state.erasures().finish(2, NOON.plusSeconds(9));
    assertThat(state.erasures().of(1, 9))
        .extracting(Erasure::doneAt)
        .containsExactly(NOON.plusSeconds(9), NOON.plusSeconds(5));
  }

  @Test
  final void backupsComeNewestFirstAndNotWithoutEnd() throws IOException {
    assertThat(state.erasures().backups()).isEmpty();
    for (int number = 1; number <= Erasures.BACKUPS_MAX + 2; number++) {
      state.erasures().keep(new Erasures.MadeBackup("/b/" + number, NOON, number));
    }
    assertThat(state.erasures().backups())
        .hasSize(Erasures.BACKUPS_MAX)
        .startsWith(new Erasures.MadeBackup("/b/1002", NOON, 1002))
        .endsWith(new Erasures.MadeBackup("/b/3", NOON, 3));
  }

  @Test
  final void aRewriteLosesNothing() throws IOException {
    state.commit(new Change(LOG, 1, NOON)
        .persons(Samples.person(1, 1))
        .held(Samples.held(1, "waiting", 60))
        .erased(erasure(1, 1, 1))
        .rows(Samples.rows(1))
        .made());
    state.rewrite();
    assertThat(state.persons(List.of(Samples.person(1, 1).key()))).hasSize(1);
    assertThat(state.held(new IdKey(1, "waiting"), 9)).hasSize(1);
    assertThat(state.outbox(0, 9)).containsExactly(new OutboxBlock(1, Samples.rows(1)));
    state.commit(new Change(LOG, 2, NOON).rows(Samples.rows(2)).made());
    assertThat(state.position()).isEqualTo(new Position(LOG, 2, NOON, 2));
  }
}
