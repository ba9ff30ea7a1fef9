package dev.hedgerow.server.store;

import dev.hedgerow.server.event.Entry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An erasure as it is remembered, so that it can be done again to older backups. The distinct ids are not kept.
 *
 * @param ownIds what each of the person's distinct ids has as its own
 * @param askedBy the id of the key that asked for it, 0 for the page
 * @param position where it stood in the log
 * @param erasedAt that entry's log time
 * @param outbox the block that tells it to the event store
 * @param doneAt the log time at which nothing was left in any file, or null until then
 */
public record Erasure(
    UUID id,
    int projectId,
    UUID personId,
    List<UUID> ownIds,
    boolean withEvents,
    int askedBy,
    Instant askedAt,
    long position,
    Instant erasedAt,
    long outbox,
    @Nullable Instant doneAt) {
  public Erasure {
    ownIds = List.copyOf(ownIds);
  }

  /** Returns it with the block that tells it. */
  public Erasure in(long block) {
    return new Erasure(
        id,
        projectId,
        personId,
        ownIds,
        withEvents,
        askedBy,
        askedAt,
        position,
        erasedAt,
        block,
        doneAt);
  }

  /** Returns it as finished then. */
  public Erasure doneAt(Instant at) {
    return new Erasure(
        id,
        projectId,
        personId,
        ownIds,
        withEvents,
        askedBy,
        askedAt,
        position,
        erasedAt,
        outbox,
        at);
  }

  /** Returns whether it is of a whole project. */
  public boolean isOfProject() {
    return personId.equals(Entry.Erase.EVERYBODY);
  }

  /** Returns what has the same person, or project, erased again. */
  public Entry.Erase again() {
    return new Entry.Erase(id, projectId, personId, ownIds, withEvents, askedBy, askedAt);
  }
}
