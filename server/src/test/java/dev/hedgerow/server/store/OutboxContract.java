package dev.hedgerow.server.store;

import static dev.hedgerow.server.store.Samples.NOON;
import static dev.hedgerow.server.store.Samples.assigned;
import static dev.hedgerow.server.store.Samples.group;
import static dev.hedgerow.server.store.Samples.person;
import static dev.hedgerow.server.store.Samples.rows;
import static dev.hedgerow.server.store.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a state promises of its outbox, also to an event store that lost what it was told. Every state's test extends this.
 */
public abstract class OutboxContract extends StateContract {
  @Test
  final void outboxBlocksAreNumberedOneByOne() throws IOException {
    commit(next().rows(rows(1)));
    commit(next().seen(new Seen(1, uuid(1), 1)));
    commit(next().rows(rows(2)));
    commit(next().rows(rows(3)));
    reopen();
    assertThat(state.outbox(0, 9))
        .containsExactly(
            new OutboxBlock(1, rows(1)), new OutboxBlock(2, rows(2)), new OutboxBlock(3, rows(3)));
    assertThat(state.outbox(1, 1)).containsExactly(new OutboxBlock(2, rows(2)));
    assertThat(state.outbox(3, 9)).isEmpty();
    assertThat(state.outbox(0, 0)).isEmpty();
  }

  @Test
  final void outboxNumbersAreNeverUsedTwice() throws IOException {
    commit(next().rows(rows(1)));
    commit(next().rows(rows(2)));
    state.trimOutbox(1);
    assertThat(state.outbox(0, 9)).containsExactly(new OutboxBlock(2, rows(2)));
    state.trimOutbox(2);
    reopen();
    assertThat(state.outbox(0, 9)).isEmpty();
    assertThat(state.position().outbox()).isEqualTo(2);
    assertThat(commit(next().rows(rows(3))).outbox()).isEqualTo(3);
    assertThat(state.outbox(0, 9)).containsExactly(new OutboxBlock(3, rows(3)));
  }

  @Test
  final void anEmptyStateHasNothingToTell() throws IOException {
    assertThat(state.firstInOutbox()).isEqualTo(1);
    state.tellAgain();
    assertThat(state.outbox(0, 9)).isEmpty();
  }

  @Test
  final void allThereIsComesAgainAfterWhatTheOutboxHas() throws IOException {
    state.commit(new Change(LOG, 1, NOON)
        .persons(person(1, 1), person(1, 2))
        .assigned(assigned("a", 1, 0), assigned("b", 2, 3))
        .groups(group(1, 0, "acme"))
        .rows(Samples.rows(1))
        .made());
    state.commit(new Change(LOG, 2, NOON).rows(Samples.rows(2)).made());
    state.trimOutbox(1);
    assertThat(state.firstInOutbox()).isEqualTo(2);

    state.tellAgain();

    InMemoryEventStore store = new InMemoryEventStore();
    store.beginAfter(1);
    List<OutboxBlock> blocks = state.outbox(2, 99);
    store.beginAfter(2);
    store.write(blocks);
    assertThat(store.persons()).containsExactlyInAnyOrder(person(1, 1), person(1, 2));
    assertThat(store.assignments())
        .containsExactlyInAnyOrder(assigned("a", 1, 0), assigned("b", 2, 3));
    assertThat(store.groups()).containsExactly(group(1, 0, "acme"));
    assertThat(blocks.stream().flatMap(block -> block.rows().overrides().stream()))
        .containsExactlyInAnyOrder(assigned("a", 1, 0), assigned("b", 2, 3));
    assertThat(state.position().outbox()).isEqualTo(2 + blocks.size());
    state.trimOutbox(99);
    assertThat(state.firstInOutbox()).isEqualTo(3 + blocks.size());
  }

  @Test
  final void manyComeInSeveralBlocks() throws IOException {
    Change change = new Change(LOG, 1, NOON);
    for (int i = 0; i < 2_500; i++) {
      change.persons(person(1, i));
    }
    state.commit(change.made());
    state.tellAgain();
    assertThat(state.outbox(0, 99).stream()
            .mapToInt(block -> block.rows().persons().size())
            .sum())
        .isEqualTo(2_500);
  }
}
