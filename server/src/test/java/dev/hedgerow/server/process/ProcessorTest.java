package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Feed;
import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.log.InMemoryLog;
import dev.hedgerow.server.log.LogRecord;
import dev.hedgerow.server.log.LogWriter;
import dev.hedgerow.server.store.InMemoryState;
import dev.hedgerow.server.store.StateStore;
import dev.hedgerow.server.wire.EntryCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the crank does with entries of every kind, and with failures. */
class ProcessorTest {
  private final Crank crank = new Crank(Duration.ZERO);

  @Test
  void aTurnMovesAtMostOneBatchAndSaysHowMany() throws IOException {
    Crank small =
        new Crank(new InMemoryLog(), new InMemoryState(), SmallLimits.batches(2), Duration.ZERO);
    for (int i = 0; i < 5; i++) {
      small.send("paid", "a", Map.of());
    }
    assertEquals(2, small.processor().runOnce());
    assertEquals(2, small.processor().runOnce());
    assertEquals(1, small.processor().runOnce());
    assertEquals(0, small.processor().runOnce());
    assertEquals(5, small.processor().position().entry());
    assertThat(small.outcome().rows()).hasSize(5);
    assertEquals(5, small.counted("hedgerow.entries.processed"));
  }

  @Test
  void oneTurnIsOneCommit() throws IOException {
    Faults faults = new Faults();
    Crank counted = new Crank(
        new InMemoryLog(),
        faults.over(StateStore.class, new InMemoryState()),
        Limits.STANDARD,
        Duration.ZERO);
    for (int i = 0; i < 100; i++) {
      counted.send("paid", "id" + i, Map.of("$groups", Map.of("company", "x" + i)));
    }
    counted.processor().check();
    long before = faults.calls();
    counted.processor().runOnce();
    assertThat(faults.calls() - before).isLessThan(10);
    assertThat(counted.state().outbox(0, 10)).hasSize(1);
  }

  @Test
  void theSameUuidWithTheSameContentIsDroppedSilently() throws IOException {
    Entry.Event sent = crank.send("paid", "a", Map.of("price", 1));
    crank.send(sent);
    crank.turn();
    crank.pass(Duration.ofSeconds(3));
    crank.send(Crank.event(sent.uuid(), "paid", "a", crank.now(), Map.of("price", 1)));
    crank.turn();
    assertThat(crank.outcome().rows()).hasSize(1);
    assertThat(crank.outcome().warnings()).isEmpty();
    assertEquals(2, crank.counted("hedgerow.events.duplicate"));
  }

  @Test
  void theSameUuidWithOtherContentIsDroppedWithAWarning() throws IOException {
    Entry.Event sent = crank.send("paid", "a", Map.of("price", 1));
    crank.send(Crank.event(sent.uuid(), "paid", "a", crank.now(), Map.of("price", 2)));
    crank.turn();
    crank.send(Crank.event(sent.uuid(), "paid", "b", crank.now(), Map.of("price", 1)));
    crank.turn();
    assertThat(crank.outcome().rows()).hasSize(1);
    assertThat(crank.outcome().warningTypes())
        .containsExactly("duplicate_uuid_with_other_content", "duplicate_uuid_with_other_content");
  }

