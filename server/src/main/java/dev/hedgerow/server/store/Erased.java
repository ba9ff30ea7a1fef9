package dev.hedgerow.server.store;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.Warning;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is erased, for whoever keeps rows. Overrides and assignments of the distinct ids go in any case; events and warnings
 * with them, or else the events stay with their distinct ids alone.
 *
 * @param distinctIds the person's
 * @param personIds the person's own, and those that distinct ids without a person have as their own; {@link
 *     Entry.Erase#EVERYBODY} for all of the project, whatever it is
 */
public record Erased(
    int projectId, Set<String> distinctIds, Set<UUID> personIds, boolean withEvents) {
  public Erased {
    distinctIds = Set.copyOf(distinctIds);
    personIds = Set.copyOf(personIds);
  }

  /** Returns what has all of a project erased. */
  public static Erased ofProject(int projectId) {
    return new Erased(projectId, Set.of(), Set.of(Entry.Erase.EVERYBODY), true);
  }

  /** Returns whether all of the project goes. */
  public boolean isOfProject() {
    return personIds.contains(Entry.Erase.EVERYBODY);
  }

  /** Returns whether it is about that distinct id. */
  public boolean names(int project, @Nullable String distinctId) {
    if (isOfProject()) {
      return project == projectId;
    }
    return project == projectId
        && distinctId != null
        && !distinctId.isEmpty()
        && (distinctIds.contains(distinctId)
            || personIds.contains(PersonIds.of(new IdKey(project, distinctId))));
  }

  /** Returns whether that distinct id is one of the person's, and belongs to nobody from now on. */
  public boolean frees(IdKey id) {
    return id.projectId() == projectId && (isOfProject() || distinctIds.contains(id.distinctId()));
  }

  /**
   * Returns what becomes of a row: the same, another, or null for nothing.
   *
   * @param overridden tells of which distinct ids the rows belong to another person than they say
   */
  public @Nullable EventRow of(EventRow row, Predicate<IdKey> overridden) {
    if (row.projectId() != projectId) {
      return row;
    }
    if (isOfProject()) {
      return null;
    }
    boolean theirs = distinctIds.contains(row.distinctId());
    if (!withEvents) {
      return theirs ? row.alone() : row;
    }
    boolean gone = theirs
        || (personIds.contains(row.personId())
            && !overridden.test(new IdKey(projectId, row.distinctId())));
    return gone ? null : row;
  }

  /** Returns whether a warning goes. */
  public boolean takes(Warning warning) {
    return withEvents
        && (names(warning.projectId(), warning.distinctId())
            || (warning.projectId() == projectId
                && warning.details().values().stream().anyMatch(distinctIds::contains)));
  }
}
