package dev.hedgerow.server.insight;

import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Uuids;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.Erased;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A project whose events and persons grow and change from turn to turn, made up from a seed: events of just now, of long ago
 * and of later on, some at midnight; merges, erasures, what is forgotten by age, members of a cohort, properties of persons and
 * groups; and turns in which nothing happens.
 */
final class Growing {
  private static final Instant CHANGE = Instant.parse("2026-03-29T01:00:00Z");
  private static final int PEOPLE = 5;

  final Project project;
  final Random random;
  Instant now;

  private final ZoneId zone;
  private long made;
  private long version;

  Growing(int seed) throws RejectedException {
    this.random = new Random(seed);
    this.zone = Visits.ZONES.get(random.nextInt(Visits.ZONES.size()));
    this.now =
        CHANGE.plus(random.nextInt(30) - 5, ChronoUnit.DAYS).plusSeconds(random.nextInt(86_400));
    this.project = VisitsStore.project(seed, zone, now);
  }

  /** Lets time pass and something happen. */
  void turn(DuckEvents store) throws IOException {
    now = now.plus(
        switch (random.nextInt(4)) {
          case 0 -> Duration.ZERO;
          case 1 -> Duration.ofSeconds(random.nextInt(600));
          case 2 -> Duration.ofMinutes(random.nextInt(600));
          default -> Duration.ofHours(random.nextInt(40));
        });
    switch (random.nextInt(12)) {
      case 0 -> {} // nothing at all
      case 1 -> write(store, rows(List.of(), List.of(moved()), erased()));
      case 2 ->
        store.forget(project.id(), now.minus(10L + random.nextInt(15), ChronoUnit.DAYS), 50);
      case 3 -> store.cohorts().replace(project.id(), 1, members());
      case 4 -> write(store, ofTables());
      case 5 -> write(store, rows(List.of(), List.of(moved()), List.of()));
      case 6 -> write(store, rows(events(3), List.of(moved(), moved()), List.of()));
      default -> write(store, rows(events(1 + random.nextInt(8)), List.of(), List.of()));
    }
  }

  /** Begins with events of the last weeks. */
  void begin(DuckEvents store) throws IOException {
    List<EventRow> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.addAll(events(5));
    }
    write(store, rows(all, List.of(), List.of()));
  }

  private static void write(DuckEvents store, Rows rows) throws IOException {
    store.write(List.of(new OutboxBlock(store.outbox() + 1, rows)));
  }

  private static Rows rows(List<EventRow> events, List<Assignment> moved, List<Erased> erased) {
    return new Rows(erased, events, moved, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private List<EventRow> events(int count) {
    List<EventRow> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event());
    }
    return events;
  }

  private EventRow event() {
    Instant at = switch (random.nextInt(6)) {
      case 0 -> now;
      case 1, 2 -> now.minusSeconds(random.nextInt(40 * 86_400));
      case 3 ->
        now.minusSeconds(random.nextInt(20 * 86_400))
            .atZone(zone)
            .toLocalDate()
            .atStartOfDay(zone)
            .toInstant();
      case 4 -> now.plusSeconds(random.nextInt(40_000));
      default -> now.minusSeconds(random.nextInt(7_200));
    };
    String id = id();
    boolean alone = random.nextBoolean();
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("color", List.of("red", "blue", "green").get(random.nextInt(3)));
    properties.put("$current_url", "https://shop.example/" + random.nextInt(3));
    properties.put("$session_id", "session " + random.nextInt(6));
    if (random.nextInt(3) > 0) {
      properties.put("price", random.nextInt(9) / 2.0);
    }
    return new EventRow(
        project.id(),
        new UUID(project.id(), made++),
        List.of("open", "buy", "$pageview").get(random.nextInt(3)),
        id,
        at,
        at,
        own(id),
        alone ? Instant.ofEpochSecond(5) : now.minus(9, ChronoUnit.DAYS),
        alone ? PersonMode.PROPERTYLESS : PersonMode.FULL,
        Map.of(),
        properties,
        "",
        random.nextBoolean() ? Map.of(0, random.nextBoolean() ? "acme" : "beta") : Map.of());
  }

  private String id() {
    return "id " + random.nextInt(PEOPLE);
  }

  private UUID own(String id) {
    return PersonIds.of(new IdKey(project.id(), id));
  }

  private Assignment moved() {
    return new Assignment(new IdKey(project.id(), id()), own(id()), ++version);
  }

  private List<Erased> erased() {
    if (random.nextInt(4) == 0) {
      return List.of(Erased.ofProject(project.id()));
    }
    String id = id();
    return List.of(new Erased(project.id(), Set.of(id), Set.of(own(id)), random.nextBoolean()));
  }

  private Uuids members() {
    List<UUID> members = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      if (random.nextBoolean()) {
        members.add(own("id " + i));
      }
    }
    return Uuids.of(members);
  }

  private Rows ofTables() {
    String id = id();
    Person person = new Person(
        project.id(),
        own(id),
        now.minusSeconds(random.nextInt(30 * 86_400)),
        true,
        ++version,
        Map.of("name", id));
    Group group = new Group(
        new GroupKey(project.id(), 0, "acme"),
        "company",
        now.minusSeconds(random.nextInt(30 * 86_400)),
        now,
        ++version,
        Map.of("plan", random.nextBoolean() ? "free" : "paid"));
    return new Rows(
        List.of(), List.of(), List.of(person), List.of(), List.of(), List.of(group), List.of());
  }
}
