package dev.hedgerow.server.store;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.Warning;
import java.util.Collection;
import java.util.List;

/**
 * What one batch tells the event store: new rows, and the newest version of all that changed.
 * Writing it twice has the effect of writing it once as long as outbox numbers are respected.
 *
 * @param erased who is erased from all that was told before; comes before all else here
 * @param events new event rows, in the order processed
 * @param overrides distinct ids whose past events belong to another person than their rows say; a
 *     higher version replaces a lower one
 * @param persons persons made or changed
 * @param deletedPersons persons merged away
 * @param assignments distinct ids attached or re-pointed
 * @param groups groups made or changed
 * @param warnings ingestion warnings
 */
public record Rows(
    List<Erased> erased,
    List<EventRow> events,
    List<Assignment> overrides,
    List<Person> persons,
    List<PersonKey> deletedPersons,
    List<Assignment> assignments,
    List<Group> groups,
    List<Warning> warnings) {
  public Rows {
    erased = List.copyOf(erased);
    events = List.copyOf(events);
    overrides = List.copyOf(overrides);
    persons = List.copyOf(persons);
    deletedPersons = List.copyOf(deletedPersons);
    assignments = List.copyOf(assignments);
    groups = List.copyOf(groups);
    warnings = List.copyOf(warnings);
  }

  /** Makes rows in which nobody is erased. */
  public Rows(
      List<EventRow> events,
      List<Assignment> overrides,
      List<Person> persons,
      List<PersonKey> deletedPersons,
      List<Assignment> assignments,
      List<Group> groups,
      List<Warning> warnings) {
    this(List.of(), events, overrides, persons, deletedPersons, assignments, groups, warnings);
  }

  /** Returns what tells of those persons, distinct ids and groups as if they had just been made. */
  public static Rows ofState(
      Collection<Person> persons, Collection<Assignment> assignments, Collection<Group> groups) {
    List<Assignment> overrides = assignments.stream()
        .filter(one -> one.version() > 0 || !PersonIds.of(one.key()).equals(one.personId()))
        .toList();
    return new Rows(
        List.of(),
        overrides,
        List.copyOf(persons),
        List.of(),
        List.copyOf(assignments),
        List.copyOf(groups),
        List.of());
  }

  /** Returns whether a whole project is erased. */
  public boolean erasesProject() {
    return erased.stream().anyMatch(Erased::isOfProject);
  }

  /** Returns whether there is nothing to tell. */
  public boolean isEmpty() {
    return erased.isEmpty()
        && events.isEmpty()
        && overrides.isEmpty()
        && persons.isEmpty()
        && deletedPersons.isEmpty()
        && assignments.isEmpty()
        && groups.isEmpty()
        && warnings.isEmpty();
  }
}