  @Test
  void aRefusedPartBecomesAWarning() throws IOException {
    Warning warning = new Warning(
        1, "event_too_large", Crank.START, "paid", "a", null, Map.of("bytes", "2000000"));
    crank.send(new Entry.Refused(warning));
    crank.turn();
    assertThat(crank.outcome().warnings()).containsExactly(warning);
    assertEquals(1, crank.counted("hedgerow.warnings", "type", "event_too_large"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "null", "{}", "{\"k\":\"e\"}", "{\"k\":\"x\"}", "[1]"})
  void whatCannotBeDecodedIsSetAsideAndTheRestGoesOn(String bytes) throws IOException {
    crank.send("before", "a", Map.of());
    crank.sendBytes(bytes.getBytes(StandardCharsets.UTF_8));
    crank.send("after", "a", Map.of());
    crank.turn();
    assertThat(crank.outcome().names()).containsExactly("before", "after");
    assertEquals(1, crank.state().setAsideCount());
    assertEquals(1, crank.counted("hedgerow.entries.set.aside"));
  }

  @Test
  void aDamagedEntryIsSetAside() throws IOException {
    InMemoryLog log = new InMemoryLog();
    Crank broken =
        new Crank(damagedAt(2, log), new InMemoryState(), Limits.STANDARD, Duration.ZERO);
    broken.send("one", "a", Map.of());
    broken.send("two", "a", Map.of());
    broken.send("three", "a", Map.of());
    broken.turn();
    assertThat(broken.outcome().names()).containsExactly("one", "three");
    assertEquals(1, broken.state().setAsideCount());
  }

  @Test
  void aFailedCommitIsTakenAgainOnTheNextTurn() throws IOException {
    Faults faults = new Faults();
    InMemoryState kept = new InMemoryState();
    Crank failing = new Crank(
        new InMemoryLog(), faults.over(StateStore.class, kept), Limits.STANDARD, Crank.DELAY);
    failing.send("paid", "a", Map.of());
    failing.processor().check();
    faults.failNext("commit", Faults.When.BEFORE);
    assertThatThrownBy(() -> failing.processor().runOnce()).isInstanceOf(IOException.class);
    assertEquals(0, failing.processor().heldCount());
    assertThat(failing.feed().after(0).items()).isEmpty();
    assertEquals(1, failing.processor().runOnce());
    assertEquals(1, failing.processor().heldCount());
  }

  @Test
  void aCommitThatWorkedButFailedToSaySoIsNotRepeated() throws IOException {
    Faults faults = new Faults();
    Crank failing = new Crank(
        new InMemoryLog(),
        faults.over(StateStore.class, new InMemoryState()),
        Limits.STANDARD,
        Crank.DELAY);
    failing.send("paid", "a", Map.of());
    faults.failNext("commit", Faults.When.AFTER);
    assertThatThrownBy(() -> failing.processor().runOnce()).isInstanceOf(IOException.class);
    assertEquals(0, failing.processor().runOnce());
    assertEquals(1, failing.processor().heldCount());
  }

  @Test
  void aTickThatCouldNotBeWrittenIsAskedForAgain() throws IOException {
    Faults faults = new Faults();
    Crank failing = new Crank(
        faults.over(EventLog.class, new InMemoryLog()),
        new InMemoryState(),
        Limits.STANDARD,
        Crank.DELAY);
    failing.send("paid", "a", Map.of());
    failing.turn();
    failing.pass(Crank.DELAY);
    faults.failNext("append", Faults.When.BEFORE);
    failing.turn();
    failing.turn();
    assertThat(failing.outcome().names()).containsExactly("paid");
  }

  @Test
  void anotherLogIsRefused() throws IOException {
    crank.send("paid", "a", Map.of());
    crank.turn();
    Crank other = new Crank(new InMemoryLog(), crank.state(), Limits.STANDARD, Duration.ZERO);
    assertThatThrownBy(() -> other.processor().check())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected the log " + crank.log().id());
  }

  @Test
  void aLogThatEndsBelowTheStateIsRefused() throws IOException {
    crank.send("paid", "a", Map.of());
    crank.turn();
    Crank other =
        new Crank(new InMemoryLog(crank.log().id()), crank.state(), Limits.STANDARD, Duration.ZERO);
    assertThatThrownBy(() -> other.processor().runOnce())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("up to entry 1");
  }

  @Test
  void lagIsTheTimeSinceEverythingWasProcessed() throws IOException {
    crank.send("paid", "a", Map.of());
    crank.turn();
    crank.pass(Duration.ofHours(1));
    crank.turn();
    assertEquals(Duration.ZERO, crank.processor().lag());
    crank.send("paid", "a", Map.of());
    crank.pass(Duration.ofSeconds(5));
    assertEquals(Duration.ofSeconds(5), crank.processor().lag());
    crank.turn();
    assertEquals(Duration.ZERO, crank.processor().lag());
  }

  @Test
  void afterARestartTheHeldCountIsKnownBeforeTheFirstTurn() throws IOException {
    Crank first = new Crank(new InMemoryLog(), new InMemoryState(), Limits.STANDARD, Crank.DELAY);
    first.send("paid", "a", Map.of());
    first.turn();
    Crank second = new Crank(first.log(), first.state(), Limits.STANDARD, Crank.DELAY);
    second.processor().check();
    assertEquals(1, second.processor().heldCount());
    assertEquals(Crank.START, second.processor().oldestHeldAt());
    assertEquals(1.0, second.registry().get("hedgerow.held.now").gauge().value());
  }

  @Test
  void rowsThatGrowLargeEndTheBatchEarly() throws IOException {
    crank.send("made", "a", Map.of("$set", Map.of("big", "x".repeat(600_000))));
    for (int i = 0; i < 99; i++) {
      crank.send("paid", "a", Map.of());
    }
    assertThat(crank.processor().runOnce()).isBetween(10, 60);
    crank.turn();
    assertThat(crank.outcome().rows()).hasSize(100);
  }

  @Test
  void storedAndWarnedAreToldAfterTheCommit() throws IOException {
    crank.send("$identify", "a", Map.of("$anon_distinct_id", "null"));
    crank.turn();
    assertThat(crank.feed().after(0).items())
        .hasExactlyElementsOfTypes(FeedItem.Warned.class, FeedItem.Stored.class);
    FeedItem.Warned warned = (FeedItem.Warned) crank.feed().after(0).items().get(0);
    assertEquals("cannot merge with illegal distinct id; other distinct id: null", warned.detail());
  }

  @Test
  void aNegativeDelayIsRefused() {
    EventLog log = new InMemoryLog();
    Clock clock = Clock.systemUTC();
    LogWriter writer = new LogWriter(log, clock, () -> 0, 10);
    Duration delay = Duration.ofSeconds(-1);
    assertThatThrownBy(() -> new Processor(
            log,
            writer,
            new InMemoryState(),
            new Feed(1),
            Limits.STANDARD,
            delay,
            new Enrichment(null),
            new SimpleMeterRegistry(),
            clock))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTickAloneOnlyMovesThePosition() throws IOException {
    crank.sendBytes(EntryCodec.encode(new Entry.Tick()));
    crank.turn();
    assertEquals(1, crank.processor().position().entry());
    assertEquals(0, crank.processor().position().outbox());
  }

  private static EventLog damagedAt(long position, EventLog log) {
    return (EventLog) Proxy.newProxyInstance(
        EventLog.class.getClassLoader(), new Class<?>[] {EventLog.class}, (self, method, args) -> {
          Object answer = method.invoke(log, args);
          if (!method.getName().equals("read")) {
            return answer;
          }
          return ((List<?>) answer)
              .stream()
                  .map(LogRecord.class::cast)
                  .map(one -> one.position() == position
                      ? new LogRecord(position, one.time(), new byte[0], true)
                      : one)
                  .toList();
        });
  }
}
