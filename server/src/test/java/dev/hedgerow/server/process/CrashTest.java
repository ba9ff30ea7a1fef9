package dev.hedgerow.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.log.InMemoryLog;
import dev.hedgerow.server.query.EventFilter;
import dev.hedgerow.server.query.StoredEvent;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.EventStore;
import dev.hedgerow.server.store.InMemoryEventStore;
import dev.hedgerow.server.store.InMemoryState;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole line, from the log to the event store, through the sign-up race and what may come after
 * it, with a failure or a crash at every single input and output.
 */
class CrashTest {
  /** What people would see in the end. */
  private record Seen(
      List<StoredEvent> events,
      Set<Person> persons,
      Set<Assignment> assignments,
      Set<Group> groups,
      List<Warning> warnings,
      long held) {}

  @Test
  void undisturbedTheRaceEndsInOnePersonAndNothingHeld() {
    Line line = new Line();
    line.run(false);
    assertThat(line.seen().events()).hasSize(8);
    assertThat(line.seen().held()).isZero();
    assertThat(line.seen().warnings()).hasSize(1);
    assertThat(line.seen().events().stream()
            .filter(stored -> !stored.row().distinctId().equals("bob"))
            .map(StoredEvent::personId))
        .hasSize(6)
        .containsOnly(PersonIds.of(new IdKey(Crank.PROJECT, "XYZ")));
  }

  @ParameterizedTest
  @CsvSource({"BEFORE, false", "AFTER, false", "BEFORE, true", "AFTER, true"})
  void aFailureAtAnyStepEndsInTheSame(Faults.When when, boolean crash) {
    Line undisturbed = new Line();
    undisturbed.run(false);
    long steps = undisturbed.faults.calls();
    assertThat(steps).isGreaterThan(60);
    for (int step = 1; step <= steps; step++) {
      Line line = new Line();
      line.faults.failAt(step, when);
      line.run(crash);
      assertThat(line.seen())
          .as("failing %s step %d, %s", when, step, crash ? "crashing" : "going on")
          .isEqualTo(undisturbed.seen());
      assertThat(line.failures).as("failures at step %d", step).isEqualTo(1);
    }
  }

  /** One step of the script. */
  private interface Step {
    void run() throws IOException;
  }

  /** A log, a state and an event store, and the threads' work between them. */
  private static final class Line {
    final Faults faults = new Faults();
    private final InMemoryState state = new InMemoryState();
    private final InMemoryEventStore events = new InMemoryEventStore();
    private final EventStore faultyEvents = faults.over(EventStore.class, events);
    private Crank crank = new Crank(
        faults.over(EventLog.class, new InMemoryLog(new UUID(0, 1))),
        faults.over(StateStore.class, state),
        Limits.STANDARD,
        Crank.DELAY);
    private StoreWriter store = new StoreWriter(crank.state(), faultyEvents, 2);
    private int sent;
    int failures;

    void run(boolean crashing) {
      Map<String, Object> browser = Map.of("$device_id", "XYZ", "$process_person_profile", false);
      send(crashing, "$pageview", "XYZ", browser);
      send(crashing, "signed_up", "alice", Map.of("$set", Map.of("plan", "big")));
      send(crashing, "paid", "bob", Map.of("$groups", Map.of("company", "acme")));
      turn(crashing);
      crank.pass(Duration.ofSeconds(5));
      send(crashing, "$identify", "alice", Map.of("$anon_distinct_id", "XYZ"));
      turn(crashing);
      crank.pass(Crank.DELAY);
      turn(crashing);
      send(crashing, "$identify", "alice", Map.of("$anon_distinct_id", "old-alice"));
      send(crashing, "$pageview", "XYZ", browser);
      send(crashing, "$groupidentify", "bob", Map.of("$group_type", "company", "$group_key", "x"));
      send(crashing, "$create_alias", "alice", Map.of("alias", "null"));
      turn(crashing);
    }

    Seen seen() {
      return new Seen(
          events.events(EventFilter.newest(Crank.PROJECT, 1_000)),
          Set.copyOf(events.persons()),
          Set.copyOf(events.assignments()),
          Set.copyOf(events.groups()),
          events.warnings(),
          state.heldCount());
    }

    private void send(boolean crashing, String event, String id, Map<String, Object> properties) {
      sent++;
      Map<String, @Nullable Object> all = new HashMap<>(properties);
      Entry.Event entry = Crank.event(new UUID(1, sent), event, id, crank.now(), all);
      untilDone(crashing, () -> crank.send(entry));
    }

    private void turn(boolean crashing) {
      List<Step> steps = new ArrayList<>();
      steps.add(() -> crank.turn());
      steps.add(this::follow);
      steps.add(() -> new Housekeeper(
              crank.log(), crank.state(), store, Limits.STANDARD, () -> 0, 1, Duration.ofHours(1))
          .runOnce());
      // a tick that failed to be written is asked for again by the next turn
      steps.add(() -> crank.turn());
      steps.add(this::follow);
      steps.forEach(step -> untilDone(crashing, step));
    }

    private void follow() throws IOException {
      int moved;
      do {
        moved = store.runOnce();
      } while (moved > 0);
    }

    private void untilDone(boolean crashing, Step step) {
      for (int attempt = 0; attempt < 3; attempt++) {
        long before = faults.failed();
        try {
          step.run();
        } catch (IOException | UncheckedIOException e) {
          assertThat(faults.failed()).isEqualTo(before + 1);
        }
        if (faults.failed() == before) {
          return;
        }
        failures++;
        if (crashing) {
          crank = crank.restart();
          store = new StoreWriter(crank.state(), faultyEvents, 2);
        }
      }
      throw new AssertionError("expected the step to work again after one failure");
    }
  }
}
