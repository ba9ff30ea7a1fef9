package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is left of the changes of several blocks: the newest of each thing. */
final class Newest {
  final Map<IdKey, Assignment> overrides = new LinkedHashMap<>();
  final Map<IdKey, Assignment> assignments = new LinkedHashMap<>();
  final Map<GroupKey, Group> groups = new LinkedHashMap<>();

  /** Empty for a person merged away. */
  final Map<PersonKey, Optional<Person>> persons = new LinkedHashMap<>();

  Newest(List<OutboxBlock> blocks) {
    blocks.forEach(block -> take(block.rows()));
  }

  private void take(Rows rows) {
    rows.overrides()
        .forEach(override -> overrides.merge(
            override.key(), override, (a, b) -> b.version() >= a.version() ? b : a));
    rows.assignments().forEach(assignment -> assignments.put(assignment.key(), assignment));
    rows.groups().forEach(group -> groups.put(group.key(), group));
    rows.persons().forEach(person -> persons.put(person.key(), Optional.of(person)));
    rows.deletedPersons().forEach(key -> persons.put(key, Optional.empty()));
  }
}
