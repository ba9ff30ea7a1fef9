package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Feed;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Owned;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.log.InMemoryLog;
import dev.hedgerow.server.log.LogRecord;
import dev.hedgerow.server.log.LogWriter;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.StoredEvent;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.Erasure;
import dev.hedgerow.server.store.EventStore;
import dev.hedgerow.server.store.InMemoryEventStore;
import dev.hedgerow.server.store.InMemoryState;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.StateStore;
import dev.hedgerow.server.wire.EntryCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Everything from the log's writer to the event store in one thread, with random work in a random order, failing at any call
 * between any two of them, crashing, losing what the event store had not checkpointed, and waking with a clock an hour off:
 * in the end rows and persons are what the same log gives undisturbed, and all that was acknowledged is there once.
 */
class WholeLineTest {
  private static final int SEEDS = Integer.getInteger("hedgerow.faults.seeds", 300);
  private static final int STEPS = 160;
  private static final int PROJECTS = 2;

  /** Says of each erasure that is not finished that it is tried again; held, as a logger not in use is forgotten. */
  private static final Logger HOUSEKEEPER = Logger.getLogger(Housekeeper.class.getName());

  /** What is kept over a crash, and what happens to it. */
  private static final class Line {
    private final long seed;
    private final Random random;
    private final Faults faults = new Faults();
    private final InMemoryLog log = new InMemoryLog(new UUID(0, 1));
    private final InMemoryLog untrimmed = new InMemoryLog(new UUID(0, 1));
    private final InMemoryState state = new InMemoryState();
    private final List<OutboxBlock> written = new ArrayList<>();
    private final List<Entry> sent = new ArrayList<>();
    private final Set<UUID> acknowledged = new HashSet<>();
    private InMemoryEventStore events = new InMemoryEventStore();
    private long nanos;
    private int crashes;
    private int erasures;
    private int projects;

    private LogWriter writer;
    private Processor processor;
    private StoreWriter store;
    private Housekeeper housekeeper;

    Line(long seed) throws IOException {
      this.seed = seed;
      this.random = new Random(seed);
      start();
    }

    /** Makes everything that remembers anew, as a process does that starts. */
    private void start() throws IOException {
      EventLog faultyLog = faults.over(EventLog.class, recording());
      StateStore faultyState = faults.over(StateStore.class, state);
      EventStore faultyEvents = faults.over(EventStore.class, following());
      Instant wall = Crank.START.plusSeconds(random.nextInt(7_200) - 3_600L);
      writer = new LogWriter(faultyLog, Clock.fixed(wall, ZoneOffset.UTC), () -> nanos, 1_000);
      processor = new Processor(
          faultyLog,
          writer,
          faultyState,
          new Feed(10),
          SimulationTest.limits(seed, 1 + random.nextInt(9)),
          Crank.DELAY,
          new Enrichment(null),
          new SimpleMeterRegistry(),
          Clock.fixed(wall, ZoneOffset.UTC));
      store = new StoreWriter(faultyState, faultyEvents, 1 + random.nextInt(4));
      housekeeper = new Housekeeper(
          faultyLog,
          faultyState,
          store,
          SimulationTest.limits(seed, 9),
          () -> nanos,
          1 + random.nextInt(3),
          Duration.ofMinutes(1));
    }

    /** The log, with a copy of all that was ever appended. */
    private EventLog recording() {
      return (EventLog) Proxy.newProxyInstance(
          EventLog.class.getClassLoader(),
          new Class<?>[] {EventLog.class},
          (self, method, given) -> {
            Object answer = plain(log, method, given);
            if (method.getName().equals("append")) {
              plain(untrimmed, method, given);
            }
            return answer;
          });
    }

    /** The event store of now, with the blocks it was given. */
    private EventStore following() {
      return (EventStore) Proxy.newProxyInstance(
          EventStore.class.getClassLoader(),
          new Class<?>[] {EventStore.class},
          (self, method, given) -> {
            long before = events.outbox();
            Object answer = plain(events, method, given);
            if (method.getName().equals("write")) {
              for (Object block : (List<?>) given[0]) {
                if (((OutboxBlock) block).number() > before) {
                  written.add((OutboxBlock) block);
                }
              }
            }
            return answer;
          });
    }

