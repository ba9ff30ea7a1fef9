package dev.hedgerow.server.store;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.Warning;
import java.util.List;

/**
 * What one batch tells the event store: new rows, and the newest version of all that changed.
 * Writing it twice has the effect of writing it once as long as outbox numbers are respected.
 *
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
    List<EventRow> events,
    List<Assignment> overrides,
    List<Person> persons,
    List<PersonKey> deletedPersons,
    List<Assignment> assignments,
    List<Group> groups,
    List<Warning> warnings) {
  public Rows {
    events = List.copyOf(events);
    overrides = List.copyOf(overrides);
    persons = List.copyOf(persons);
    deletedPersons = List.copyOf(deletedPersons);
    assignments = List.copyOf(assignments);
    groups = List.copyOf(groups);
    warnings = List.copyOf(warnings);
  }

  /** Returns whether there is nothing to tell. */
  public boolean isEmpty() {
    return events.isEmpty()
        && overrides.isEmpty()
        && persons.isEmpty()
        && deletedPersons.isEmpty()
        && assignments.isEmpty()
        && groups.isEmpty()
        && warnings.isEmpty();
  }
}
