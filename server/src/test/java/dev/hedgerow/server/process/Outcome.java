package dev.hedgerow.server.process;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.Erased;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** All that a state's outbox has told so far, newest versions over older ones. */
public record Outcome(
    List<EventRow> rows,
    Map<IdKey, Assignment> overrides,
    Map<PersonKey, Person> persons,
    Map<IdKey, Assignment> assignments,
    Map<GroupKey, Group> groups,
    List<Warning> warnings) {

  /** Reads the whole outbox, which must not have been trimmed. */
  public static Outcome of(StateStore state) throws IOException {
    Outcome all = new Outcome(
        new ArrayList<>(),
        new HashMap<>(),
        new HashMap<>(),
        new HashMap<>(),
        new HashMap<>(),
        new ArrayList<>());
    for (OutboxBlock block : state.outbox(0, Integer.MAX_VALUE)) {
      Rows rows = block.rows();
      for (Erased erased : rows.erased()) {
        List<EventRow> kept = all.rows.stream()
            .map(row -> erased.of(row, all.overrides::containsKey))
            .filter(Objects::nonNull)
            .toList();
        all.rows.clear();
        all.rows.addAll(kept);
        if (erased.isOfProject()) {
          all.persons.keySet().removeIf(key -> key.projectId() == erased.projectId());
          all.groups.keySet().removeIf(key -> key.projectId() == erased.projectId());
        }
        all.overrides.keySet().removeIf(erased::frees);
        all.assignments.keySet().removeIf(erased::frees);
        all.warnings.removeIf(erased::takes);
      }
      all.rows.addAll(rows.events());
      rows.overrides().forEach(one -> all.overrides.put(one.key(), one));
      rows.persons().forEach(one -> all.persons.put(one.key(), one));
      rows.deletedPersons().forEach(all.persons::remove);
      rows.assignments().forEach(one -> all.assignments.put(one.key(), one));
      rows.groups().forEach(one -> all.groups.put(one.key(), one));
      all.warnings.addAll(rows.warnings());
    }
    return all;
  }

  /** Returns whose a row is now. */
  public UUID personOf(EventRow row) {
    Assignment override = overrides.get(new IdKey(row.projectId(), row.distinctId()));
    return override == null ? row.personId() : override.personId();
  }

  /** Returns the persons that all rows together belong to now. */
  public Set<UUID> uniquePersons() {
    Set<UUID> unique = new LinkedHashSet<>();
    rows.forEach(row -> unique.add(personOf(row)));
    return unique;
  }

  /** Returns the persons that the rows name themselves. */
  public Set<UUID> personsOnRows() {
    Set<UUID> unique = new LinkedHashSet<>();
    rows.forEach(row -> unique.add(row.personId()));
    return unique;
  }

  /** Returns the only row of an event's uuid. */
  public EventRow row(UUID uuid) {
    List<EventRow> found = rows.stream().filter(row -> row.uuid().equals(uuid)).toList();
    if (found.size() != 1) {
      throw new AssertionError("expected one row of " + uuid + " but found " + found);
    }
    return found.get(0);
  }

  /** Returns the events' names, in order. */
  public List<String> names() {
    return rows.stream().map(EventRow::event).toList();
  }

  /** Returns the warnings' types, in order. */
  public List<String> warningTypes() {
    return warnings.stream().map(Warning::type).toList();
  }
}
