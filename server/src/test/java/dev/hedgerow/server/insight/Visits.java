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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A project's stream of events with persons by several distinct ids, visitors who stay anonymous, groups and a cohort. */
final class Visits {
  static final List<ZoneId> ZONES = List.of(
      ZoneId.of("UTC"),
      ZoneId.of("Europe/Berlin"),
      ZoneId.of("America/New_York"),
      ZoneId.of("Asia/Kolkata"),
      ZoneId.of("Pacific/Auckland"));
  static final List<String> EVENTS = List.of("open", "buy", "$pageview", "$screen", "$autocapture");

  final int project;
  final ZoneId zone;
  final Instant now;
  final List<Visit> all = new ArrayList<>();
  final Map<String, Instant> created = new HashMap<>();
  final Map<String, Instant> groupsCreated = new HashMap<>();
  final Map<String, Map<String, Object>> groupProperties = new HashMap<>();

  /** The members of the project's one cohort, by their persons' ids. */
  final Set<String> members = new TreeSet<>();

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
    group(key, made, Map.of());
  }

  void group(String key, Instant made, Map<String, Object> properties) {
    groupsCreated.put(key, made);
    groupProperties.put(key, properties);
    groups.add(new Group(new GroupKey(project, 0, key), "company", made, made, 0, properties));
  }

  /** Returns a property of the group that an event is of; null where there is none. */
  @Nullable
  String ofGroup(Visit visit, String property) {
    String key = visit.actor(0);
    return key == null ? null : Visit.text(groupProperties.getOrDefault(key, Map.of()), property);
  }

  /** Returns the id of the project's cohort. */
  int cohort() {
    return 10 * project;
  }

  /** Adds an event; of somebody anonymous unless there is a person of that very distinct id. */
  void event(
      String name,
      String distinctId,
      Instant at,
      Map<String, Object> properties,
      Map<Integer, String> company) {
    event(name, distinctId, at, properties, company, Map.of(), List.of());
  }

  /** Adds an event that tells of its person, where there is one, and of elements. */
  void event(
      String name,
      String distinctId,
      Instant at,
      Map<String, Object> properties,
      Map<Integer, String> company,
      Map<String, Object> ofPerson,
      List<Element> elements) {
    Map<String, Object> told = new LinkedHashMap<>(ofPerson);
    told.put("name", distinctId);
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
        alone ? Map.of() : told,
        properties,
        Element.chain(elements),
        company);
    String person = overrides.stream()
        .filter(override -> override.key().distinctId().equals(distinctId))
        .map(override -> override.personId().toString())
        .findFirst()
        .orElse(own.toString());
    all.add(new Visit(row, person, alone, elements));
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
