package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.query.Changes;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.Erased;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What blocks of the outbox change in what questions read. */
final class ChangedBlocks {
  private ChangedBlocks() {}

  /** Tells of blocks that are written. */
  static void tell(List<OutboxBlock> blocks, Changes changes) {
    List<IdKey> moved = new ArrayList<>();
    Set<Integer> erased = new TreeSet<>();
    Set<Integer> persons = new TreeSet<>();
    Set<Integer> members = new TreeSet<>();
    Set<Integer> groups = new TreeSet<>();
    for (OutboxBlock block : blocks) {
      Rows rows = block.rows();
      changes.added(rows.events());
      rows.overrides().stream().map(Assignment::key).forEach(moved::add);
      rows.erased().stream().map(Erased::projectId).forEach(erased::add);
      rows.persons().forEach(person -> persons.add(person.projectId()));
      rows.assignments().forEach(assignment -> persons.add(assignment.key().projectId()));
      rows.deletedPersons().forEach(person -> members.add(person.projectId()));
      rows.groups().forEach(group -> groups.add(group.key().projectId()));
    }
    persons.addAll(members);
    if (!moved.isEmpty()) {
      changes.moved(moved);
    }
    persons.forEach(project -> changes.changed(project, Changes.Table.PERSONS));
    members.forEach(project -> changes.changed(project, Changes.Table.COHORT_PEOPLE));
    groups.forEach(project -> changes.changed(project, Changes.Table.GROUPS));
    erased.forEach(changes::all);
  }
}
