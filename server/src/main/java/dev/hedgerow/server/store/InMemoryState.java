package dev.hedgerow.server.store;

import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.query.PersonReads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The state's twin in memory: durable for as long as it is referenced. */
public final class InMemoryState implements StateStore {
  private record SeenKey(int projectId, UUID uuid) {}

  private record SeenAt(long content, Instant time) {}

  private Position position = Position.START;
  private final Map<IdKey, Assignment> assignments = new HashMap<>();
  private final Map<PersonKey, Person> persons = new HashMap<>();
  private final Map<GroupKey, Group> groups = new HashMap<>();
  private final Set<GroupType> groupTypes = new HashSet<>();
  private final Map<SeenKey, SeenAt> seen = new HashMap<>();
  private final TreeMap<Long, HeldEvent> held = new TreeMap<>();
  private final TreeMap<Long, SetAside> setAside = new TreeMap<>();
  private final TreeMap<Long, OutboxBlock> outbox = new TreeMap<>();
  private final InMemoryErasures erasures = new InMemoryErasures();

  @Override
  public synchronized Position position() {
    return position;
  }

  @Override
  public synchronized Map<IdKey, Assignment> assignments(Collection<IdKey> keys) {
    return found(assignments, keys);
  }

  @Override
  public synchronized List<Assignment> assignmentsOf(PersonKey person) {
    return assignments.values().stream()
        .filter(one ->
            one.key().projectId() == person.projectId() && one.personId().equals(person.personId()))
        .sorted(Comparator.comparing(one -> one.key().distinctId()))
        .toList();
  }

  @Override
  public synchronized Map<PersonKey, Person> persons(Collection<PersonKey> keys) {
    return found(persons, keys);
  }

  @Override
  public PersonReads people() {
    return new InMemoryPersons(this, persons, assignments);
  }

  @Override
  public synchronized Set<IdKey> idsOf(int projectId, Set<UUID> ownIds) {
    Set<IdKey> ids = new HashSet<>(assignments.keySet());
    held.values().forEach(one -> ids.add(one.event().idKey()));
    ids.removeIf(id -> id.projectId() != projectId || !ownIds.contains(PersonIds.of(id)));
    return ids;
  }

  @Override
  public Erasures erasures() {
    return erasures;
  }

  @Override
  public synchronized Map<GroupKey, Group> groups(Collection<GroupKey> keys) {
    return found(groups, keys);
  }

  @Override
  public synchronized List<GroupType> groupTypes(int projectId) {
    return groupTypes.stream()
        .filter(type -> type.projectId() == projectId)
        .sorted(Comparator.comparingInt(GroupType::index))
        .toList();
  }

  @Override
  public synchronized Set<Seen> seen(Collection<Seen> asked) {
    Set<Seen> answer = new HashSet<>();
    for (Seen one : asked) {
      SeenAt at = seen.get(new SeenKey(one.projectId(), one.uuid()));
      if (at != null) {
        answer.add(new Seen(one.projectId(), one.uuid(), at.content()));
      }
    }
    return answer;
  }

  @Override
  public synchronized List<HeldEvent> held(IdKey key, int max) {
    return heldWhere(one -> one.event().idKey().equals(key)).limit(max).toList();
  }

  @Override
  public synchronized Set<IdKey> withHeld(Collection<IdKey> keys) {
    Set<IdKey> answer = new HashSet<>(keys);
    Set<IdKey> waiting = new HashSet<>();
    held.values().forEach(one -> waiting.add(one.event().idKey()));
    answer.retainAll(waiting);
    return answer;
  }

  @Override
  public synchronized List<HeldEvent> due(Instant at, int max) {
    return heldWhere(one -> !one.dueAt().isAfter(at))
        .sorted(Comparator.comparing(HeldEvent::dueAt).thenComparing(HeldEvent::position))
        .limit(max)
        .toList();
  }

  @Override
  public synchronized long heldCount() {
    return held.size();
  }

  @Override
  public synchronized @Nullable HeldEvent oldestHeld() {
    return held.isEmpty() ? null : held.firstEntry().getValue();
  }

