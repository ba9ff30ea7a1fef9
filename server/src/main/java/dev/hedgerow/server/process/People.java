package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Owned;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Persons and their distinct ids as one turn sees them: the state, and over it what it changed. */
final class People {
  private final StateStore state;

  private final Set<IdKey> asked = new HashSet<>();
  private final Map<IdKey, Assignment> assignments = new HashMap<>();
  private final Map<PersonKey, Person> persons = new HashMap<>();
  private final Set<PersonKey> lookedFor = new HashSet<>();

  private final Map<PersonKey, Person> changed = new LinkedHashMap<>();
  private final Set<PersonKey> created = new HashSet<>();
  private final Set<PersonKey> deleted = new LinkedHashSet<>();
  private final Map<IdKey, Assignment> assigned = new LinkedHashMap<>();
  private final Map<IdKey, Assignment> overrides = new LinkedHashMap<>();
  private final Set<IdKey> unassigned = new LinkedHashSet<>();
  private int merged;
  private List<IdKey> newlyKnown = new ArrayList<>();

  People(StateStore state) {
    this.state = state;
  }

  /** Reads what is not yet here of those ids, in one go. */
  void load(Collection<IdKey> keys) throws IOException {
    List<IdKey> missing = new ArrayList<>();
    for (IdKey key : keys) {
      if (asked.add(key)) {
        missing.add(key);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    Map<IdKey, Assignment> found = state.assignments(missing);
    assignments.putAll(found);
    Set<PersonKey> owners = new LinkedHashSet<>();
    found.values().stream()
        .map(People::owner)
        .filter(owner -> !persons.containsKey(owner))
        .forEach(owners::add);
    if (!owners.isEmpty()) {
      persons.putAll(state.persons(owners));
    }
  }

  /** Returns whose distinct id that is, or null. */
  @Nullable
  Person of(IdKey key) throws IOException {
    load(List.of(key));
    Assignment assignment = assignments.get(key);
    if (assignment == null) {
      return null;
    }
    Person person = persons.get(owner(assignment));
    if (person == null) {
      throw new IllegalStateException(
          "expected the person " + assignment.personId() + " of a distinct id but found none");
    }
    return person;
  }

  /** Returns which person a distinct id belongs to, or null. */
  @Nullable
  Assignment assignment(IdKey key) throws IOException {
    load(List.of(key));
    return assignments.get(key);
  }

  /** Reads, in one go, the persons that the unknown among those events' senders would be made as. */
  void loadOwn(Collection<Entry.Event> events) throws IOException {
    Set<PersonKey> own = new LinkedHashSet<>();
    for (Entry.Event event : events) {
      IdKey id = event.idKey();
      boolean anonymous = Boolean.FALSE.equals(event.properties().get("$process_person_profile"));
      if (!anonymous && !assignments.containsKey(id)) {
        own.add(new PersonKey(id.projectId(), PersonIds.of(id)));
      }
    }
    loadPersons(own);
    lookedFor.addAll(own);
  }

  /** Reads what is not yet here of those persons, whatever ids they have. */
  void loadPersons(Collection<PersonKey> keys) throws IOException {
    Set<PersonKey> missing = new LinkedHashSet<>(keys);
    missing.removeAll(persons.keySet());
    if (!missing.isEmpty()) {
      persons.putAll(state.persons(missing));
    }
  }

  /**
   * Takes a person in as it was, with those of its distinct ids that nobody has here. What was loaded before stays where it is
   * newer, and nobody may have been merged away in this turn.
   */
  void restore(Owned owned) throws IOException {
    Person person = owned.person();
    boolean has = false;
    for (Map.Entry<String, Long> id : owned.distinctIds().entrySet()) {
      IdKey key = new IdKey(person.projectId(), id.getKey());
      Assignment known = assignment(key);
      if (known == null) {
        boolean own = id.getValue() == 0 && PersonIds.of(key).equals(person.id());
        assign(new Assignment(key, person.id(), id.getValue()), !own);
        newlyKnown.add(key);
      } else if (known.personId().equals(person.id())) {
        if (known.version() < id.getValue()) {
          assign(new Assignment(key, person.id(), id.getValue()), true);
        }
      } else {
        overrideOnce(known);
        continue;
      }
      has = true;
    }
    Person known = persons.get(person.key());
    if (has && (known == null || known.version() < person.version())) {
      persons.put(person.key(), person);
      changed.put(person.key(), person);
      if (known == null) {
        created.add(person.key());
      }
    }
  }

  /** Sees to it that rows of that id belong to its person whatever they say, which is sure unless its person is its own. */
  void overrideOnce(Assignment known) {
    if (known.version() == 0 && PersonIds.of(known.key()).equals(known.personId())) {
      assign(new Assignment(known.key(), known.personId(), 1), true);
    }
  }

  void save(PersonDraft draft) {
    Person person = draft.person();
    if (draft.fresh()) {
      created.add(person.key());
    }
    if (!person.equals(persons.put(person.key(), person))) {
      changed.put(person.key(), person);
    }
  }

  /**
   * Gives an unknown distinct id to a person. Unless the person's uuid is the id's own, earlier
   * rows of the id carry another one, so an override is due.
   */
  void attach(IdKey key, PersonKey person) {
    boolean own = PersonIds.of(key).equals(person.personId());
    assign(new Assignment(key, person.personId(), own ? 0 : 1), !own);
    newlyKnown.add(key);
  }

  /** Points all distinct ids of a person to another, and forgets the person. */
  void merge(PersonKey other, PersonKey into) throws IOException {
    for (Assignment assignment : assignmentsOf(other)) {
      assign(new Assignment(assignment.key(), into.personId(), assignment.version() + 1), true);
    }
    persons.remove(other);
    changed.remove(other);
    deleted.add(other);
    merged++;
  }

  /** Returns a new person, or who is there: an import may have brought one whose own distinct id belonged to another. */
  PersonDraft draft(PersonKey key, Instant createdAt) throws IOException {
    Person known = exists(key) ? persons.get(key) : null;
    return known == null ? PersonDraft.created(key, createdAt) : PersonDraft.of(known);
  }

  /** Returns whether there is that person. */
  boolean exists(PersonKey key) throws IOException {
    if (!persons.containsKey(key) && !deleted.contains(key) && lookedFor.add(key)) {
      persons.putAll(state.persons(List.of(key)));
    }
    return persons.containsKey(key);
  }

  /** Returns whether a distinct id is known to have a person, as far as this turn has looked. */
  boolean isAssigned(IdKey key) {
    return assignments.containsKey(key);
  }

  /** Forgets a person, and returns their distinct ids, which belong to nobody then. */
  List<IdKey> erase(PersonKey person) throws IOException {
    List<IdKey> ids = new ArrayList<>();
    for (Assignment assignment : assignmentsOf(person)) {
      IdKey id = assignment.key();
      ids.add(id);
      asked.add(id);
      assignments.remove(id);
      assigned.remove(id);
      overrides.remove(id);
      unassigned.add(id);
    }
    persons.remove(person);
    changed.remove(person);
    deleted.add(person);
    return ids;
  }

  /** Returns the ids that got their first person since this was last asked. */
  List<IdKey> takeNewlyKnown() {
    List<IdKey> taken = newlyKnown;
    newlyKnown = new ArrayList<>();
    return taken;
  }

  int mergedCount() {
    return merged;
  }

  List<Person> changed() {
    return List.copyOf(changed.values());
  }

  List<PersonKey> deleted() {
    return List.copyOf(deleted);
  }

  List<Assignment> assigned() {
    return List.copyOf(assigned.values());
  }

  List<IdKey> unassigned() {
    return List.copyOf(unassigned);
  }

  List<Assignment> overrides() {
    return List.copyOf(overrides.values());
  }

  private void assign(Assignment assignment, boolean override) {
    asked.add(assignment.key());
    assignments.put(assignment.key(), assignment);
    assigned.put(assignment.key(), assignment);
    if (override) {
      overrides.put(assignment.key(), assignment);
    }
  }

  private Collection<Assignment> assignmentsOf(PersonKey person) throws IOException {
    Map<String, Assignment> all = new TreeMap<>();
    if (!created.contains(person)) {
      for (Assignment stored : state.assignmentsOf(person)) {
        if (!assigned.containsKey(stored.key())) {
          all.put(stored.key().distinctId(), stored);
        }
      }
    }
    for (Assignment now : assigned.values()) {
      if (owner(now).equals(person)) {
        all.put(now.key().distinctId(), now);
      }
    }
    return all.values();
  }

  private static PersonKey owner(Assignment assignment) {
    return new PersonKey(assignment.key().projectId(), assignment.personId());
  }
}
