package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Owned;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.Seen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes in what was exported before, as it was: rows, persons and groups are finished, and are put beside what there is. What
 * there is wins: a distinct id stays with the person it has here, and the newer version of a person or a group is kept.
 */
final class Restoring {
  /** Whatever a row says, its uuid is what it is known by. */
  private static final long ANY_CONTENT = 0;

  private final People people;
  private final Groups groups;
  private final Uuids uuids;
  private final Told told;

  Restoring(People people, Groups groups, Uuids uuids, Told told) {
    this.people = people;
    this.groups = groups;
    this.uuids = uuids;
    this.told = told;
  }

  /** Returns all uuids in it, the chunk's own first. */
  static List<Seen> seen(Entry.Restored restored) {
    List<Seen> seen = new ArrayList<>();
    seen.add(new Seen(restored.projectId(), restored.chunk(), ANY_CONTENT));
    restored.events().forEach(row -> seen.add(new Seen(row.projectId(), row.uuid(), ANY_CONTENT)));
    return seen;
  }

  /** Returns all distinct ids in it. */
  static Set<IdKey> ids(Entry.Restored restored) {
    Set<IdKey> ids = new LinkedHashSet<>();
    restored.events().forEach(row -> ids.add(new IdKey(row.projectId(), row.distinctId())));
    for (Owned owned : restored.persons()) {
      owned.distinctIds().keySet().forEach(id -> ids.add(new IdKey(restored.projectId(), id)));
    }
    return ids;
  }

  /** Takes a chunk, unless it was taken before. */
  void take(Entry.Restored restored) throws IOException {
    if (uuids.take(seen(restored).get(0)) == Uuids.Finding.NEW) {
      takeAgain(restored);
    }
  }

  /** Takes of a chunk what was not taken before. */
  void takeAgain(Entry.Restored restored) throws IOException {
    groups.restore(restored);
    List<PersonKey> keys =
        restored.persons().stream().map(owned -> owned.person().key()).toList();
    people.loadPersons(keys);
    for (Owned owned : restored.persons()) {
      people.restore(owned);
    }
    for (EventRow row : restored.events()) {
      if (uuids.take(new Seen(row.projectId(), row.uuid(), ANY_CONTENT)) == Uuids.Finding.NEW) {
        told.restored(attributed(row));
      } else {
        told.duplicate();
      }
    }
  }

  /**
   * Returns the row so that it belongs to whom its distinct id has: where nobody is known by it, to the person it would make, as
   * whoever is attached to it later counts on that.
   */
  private EventRow attributed(EventRow row) throws IOException {
    IdKey id = new IdKey(row.projectId(), row.distinctId());
    Assignment known = people.assignment(id);
    if (known == null) {
      return row.withPerson(PersonIds.of(id));
    }
    if (!known.personId().equals(row.personId())) {
      people.overrideOnce(known);
    }
    return row;
  }
}
