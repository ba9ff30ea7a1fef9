package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.store.EventStore;
import dev.hedgerow.server.store.InMemoryEventStore;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The event store following the outbox, and what is forgotten behind it. */
class HousekeeperTest {
  private final Crank crank = new Crank(Duration.ZERO);
  private final InMemoryEventStore events = new InMemoryEventStore();
  private final Faults faults = new Faults();
  private final StoreWriter store =
      new StoreWriter(crank.state(), faults.over(EventStore.class, events), 2);
  private final AtomicLong nanos = new AtomicLong();
  private final Housekeeper housekeeper = new Housekeeper(
      crank.log(), crank.state(), store, Limits.STANDARD, nanos::get, 3, Duration.ofMinutes(1));

  @Test
  void theEventStoreFollowsSomeBlocksATurn() throws IOException {
    blocks(3);
    assertEquals(2, store.runOnce());
    assertEquals(1, store.runOnce());
    assertEquals(0, store.runOnce());
    assertEquals(3, events.count(EventFilter.newest(Crank.PROJECT, 1)));
  }

  @Test
  void aFailedWriteIsDoneAgain() throws IOException {
    blocks(1);
    faults.failNext("write", Faults.When.BEFORE);
    assertThatThrownBy(store::runOnce).isInstanceOf(IOException.class);
    assertEquals(1, store.runOnce());
    assertEquals(1, events.count(EventFilter.newest(Crank.PROJECT, 1)));
  }

  @Test
  void aWriteThatWorkedButFailedToSaySoIsNotRepeated() throws IOException {
    blocks(1);
    faults.failNext("write", Faults.When.AFTER);
    assertThatThrownBy(store::runOnce).isInstanceOf(IOException.class);
    assertEquals(0, store.runOnce());
    assertEquals(1, events.count(EventFilter.newest(Crank.PROJECT, 1)));
  }

  @Test
  void blocksStayUntilTheEventStoreHasCheckpointedPastThem() throws IOException {
    blocks(2);
    store.runOnce();
    housekeeper.runOnce();
    assertThat(crank.state().outbox(0, 10)).hasSize(2);
    blocks(1);
    store.runOnce();
    housekeeper.runOnce();
    assertThat(crank.state().outbox(0, 10)).isEmpty();
    assertEquals(3, events.checkpointed());
  }

  @Test
  void fewBlocksAreCheckpointedWhenEnoughTimePassed() throws IOException {
    blocks(1);
    store.runOnce();
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    housekeeper.runOnce();
    assertEquals(0, events.checkpointed());
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    housekeeper.runOnce();
    assertEquals(1, events.checkpointed());
  }

  @Test
  void theLogIsTrimmedAsFarAsTheStateContainsIt() throws IOException {
    blocks(2);
    crank.send("paid", "a", Map.of());
    housekeeper.runOnce();
    assertThat(crank.log().read(0, 10, 1_000_000)).hasSize(1);
    crank.turn();
    assertEquals(3, crank.outcome().rows().size());
  }

  @Test
  void uuidsAreForgottenAfterSevenDaysOfLogTime() throws IOException {
    Entry.Event first = crank.send("paid", "a", Map.of());
    crank.turn();
    crank.pass(Duration.ofDays(7));
    crank.send("paid", "a", Map.of());
    crank.turn();
    housekeeper.runOnce();
    crank.send(first);
    crank.turn();
    assertEquals(2, crank.outcome().rows().size());

    crank.pass(Duration.ofSeconds(1));
    crank.send("paid", "a", Map.of());
    crank.turn();
    housekeeper.runOnce();
    crank.send(first);
    crank.turn();
    assertEquals(4, crank.outcome().rows().size());
  }

  /** Fails at each call there is, one after the other, and goes on as a new start does. */
  @Test
  void aProjectGoesWholeThoughTheProgramStopsBetweenAnyTwoSteps() throws IOException {
    for (Faults.When when : Faults.When.values()) {
      boolean failed = true;
      for (int call = 1; failed; call++) {
        failed = goesWhole(call, when);
      }
    }
  }

  private static boolean goesWhole(int call, Faults.When when) throws IOException {
    Crank crank = new Crank(Duration.ZERO);
    InMemoryEventStore events = new InMemoryEventStore();
    Faults faults = new Faults();
    crank.send("paid", "a", Map.of("$set", Map.of("plan", "plus")));
    crank.send(Crank.moved(crank.event("paid", "b", Map.of()), 2));
    crank.turn();
    crank.send(Entry.Erase.ofProject(new UUID(8, 1), Crank.PROJECT, 0, crank.now()));
    crank.turn();
    faults.failAt(call, when);
    boolean failed = false;
    for (int start = 0; start < 2; start++) {
      StoreWriter store = new StoreWriter(crank.state(), faults.over(EventStore.class, events), 2);
      Shredder shredder = new Shredder(
          faults.over(EventLog.class, crank.log()),
          faults.over(StateStore.class, crank.state()),
          store);
      try {
        store.runOnce();
        assertThat(events.count(EventFilter.newest(Crank.PROJECT, 9))).isZero();
        shredder.finish();
      } catch (IOException e) {
        failed = true;
      }
    }
    assertThat(crank.state().erasures().unfinished()).as("call %d", call).isEmpty();
    assertThat(events.left(Crank.PROJECT)).as("call %d", call).isZero();
    assertThat(events.persons()).extracting(Person::projectId).containsOnly(2);
    assertEquals(1, events.count(EventFilter.newest(2, 9)));
    return failed;
  }

  @Test
  void aTurnOfNoBlocksIsRefused() {
    assertThatThrownBy(() -> new StoreWriter(crank.state(), events, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void blocks(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      crank.send("paid", "a", Map.of());
      crank.turn();
    }
  }
}