    private static Object plain(Object target, java.lang.reflect.Method method, Object[] given)
        throws Throwable {
      try {
        return method.invoke(target, given);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private void crash() throws IOException {
      crashes++;
      if (random.nextBoolean()) {
        long kept = events.checkpointed();
        written.removeIf(block -> block.number() > kept);
        events = new InMemoryEventStore();
        events.write(written);
        if (state.erasures().unfinished().stream().noneMatch(Erasure::isOfProject)) {
          events.clear(Integer.MAX_VALUE); // which the last checkpoint had
        }
        events.checkpoint();
      }
      start();
    }

    private void step() throws IOException {
      faults.failAt(
          1 + random.nextInt(40), random.nextBoolean() ? Faults.When.BEFORE : Faults.When.AFTER);
      try {
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> send();
          case 3, 4 -> processor.runOnce();
          case 5 -> store.runOnce();
          case 6 -> housekeeper.runOnce();
          default -> nanos += Duration.ofSeconds(random.nextInt(70)).toNanos();
        }
        writer.runOnce();
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("made to fail");
        if (random.nextInt(3) == 0) {
          crash();
        }
      }
      if (random.nextInt(40) == 0) {
        crash();
      }
    }

    private void send() {
      List<Entry> entries = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        Entry entry = random.nextInt(500) == 0
            ? Entry.Erase.ofProject(new UUID(8, random.nextLong()), PROJECTS, 0, writer.time())
            : random.nextInt(25) == 0
                ? SimulationTest.erase(random, writer.time(), 1 + random.nextInt(PROJECTS))
                : random.nextInt(7) == 0
                    ? restored(sent.size())
                    : SimulationTest.entry(
                        random, SimulationTest.ids(seed), writer.time(), sent.size(), sent);
        if (entry instanceof Entry.Event event && event.projectId() == 1) {
          entry = Crank.moved(event, 1 + random.nextInt(PROJECTS));
        }
        sent.add(entry);
        entries.add(entry);
        erasures += entry instanceof Entry.Erase ? 1 : 0;
        projects += entry instanceof Entry.Erase erase && erase.isOfProject() ? 1 : 0;
      }
      var done = writer.submit(entries.stream().map(EntryCodec::encode).toList());
      writer.runOnce();
      if (!done.isCompletedExceptionally()) {
        for (Entry entry : entries) {
          acknowledged.addAll(uuids(entry));
        }
      }
    }

    /** A chunk of an import, some of them known already, that has to do with the same few ids. */
    private Entry restored(int number) {
      int project = 1 + random.nextInt(PROJECTS);
      IdKey id = new IdKey(project, "id" + random.nextInt(8));
      UUID personId = random.nextBoolean() ? PersonIds.of(id) : new UUID(9, random.nextInt(4));
      Person person = new Person(
          project,
          personId,
          Crank.START,
          random.nextBoolean(),
          random.nextInt(4),
          Map.of("restored", number));
      Map<String, Long> ids =
          Map.of(id.distinctId(), (long) random.nextInt(2), "id" + (8 + random.nextInt(3)), 0L);
      EventRow row = new EventRow(
          project,
          new UUID(8, number),
          "restored",
          "id" + random.nextInt(11),
          Crank.START,
          Crank.START,
          random.nextBoolean() ? personId : new UUID(9, random.nextInt(4)),
          Crank.START,
          PersonMode.FULL,
          Map.of(),
          Map.of(),
          "",
          Map.of());
      return new Entry.Restored(
          project,
          new UUID(10, random.nextInt(60)),
          List.of(row),
          random.nextInt(3) == 0 ? List.of() : List.of(new Owned(person, ids)),
          List.of(),
          Map.of(random.nextInt(7), "type" + random.nextInt(7)));
    }

    /** Lets all that waits come due, and everything follow. */
    private void settle() throws IOException {
      faults.failAt(Long.MAX_VALUE / 2, Faults.When.BEFORE);
      start();
      nanos += Duration.ofMinutes(5).toNanos();
      int moved;
      do {
        moved = processor.runOnce() + writer.runOnce() + store.runOnce();
        housekeeper.runOnce();
      } while (moved > 0 || state.heldCount() > 0);
      nanos += Limits.STANDARD.erasuresEvery().toNanos();
      housekeeper.runOnce();
    }
  }

