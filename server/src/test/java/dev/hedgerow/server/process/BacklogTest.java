package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.log.InMemoryLog;
import dev.hedgerow.server.store.HeldEvent;
import dev.hedgerow.server.store.InMemoryState;
import dev.hedgerow.server.store.StateStore;
import dev.hedgerow.server.wire.EntryCodec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More held events of one distinct id than go on at one time. */
class BacklogTest {
  private static final int CHUNK = 3;
  private static final int SEEDS = Integer.getInteger("hedgerow.faults.seeds", 200);
  private static final Map<String, Object> NO_PERSON = Map.of("$process_person_profile", false);

  private final InMemoryState state = new InMemoryState();
  private final Crank crank =
      new Crank(new InMemoryLog(), state, SmallLimits.of(100, CHUNK, 1_000, 1_000), Crank.DELAY);

  private void hold(int events) throws IOException {
    for (int i = 0; i < events; i++) {
      crank.send("e" + i, "a", Map.of("$set", Map.of("last", i)));
    }
    crank.turn();
    assertThat(state.heldCount()).isEqualTo(events);
  }

  private static List<String> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "e" + i).toList();
  }

  /** Reads what is in the log in one turn, and asks for no tick. */
  private void oneTurn() throws IOException {
    crank.writer().runOnce();
    crank.processor().runOnce();
  }

  @Test
  void aTickReleasesOneChunkEvenOfOneDistinctId() throws IOException {
    hold(10);
    crank.pass(Crank.DELAY);
    crank.send(new Entry.Tick());
    oneTurn();
    assertThat(crank.outcome().names()).isEqualTo(numbered(0, CHUNK));
    assertThat(state.heldCount()).isEqualTo(10 - CHUNK);
    crank.turn();
    assertThat(crank.outcome().names()).isEqualTo(numbered(0, 10));
    assertThat(state.heldCount()).isZero();
  }

  @Test
  void anotherEntryIsNotKeptWaitingForMoreThanAFew() throws IOException {
    hold(10);
    crank.pass(Crank.DELAY);
    crank.send("other", "b", NO_PERSON);
    oneTurn();
    assertThat(crank.outcome().names()).containsExactly("e0", "e1", "other");
  }

  @Test
  void whatComesOfTheSameIdMeanwhileGoesBehind() throws IOException {
    hold(10);
    crank.send("$identify", "a", Map.of());
    crank.send("e10", "a", Map.of("$set", Map.of("last", 10)));
    crank.send("$set", "a", Map.of("$set", Map.of("last", 11)));
    oneTurn();
    assertThat(crank.outcome().names())
        .containsExactly("$identify", "e0", "e1", "e2", "e3", "e4", "e5", "e6");
    assertThat(state.heldCount()).isEqualTo(10 + 2 - 7);
    crank.turn();
    List<String> expected = new ArrayList<>(List.of("$identify"));
    expected.addAll(numbered(0, 11));
    expected.add("$set");
    assertThat(crank.outcome().names()).isEqualTo(expected);
    assertThat(Objects.requireNonNull(crank.person("a")).properties()).containsEntry("last", 11L);
    assertThat(crank.counted("hedgerow.held.released", "when", "early")).isEqualTo(12);
  }

  @Test
  void whatIsLeftOfAnEarlyReleaseGoesOnAtOnceAndNotWhenItIsDue() throws IOException {
    hold(10);
    crank.send("$identify", "b", Map.of("$anon_distinct_id", "a"));
    crank.turn();
    assertThat(crank.outcome().rows()).hasSize(11);
    assertThat(state.heldCount()).isZero();
  }

  @Test
  void anIdentifyBehindOthersStillReleasesTheOtherId() throws IOException {
    crank.send("of b", "b", Map.of());
    for (int i = 0; i < 5; i++) {
      crank.send("e" + i, "a", Map.of());
    }
    crank.send("$identify", "c", Map.of("$anon_distinct_id", "a"));
    crank.send("$create_alias", "a", Map.of("alias", "b"));
    crank.turn();
    assertThat(crank.outcome().names())
        .containsExactly("$identify", "e0", "e1", "e2", "e3", "e4", "$create_alias", "of b");
    assertThat(crank.outcome().uniquePersons()).hasSize(1);
  }

  @Test
  void anonymousEventsOvertake() throws IOException {
    hold(10);
    crank.send("$identify", "a", Map.of());
    crank.send("anonymous", "a", NO_PERSON);
    oneTurn();
    assertThat(crank.outcome().names()).contains("anonymous").doesNotContain("e9");
  }

  @Test
  void aFullBufferLetsAChunkGoAndKeepsTheOrder() throws IOException {
    Crank small = new Crank(
        new InMemoryLog(), new InMemoryState(), SmallLimits.of(100, CHUNK, 5, 1_000), Crank.DELAY);
    for (int i = 0; i < 20; i++) {
      small.send("e" + i, "a", Map.of());
    }
    small.writer().runOnce();
    small.processor().runOnce();
    assertThat(small.state().heldCount()).isLessThanOrEqualTo(5);
    small.turn();
    assertThat(small.outcome().names()).isEqualTo(numbered(0, 20));
  }

  @Test
  void aRestartInTheMiddleGoesOnWhereItWas() throws IOException {
    hold(10);
    crank.send("$identify", "a", Map.of());
    oneTurn();
    assertThat(state.heldCount()).isEqualTo(10 - CHUNK);
    Crank again = crank.restart();
    again.send(crank.event("e10", "a", Map.of()));
    again.turn();
    assertThat(again.outcome().names().subList(1, 12)).isEqualTo(numbered(0, 11));
    assertThat(state.heldCount()).isZero();
  }

  @Test
  void theLivePageIsToldWhyItGoesBehind() throws IOException {
    hold(10);
    crank.send("$identify", "a", Map.of());
    crank.send("e10", "a", Map.of());
    oneTurn();
    assertThat(crank.feed().after(0).items())
        .filteredOn(item -> item instanceof FeedItem.Held held && held.why().contains("behind"))
        .hasSize(1);
  }

  /** Whatever fails, and however events fall into batches, chunks and restarts. */
  @Test
  void eventsOfOneIdStayInOrder() throws IOException {
    long most = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      InMemoryLog log = randomLog(random);
      InMemoryState kept = new InMemoryState();
      most = Math.max(most, disturbed(log, kept, seed, random));
      assertThat(kept.heldCount()).as("seed %d", seed).isZero();
      Map<String, Long> last = new HashMap<>();
      for (var row : Outcome.of(kept).rows()) {
        long number = row.uuid().getLeastSignificantBits();
        Long before = last.put(row.distinctId(), number);
        assertThat(before == null || before < number)
            .as("seed %d, %s: %s before %d", seed, row.distinctId(), before, number)
            .isTrue();
      }
    }
    assertThat(most).as("most held of one id, in chunks").isGreaterThan(4 * CHUNK);
  }

  /** Events that wait, of few ids, whose persons become known now and then by events of other ids. */
  private static InMemoryLog randomLog(Random random) {
    InMemoryLog log = new InMemoryLog(new UUID(0, 1));
    Instant now = Crank.START;
    int entries = 60 + random.nextInt(100);
    int tellers = 0;
    for (int i = 0; i < entries; i++) {
      now = now.plus(Duration.ofSeconds(random.nextInt(4) == 0 ? random.nextInt(20) : 0));
      String id = "id" + random.nextInt(3);
      Entry entry = switch (random.nextInt(30)) {
        case 0 -> event("$identify", i, "teller" + tellers++, now, Map.of("$anon_distinct_id", id));
        case 1, 2 -> new Entry.Tick();
        default -> event("paid", i, id, now, Map.of("$set", Map.of("p" + random.nextInt(3), i)));
      };
      log.append(List.of(EntryCodec.encode(entry)), now);
    }
    now = now.plus(Crank.DELAY);
    for (int i = 0; i <= entries; i++) {
      log.append(List.of(EntryCodec.encode(new Entry.Tick())), now);
    }
    return log;
  }

  private static Entry.Event event(
      String name, int number, String id, Instant at, Map<String, Object> properties) {
    return Crank.event(new UUID(7, number), name, id, at, properties);
  }

  private static long disturbed(InMemoryLog log, InMemoryState kept, long seed, Random random)
      throws IOException {
    Faults faults = new Faults();
    Crank crank = null;
    boolean more = true;
    long most = 0;
    while (more) {
      if (crank == null || random.nextInt(4) == 0) {
        crank = new Crank(
            faults.over(EventLog.class, log),
            faults.over(StateStore.class, kept),
            SmallLimits.of(
                1 + random.nextInt(10), 1 + (int) (seed % CHUNK), seed % 5 == 0 ? 9 : 1_000, 400),
            Crank.DELAY);
      }
      faults.failAt(
          1 + random.nextInt(25), random.nextBoolean() ? Faults.When.BEFORE : Faults.When.AFTER);
      try {
        more = crank.processor().runOnce() > 0;
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("made to fail");
      }
      for (HeldEvent held : kept.due(Instant.MAX, 1)) {
        most = Math.max(most, kept.held(held.event().idKey(), 99).size());
      }
    }
    return most;
  }
}
