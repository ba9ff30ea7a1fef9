package dev.hedgerow.server.insight;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.Rows;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A project's stream of events made up from a seed: persons by several distinct ids, some of them
 * anonymous before; visitors who stay anonymous; groups; events at one moment, at midnights, around
 * a change of the clocks, and before and after what is asked.
 */
final class Visits {
  static final List<ZoneId> ZONES = List.of(
      ZoneId.of("UTC"),
      ZoneId.of("Europe/Berlin"),
      ZoneId.of("America/New_York"),
      ZoneId.of("Asia/Kolkata"),
      ZoneId.of("Pacific/Auckland"));
  static final List<String> EVENTS = List.of("open", "buy", "$pageview", "$screen");
  static final List<String> COLORS = List.of("red", "blue");

  private static final Instant CHANGE = Instant.parse("2026-03-29T01:00:00Z");
  private static final List<String> URLS = List.of(
      "https://shop.example/",
      "https://shop.example",
      "https://shop.example/a?x=1",
      "https://shop.example/a/",
      "https://shop.example/b/1#top",
      "https://shop.example/b/2",
      "/c",
      "");

  final int project;
  final ZoneId zone;
  final Instant now;
  final List<Visit> all = new ArrayList<>();
  final Map<String, Instant> created = new HashMap<>();
  final Map<String, Instant> groupsCreated = new HashMap<>();

  private final Map<UUID, Instant> madeOnce = new HashMap<>();
  private final List<Assignment> overrides = new ArrayList<>();
  private final List<Assignment> assignments = new ArrayList<>();
  private final List<Person> persons = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();

  Visits(int project, ZoneId zone, Instant now) {
    this.project = project;
    this.zone = zone;
    this.now = now;
  }

  /** Makes a stream of that many events or fewer, over some twenty days. */
  static Visits random(int project, Random random) {
    Instant now =
        CHANGE.plus(random.nextInt(20) - 5, ChronoUnit.DAYS).plusSeconds(random.nextInt(86_400));
    Visits visits = new Visits(project, ZONES.get(random.nextInt(ZONES.size())), now);
    int people = 1 + random.nextInt(6);
    for (int i = 0; i < people; i++) {
      if (random.nextInt(3) > 0) {
        Instant made = now.minusSeconds(random.nextInt(25 * 86_400));
        visits.person("u" + i, made);
        if (random.nextBoolean()) {
          visits.joined("a" + i, "u" + i);
        }
      }
    }
    if (people > 1 && random.nextInt(3) == 0) {
      visits.gone("u" + (people - 1), random.nextBoolean() ? "u0" : null);
    }
    if (random.nextBoolean()) {
      visits.group("acme", now.minusSeconds(random.nextInt(25 * 86_400)));
    }
    int count = 5 + random.nextInt(80);
    Instant last = now;
    for (int i = 0; i < count; i++) {
      last = visits.moment(random, last);
      String id = (random.nextBoolean() ? "u" : "a") + random.nextInt(people);
      visits.event(
          EVENTS.get(random.nextInt(EVENTS.size())),
          id,
          last,
          visits.properties(random),
          company(random));
    }
    return visits;
  }

  private Instant moment(Random random, Instant last) {
    return switch (random.nextInt(8)) {
      case 0 -> last;
      case 1 -> last.plusSeconds(1_800);
      case 2 -> last.plusSeconds(1_801);
      case 3 -> last.plusSeconds(random.nextInt(1_800));
      case 4 ->
        now.minusSeconds(random.nextInt(20 * 86_400))
            .atZone(zone)
            .toLocalDate()
            .atStartOfDay(zone)
            .toInstant();
      case 5 -> last.plus(24, ChronoUnit.HOURS);
      default -> now.plus(1, ChronoUnit.DAYS).minusSeconds(random.nextInt(22 * 86_400));
    };
  }

  private Map<String, Object> properties(Random random) {
    Map<String, Object> properties = new LinkedHashMap<>();
    if (random.nextInt(5) > 0) {
      properties.put("color", COLORS.get(random.nextInt(COLORS.size())));
    }
    if (random.nextInt(6) > 0) {
      properties.put("$current_url", URLS.get(random.nextInt(URLS.size())));
    }
    if (random.nextInt(4) > 0) {
      properties.put("$screen_name", "screen " + random.nextInt(2));
    }
    if (random.nextInt(3) > 0) {
      properties.put("price", random.nextInt(5) == 0 ? "dear" : random.nextInt(9) / 2.0);
    }
    return properties;
  }

  private static Map<Integer, String> company(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Map.of(0, "acme");
      case 1 -> Map.of(0, "beta");
      default -> Map.of();
    };
  }

  /** Makes a person whose distinct id it is. */
  void person(String distinctId, Instant made) {
    UUID id = PersonIds.of(new IdKey(project, distinctId));
    created.put(id.toString(), made);
    persons.add(new Person(project, id, made, true, 1, Map.of("name", distinctId)));
    assignments.add(new Assignment(new IdKey(project, distinctId), id, 0));
  }

  /** Says that a distinct id's events, kept without a person, are that person's. */
  void joined(String distinctId, String to) {
    UUID id = PersonIds.of(new IdKey(project, to));
    overrides.add(new Assignment(new IdKey(project, distinctId), id, 1));
    assignments.add(new Assignment(new IdKey(project, distinctId), id, 1));
  }

  /** Says that there is no such person any more: merged into another, or with null only deleted. */
  void gone(String distinctId, @Nullable String into) {
    UUID id = PersonIds.of(new IdKey(project, distinctId));
    Instant made = created.remove(id.toString());
    if (made != null) {
      madeOnce.put(id, made);
      persons.removeIf(person -> person.id().equals(id));
      assignments.removeIf(assigned -> assigned.personId().equals(id));
      if (into != null) {
        joined(distinctId, into);
      }
    }
  }

  /** Makes a group of type 0. */
  void group(String key, Instant made) {
    groupsCreated.put(key, made);
    groups.add(new Group(new GroupKey(project, 0, key), "company", made, made, 0, Map.of()));
  }

  /** Adds an event; of somebody anonymous unless there is a person of that very distinct id. */
  void event(
      String name,
      String distinctId,
      Instant at,
      Map<String, Object> properties,
      Map<Integer, String> company) {
    UUID own = PersonIds.of(new IdKey(project, distinctId));
    Instant made = created.getOrDefault(own.toString(), madeOnce.get(own));
    boolean alone = made == null;
    EventRow row = new EventRow(
        project,
        new UUID(project, all.size()),
        name,
        distinctId,
        at,
        at,
        own,
        made == null ? Instant.ofEpochSecond(5) : made,
        alone ? PersonMode.PROPERTYLESS : PersonMode.FULL,
        alone ? Map.of() : Map.of("name", distinctId),
        properties,
        "",
        company);
    String person = overrides.stream()
        .filter(override -> override.key().distinctId().equals(distinctId))
        .map(override -> override.personId().toString())
        .findFirst()
        .orElse(own.toString());
    all.add(new Visit(row, person, alone));
  }

  /** Returns what a store is told of it. */
  Rows rows() {
    return new Rows(
        all.stream().map(Visit::row).toList(),
        overrides,
        persons,
        List.of(),
        assignments,
        groups,
        List.of());
  }
}