  @Test
  void whateverFailsTheSameLogGivesTheSameAnswer() throws IOException {
    HOUSEKEEPER.setLevel(Level.SEVERE);
    long failed = 0;
    long crashes = 0;
    long acknowledged = 0;
    long erasures = 0;
    long projects = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Line line = run(seed);
      assertRight(line);
      failed += line.faults.failed();
      crashes += line.crashes;
      erasures += line.erasures;
      projects += line.projects;
      acknowledged += line.acknowledged.size();
    }
    System.out.printf(
        "WholeLineTest: %d seeds, %d failed calls, %d crashes, %d events acknowledged, 0 lost, 0 doubled, %d erasures, %d of them of projects%n",
        SEEDS, failed, crashes, acknowledged, erasures, projects);
    assertThat(projects).isGreaterThan(SEEDS / 20);
  }

  /** An erasure right behind a merge took rows with it that belonged to somebody else by then. */
  @Test
  void whoWasJoinedRightBeforeAnErasureKeepsTheirRows() throws IOException {
    HOUSEKEEPER.setLevel(Level.SEVERE);
    assertRight(run(9_296));
  }

  private static Line run(long seed) throws IOException {
    Line line = new Line(seed);
    for (int i = 0; i < STEPS; i++) {
      line.step();
    }
    line.settle();
    return line;
  }

  private static void assertRight(Line line) throws IOException {
    String seed = "seed " + line.seed;
    Outcome whole = undisturbed(line);
    List<EventRow> rows = rows(line.events);
    assertThat(byUuid(rows)).as(seed).isEqualTo(byUuid(whole.rows()));
    assertThat(rows).as(seed).hasSameSizeAs(whole.rows());
    assertThat(line.events.persons().stream()
            .collect(Collectors.toMap(Person::key, Function.identity())))
        .as(seed)
        .isEqualTo(whole.persons());
    assertThat(line.events.assignments().stream()
            .collect(Collectors.toMap(Assignment::key, Function.identity())))
        .as(seed)
        .isEqualTo(whole.assignments());
    Set<UUID> logged = new HashSet<>();
    for (LogRecord record : line.untrimmed.read(0, Integer.MAX_VALUE, Long.MAX_VALUE)) {
      logged.addAll(uuids(EntryCodec.decode(record.payload())));
    }
    assertThat(logged).as(seed).containsAll(line.acknowledged);
    assertThat(line.state.erasures().unfinished()).as(seed).isEmpty();
    assertThat(line.events.left(PROJECTS)).as(seed).isZero();
    for (StoredEvent stored : stored(line.events)) {
      IdKey id = new IdKey(stored.row().projectId(), stored.row().distinctId());
      Assignment assignment = whole.assignments().get(id);
      if (assignment != null) {
        assertThat(stored.personId()).as(seed).isEqualTo(assignment.personId());
        assertThat(whole.persons())
            .as(seed)
            .containsKey(new PersonKey(id.projectId(), assignment.personId()));
      }
    }
  }

  private static Set<UUID> uuids(Entry entry) {
    if (entry instanceof Entry.Restored restored) {
      return restored.events().stream().map(EventRow::uuid).collect(Collectors.toSet());
    }
    return entry instanceof Entry.Event event ? Set.of(event.uuid()) : Set.of();
  }

  private static Outcome undisturbed(Line line) throws IOException {
    InMemoryState state = new InMemoryState();
    Crank crank =
        new Crank(line.untrimmed, state, SimulationTest.limits(line.seed, 1_000), Crank.DELAY);
    while (crank.processor().runOnce() > 0) {
      // turning
    }
    assertThat(state.heldCount()).as("seed %d", line.seed).isZero();
    return Outcome.of(state);
  }

  private static List<StoredEvent> stored(InMemoryEventStore events) {
    List<StoredEvent> all = new ArrayList<>();
    for (int project = 1; project <= PROJECTS; project++) {
      all.addAll(events.events(EventFilter.newest(project, Integer.MAX_VALUE)));
    }
    return all;
  }

  private static List<EventRow> rows(InMemoryEventStore events) {
    return stored(events).stream().map(StoredEvent::row).toList();
  }

  private static Map<String, EventRow> byUuid(List<EventRow> rows) {
    return rows.stream()
        .collect(Collectors.toMap(row -> row.projectId() + " " + row.uuid(), Function.identity()));
  }
}
