package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.log.InMemoryLog;
import dev.hedgerow.server.store.Assignment;
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
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random logs, processed whole and undisturbed, and again with other batch sizes, failures and
 * restarts: the same log must give the same answer, and every row the right person.
 */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("hedgerow.faults.seeds", 120);
  private static final int[] BATCHES = {1, 2, 3, 7};
  private static final int IDS = 8;

  /** What a run ended in. */
  private record End(Outcome outcome, List<HeldEvent> held, long entry) {}

  @Test
  void batchSizesDoNotShow() throws IOException {
    int backlogs = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      InMemoryLog log = randomLog(new Random(seed), ids(seed));
      End whole = run(log, new InMemoryState(), limits(seed, 1_000));
      assertRight(seed, log, whole);
      backlogs += comesToABacklog(log, seed) ? 1 : 0;
      for (int batch : BATCHES) {
        assertThat(run(log, new InMemoryState(), limits(seed, batch)))
            .as("seed %d, batches of %d", seed, batch)
            .isEqualTo(whole);
      }
    }
    assertThat(backlogs).as("logs with a release larger than a chunk").isGreaterThan(SEEDS / 5);
  }

  @Test
  void failuresAndRestartsDoNotShow() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      InMemoryLog log = randomLog(new Random(seed), ids(seed));
      End undisturbed = run(log, new InMemoryState(), limits(seed, 1_000));
      assertThat(disturbed(log, seed)).as("seed %d, disturbed", seed).isEqualTo(undisturbed);
    }
  }

  @Test
  void nothingOfAnErasedPersonOrProjectIsLeftHoweverTheBatchesFall() throws IOException {
    int projects = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      InMemoryLog log = randomLog(random, ids(seed));
      Map<UUID, Long> sentAt = new HashMap<>();
      for (var record : log.read(0, Integer.MAX_VALUE, Long.MAX_VALUE)) {
        if (EntryCodec.decode(record.payload()) instanceof Entry.Event event) {
          sentAt.putIfAbsent(event.uuid(), record.position());
        }
      }
      InMemoryLog erasing = new InMemoryLog(new UUID(0, 1));
      Map<String, Long> lastErased = new HashMap<>();
      for (var record : log.read(0, Integer.MAX_VALUE, Long.MAX_VALUE)) {
        erasing.append(List.of(record.payload()), record.time());
        if (random.nextInt(12) == 0) {
          String id = "id" + random.nextInt(8);
          erasing.append(List.of(EntryCodec.encode(all(random, record.time(), id))), record.time());
          lastErased.put(id, record.position());
        } else if (random.nextInt(40) == 0) {
          Entry.Erase project = Entry.Erase.ofProject(
              new UUID(8, random.nextLong()), Crank.PROJECT, 0, record.time());
          erasing.append(List.of(EntryCodec.encode(project)), record.time());
          IntStream.range(0, 8).forEach(id -> lastErased.put("id" + id, record.position()));
          projects++;
        }
      }
      End whole = run(erasing, new InMemoryState(), limits(seed, 1_000));
      for (EventRow row : whole.outcome().rows()) {
        assertThat(sentAt.get(row.uuid()))
            .as("seed %d, %s", seed, row)
            .isGreaterThan(lastErased.getOrDefault(row.distinctId(), 0L));
      }
      for (int batch : BATCHES) {
        assertThat(run(erasing, new InMemoryState(), limits(seed, batch)))
            .as("seed %d, batches of %d", seed, batch)
            .isEqualTo(whole);
      }
      assertThat(disturbed(erasing, seed)).as("seed %d, disturbed", seed).isEqualTo(whole);
    }
    assertThat(projects).as("projects erased").isGreaterThan(SEEDS / 4);
  }

  /** Returns the erasure of whom that id stands for, with all events. */
  private static Entry.Erase all(Random random, Instant now, String id) {
    UUID person = PersonIds.of(new IdKey(Crank.PROJECT, id));
    return new Entry.Erase(
        new UUID(8, random.nextLong()), Crank.PROJECT, person, List.of(person), true, 0, now);
  }

  /** Returns the erasure of whom a random id may stand for, by what that id and perhaps another has as its own. */
  static Entry.Erase erase(Random random, Instant now, int projectId) {
    UUID person = PersonIds.of(new IdKey(projectId, "id" + random.nextInt(8)));
    UUID other = PersonIds.of(new IdKey(projectId, "id" + random.nextInt(8)));
    return new Entry.Erase(
        new UUID(8, random.nextLong()),
        projectId,
        person,
        random.nextInt(3) == 0 ? List.of(other) : List.of(),
        random.nextBoolean(),
        0,
        now);
  }

  private static End run(EventLog log, StateStore state, Limits limits) throws IOException {
    Crank crank = new Crank(log, state, limits, Crank.DELAY);
    while (crank.processor().runOnce() > 0) {
      // turning
    }
    return end(state);
  }

  /** Returns whether at some time a known id has events that are held still. */
  private static boolean comesToABacklog(EventLog log, long seed) throws IOException {
    StateStore state = new InMemoryState();
    Crank crank = new Crank(log, state, limits(seed, 1), Crank.DELAY);
    while (crank.processor().runOnce() > 0) {
      Set<IdKey> held = state.due(Instant.MAX, Integer.MAX_VALUE).stream()
          .map(one -> one.event().idKey())
          .collect(Collectors.toSet());
      if (!state.assignments(held).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static End disturbed(EventLog log, long seed) throws IOException {
    Random random = new Random(seed);
    Faults faults = new Faults();
    InMemoryState state = new InMemoryState();
    Crank crank = null;
    boolean more = true;
    while (more) {
      if (crank == null || random.nextInt(4) == 0) {
        crank = new Crank(
            faults.over(EventLog.class, log),
            faults.over(StateStore.class, state),
            limits(seed, 1 + random.nextInt(10)),
            Crank.DELAY);
      }
      faults.failAt(
          1 + random.nextInt(25), random.nextBoolean() ? Faults.When.BEFORE : Faults.When.AFTER);
      try {
        more = crank.processor().runOnce() > 0;
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("made to fail");
      }
    }
    return end(state);
  }

  private static End end(StateStore state) throws IOException {
    return new End(
        Outcome.of(state),
        state.due(Instant.MAX, Integer.MAX_VALUE),
        state.position().entry());
  }

  private static void assertRight(long seed, InMemoryLog log, End end) throws IOException {
    Map<IdKey, Instant> firstDue = new HashMap<>();
    for (HeldEvent held : end.held()) {
      firstDue.merge(held.event().idKey(), held.dueAt(), (a, b) -> a.isBefore(b) ? a : b);
    }
    for (HeldEvent held : end.held()) {
      if (isKnown(end, held)) {
        assertThat(firstDue.get(held.event().idKey()))
            .as("seed %d, an id of which many are being released", seed)
            .isBeforeOrEqualTo(log.lastTime());
      }
    }
    for (EventRow row : end.outcome().rows()) {
      IdKey id = new IdKey(row.projectId(), row.distinctId());
      Assignment assignment = end.outcome().assignments().get(id);
      UUID expected = assignment == null ? PersonIds.of(id) : assignment.personId();
      assertThat(end.outcome().personOf(row)).as("seed %d, %s", seed, row).isEqualTo(expected);
    }
    for (Assignment assignment : end.outcome().assignments().values()) {
      assertThat(end.outcome().persons().keySet().stream().map(key -> key.personId()))
          .as("seed %d, %s", seed, assignment)
          .contains(assignment.personId());
    }
    List<UUID> processed = new ArrayList<>();
    end.outcome().rows().forEach(row -> processed.add(row.uuid()));
    end.held().forEach(held -> processed.add(held.event().uuid()));
    assertThat(processed)
        .as("seed %d", seed)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(expected(log));
  }

  private static boolean isKnown(End end, HeldEvent held) {
    return end.outcome().assignments().containsKey(held.event().idKey());
  }

  /** Returns of how many distinct ids a log is: of few, more are held of one than go at one time. */
  static int ids(long seed) {
    return seed % 2 == 0 ? IDS : 2;
  }

  /** Returns the uuids that were sent and not refused for asking for no person. */
  private static Set<UUID> expected(InMemoryLog log) throws IOException {
    Map<UUID, Boolean> sent = new HashMap<>();
    for (var record : log.read(0, Integer.MAX_VALUE, Long.MAX_VALUE)) {
      if (EntryCodec.decode(record.payload()) instanceof Entry.Event event) {
        boolean dropped = Boolean.FALSE.equals(event.properties().get("$process_person_profile"))
            && Set.of("$identify", "$create_alias", "$merge_dangerously", "$groupidentify")
                .contains(event.event());
        sent.putIfAbsent(event.uuid(), !dropped);
      }
    }
    return sent.keySet().stream().filter(sent::get).collect(Collectors.toSet());
  }

  private static InMemoryLog randomLog(Random random, int ids) {
    InMemoryLog log = new InMemoryLog(new UUID(0, 1));
    Instant now = Crank.START;
    List<Entry> sent = new ArrayList<>();
    int entries = 20 + random.nextInt(60);
    for (int i = 0; i < entries; i++) {
      now = now.plus(Duration.ofSeconds(random.nextInt(3) == 0 ? random.nextInt(40) : 0));
      Entry entry = entry(random, ids, now, i, sent);
      sent.add(entry);
      log.append(List.of(EntryCodec.encode(entry)), now);
    }
    if (random.nextBoolean()) {
      now = now.plus(Crank.DELAY);
      for (int i = 0; i <= entries; i++) {
        log.append(List.of(EntryCodec.encode(new Entry.Tick())), now);
      }
    }
    return log;
  }

  static Entry entry(Random random, int ids, Instant now, int number, List<Entry> sent) {
    boolean rush = ids < IDS && random.nextInt(10) > 0; // of events that wait
    int kind = rush ? 9 : random.nextInt(20);
    if (kind == 0) {
      return new Entry.Tick();
    }
    if (kind == 1 && !sent.isEmpty()) {
      return sent.get(random.nextInt(sent.size()));
    }
    String id = "id" + random.nextInt(ids);
    String other = "id" + random.nextInt(ids);
    Map<String, @Nullable Object> properties = new HashMap<>();
    String name = switch (kind) {
      case 2, 3, 4 -> "$identify";
      case 5 -> "$create_alias";
      case 6 -> "$merge_dangerously";
      case 7 -> "$groupidentify";
      case 8 -> "$set";
      default -> random.nextBoolean() ? "paid" : "$pageview";
    };
    properties.put(name.equals("$identify") ? "$anon_distinct_id" : "alias", other);
    properties.put("$group_type", "type" + random.nextInt(7));
    properties.put("$group_key", "key" + random.nextInt(3));
    properties.put("$group_set", Map.of("g" + random.nextInt(3), random.nextInt(3)));
    properties.put("$groups", Map.of("type" + random.nextInt(7), "key"));
    properties.put("$browser", "browser" + random.nextInt(2));
    properties.put("$set", Map.of("p" + random.nextInt(4), random.nextInt(3)));
    properties.put("$set_once", Map.of("o" + random.nextInt(4), number));
    properties.put("$unset", List.of("p" + random.nextInt(8)));
    if (random.nextInt(3) == 0) {
      properties.put("$process_person_profile", false);
    }
    if (!rush && random.nextInt(5) == 0) {
      properties.put("$device_id", id);
    }
    return Crank.event(new UUID(7, number), name, id, now, properties);
  }

  /** Returns limits small enough to be reached, other ones for other seeds. */
  static Limits limits(long seed, int batch) {
    int releaseChunk = 1 + (int) (seed % 3);
    int heldMax = seed % 4 == 0 ? 8 : 1_000;
    return SmallLimits.of(batch, releaseChunk, heldMax, 400);
  }
}
