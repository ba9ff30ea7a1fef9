package dev.hedgerow.server.store;

import static dev.hedgerow.server.store.Samples.LAST;
import static dev.hedgerow.server.store.Samples.NOON;
import static dev.hedgerow.server.store.Samples.held;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.IdKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a state promises of what waits: held events and entries set aside. Every state's test extends this. */
public abstract class WaitingContract extends StateContract {
  @Test
  final void heldEventsOfOneIdComeInLogOrder() throws IOException {
    commit(next().held(held(9, "a", 10), held(3, "a", 60), held(4, "b", 20), held(5, "a", 30)));
    reopen();
    IdKey id = new IdKey(1, "a");
    assertThat(state.held(id, 9))
        .containsExactly(held(3, "a", 60), held(5, "a", 30), held(9, "a", 10));
    assertThat(state.held(id, 2)).containsExactly(held(3, "a", 60), held(5, "a", 30));
    assertThat(state.held(id, 0)).isEmpty();
    assertThat(state.held(new IdKey(2, "a"), 9)).isEmpty();
    assertThat(state.withHeld(keys("a", "b", "c"))).isEqualTo(Set.copyOf(keys("a", "b")));
    assertThat(state.heldCount()).isEqualTo(4);
    assertThat(state.oldestHeld()).isEqualTo(held(3, "a", 60));
  }

  @Test
  final void dueEventsComeByDueTimeThenLogOrder() throws IOException {
    commit(next().held(held(9, "a", 10), held(3, "a", 60), held(4, "b", 10), held(5, "a", 30)));
    assertThat(state.due(NOON.plusSeconds(10).minusNanos(1_000), 9)).isEmpty();
    assertThat(state.due(NOON.plusSeconds(10), 9))
        .containsExactly(held(4, "b", 10), held(9, "a", 10));
    assertThat(state.due(LAST, 9))
        .containsExactly(held(4, "b", 10), held(9, "a", 10), held(5, "a", 30), held(3, "a", 60));
    assertThat(state.due(LAST, 1)).containsExactly(held(4, "b", 10));
    assertThat(state.due(LAST, 0)).isEmpty();
  }

  @Test
  final void hastenedEventsAreDueSoonerAndOtherwiseAsTheyWere() throws IOException {
    commit(next().held(held(3, "a", 60), held(4, "b", 10)));
    commit(next().hastened(held(3, "a", 5)));
    reopen();
    assertThat(state.due(NOON.plusSeconds(5), 9)).containsExactly(held(3, "a", 5));
    assertThat(state.held(new IdKey(1, "a"), 9)).containsExactly(held(3, "a", 5));
    assertThat(state.heldCount()).isEqualTo(2);
    commit(next().released(3L).hastened(held(3, "a", 1), held(99, "c", 1)));
    assertThat(state.heldCount()).isEqualTo(1);
    assertThat(state.due(LAST, 9)).containsExactly(held(4, "b", 10));
  }

  @Test
  final void releasedEventsAreNoLongerHeld() throws IOException {
    commit(next().held(held(3, "a", 60), held(4, "b", 10)));
    commit(next().held(held(5, "c", 10)).released(3L, 5L, 777L));
    reopen();
    assertThat(state.heldCount()).isEqualTo(1);
    assertThat(state.oldestHeld()).isEqualTo(held(4, "b", 10));
    assertThat(state.due(LAST, 9)).containsExactly(held(4, "b", 10));
    assertThat(state.withHeld(keys("a", "b", "c"))).isEqualTo(Set.copyOf(keys("b")));
    commit(next().released(4L));
    assertThat(state.heldCount()).isZero();
    assertThat(state.oldestHeld()).isNull();
  }

  @Test
  final void allThatADroppedIdHasHeldIsGone() throws IOException {
    commit(next().held(held(3, "a", 60), held(4, "b", 10), held(5, "a", 5)));
    commit(next()
        .held(held(6, "a", 20), held(7, "b", 20))
        .released(5L)
        .dropped(new IdKey(1, "a"), new IdKey(2, "b"), new IdKey(1, "none")));
    reopen();
    assertThat(state.heldCount()).isEqualTo(2);
    assertThat(state.due(LAST, 9)).containsExactly(held(4, "b", 10), held(7, "b", 20));
    assertThat(state.withHeld(keys("a", "b"))).isEqualTo(Set.copyOf(keys("b")));
  }

  @Test
  final void manyHeldEventsAreReleasedInOneChange() throws IOException {
    Change holding = next();
    List<Long> positions = new ArrayList<>();
    for (long position = 1; position <= 1_500; position++) {
      holding.held(held(position, "id" + position % 7, position));
      positions.add(position);
    }
    commit(holding);
    assertThat(state.heldCount()).isEqualTo(1_500);
    assertThat(state.due(LAST, 1_200)).hasSize(1_200);
    commit(next().released(positions.toArray(Long[]::new)));
    assertThat(state.heldCount()).isZero();
  }

  @Test
  final void entriesSetAsideAreCounted() throws IOException {
    commit(next().setAside(new SetAside(1, new byte[] {1, 2}, "not an entry")));
    commit(next()
        .setAside(new SetAside(2, new byte[0], "damaged"), new SetAside(3, new byte[1], "odd")));
    reopen();
    assertThat(state.setAsideCount()).isEqualTo(3);
    assertThat(state.setAside(0, 2))
        .extracting(one -> one.position() + " " + one.reason() + " " + one.payload().length)
        .containsExactly("1 not an entry 2", "2 damaged 0");
    assertThat(state.setAside(2, 9)).extracting(SetAside::reason).containsExactly("odd");
  }

  @Test
  final void whatGoesThroughAfterAllIsNoLongerSetAside() throws IOException {
    commit(next()
        .setAside(new SetAside(1, new byte[0], "damaged"), new SetAside(2, new byte[1], "odd")));
    commit(next().through(2L, 7L));
    reopen();
    assertThat(state.setAsideCount()).isEqualTo(1);
    assertThat(state.setAside(0, 9)).extracting(SetAside::position).containsExactly(1L);
  }
}