  /** Returns all persons of a project. */
  synchronized List<Person> allPersons(int projectId) {
    return persons.values().stream()
        .filter(person -> person.projectId() == projectId)
        .toList();
  }

  /** Returns all groups of a project. */
  synchronized List<Group> allGroups(int projectId) {
    return groups.values().stream()
        .filter(group -> group.key().projectId() == projectId)
        .toList();
  }

  @Override
  public synchronized long setAsideCount() {
    return setAside.size();
  }

  @Override
  public synchronized List<SetAside> setAside(long after, int max) {
    return setAside.tailMap(after, false).values().stream().limit(max).toList();
  }

  @Override
  public synchronized Position commit(StateChange change) {
    position.requireContinuedBy(change);
    change.persons().forEach(person -> persons.put(person.key(), person));
    change.deletedPersons().forEach(persons::remove);
    change.assignments().forEach(one -> assignments.put(one.key(), one));
    change.unassigned().forEach(assignments::remove);
    change.groups().forEach(group -> groups.put(group.key(), group));
    groupTypes.addAll(change.groupTypes());
    change.heldAdded().forEach(event -> held.putIfAbsent(event.position(), event));
    change.heldRemoved().forEach(held::remove);
    held.values().removeIf(event -> change.heldDropped().contains(event.event().idKey()));
    change.heldHastened().forEach(event -> held.replace(event.position(), event));
    for (Seen one : change.seen()) {
      seen.putIfAbsent(
          new SeenKey(one.projectId(), one.uuid()), new SeenAt(one.content(), change.time()));
    }
    change.erasures().stream().filter(Erasure::isOfProject).forEach(one -> remove(one.projectId()));
    change.setAsideRemoved().forEach(setAside::remove);
    change.setAside().forEach(entry -> setAside.putIfAbsent(entry.position(), entry));
    position = position.after(change);
    erasures.add(change.erasures(), position.outbox());
    if (!change.rows().isEmpty()) {
      outbox.put(position.outbox(), new OutboxBlock(position.outbox(), change.rows()));
    }
    return position;
  }

  private void remove(int projectId) {
    persons.keySet().removeIf(key -> key.projectId() == projectId);
    assignments.keySet().removeIf(key -> key.projectId() == projectId);
    groups.keySet().removeIf(key -> key.projectId() == projectId);
    groupTypes.removeIf(type -> type.projectId() == projectId);
    held.values().removeIf(event -> event.event().projectId() == projectId);
  }

  @Override
  public synchronized long firstInOutbox() {
    return outbox.isEmpty() ? position.outbox() + 1 : outbox.firstKey();
  }

  @Override
  public synchronized void tellAgain() {
    Rows rows = Rows.ofState(persons.values(), assignments.values(), groups.values());
    if (!rows.isEmpty()) {
      position =
          new Position(position.logId(), position.entry(), position.time(), position.outbox() + 1);
      outbox.put(position.outbox(), new OutboxBlock(position.outbox(), rows));
    }
  }

  @Override
  public synchronized List<OutboxBlock> outbox(long after, int max) {
    return outbox.tailMap(after, false).values().stream().limit(max).toList();
  }

  @Override
  public synchronized void trimOutbox(long upTo) {
    outbox.headMap(upTo, true).clear();
  }

  @Override
  public synchronized void trimSeen(Instant before) {
    seen.values().removeIf(at -> at.time().isBefore(before));
  }

  /** Does nothing: there are no files. */
  /** Has nothing to do: whole projects go at once. */
  @Override
  public int clear(int most) {
    return 0;
  }

  @Override
  public void rewrite() {}

  /** Keeps everything: the next to use it finds what was committed. */
  @Override
  public synchronized long checkpoint() {
    return position.entry();
  }

  @Override
  public void close() {}

  private Stream<HeldEvent> heldWhere(Predicate<HeldEvent> wanted) {
    return new ArrayList<>(held.values()).stream().filter(wanted);
  }

  private static <K, V> Map<K, V> found(Map<K, V> all, Collection<K> keys) {
    Map<K, V> answer = new HashMap<>();
    for (K key : keys) {
      V value = all.get(key);
      if (value != null) {
        answer.put(key, value);
      }
    }
    return answer;
  }
}
