package dev.hedgerow.server.store;

import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.query.PersonReads;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The truth that is derived from the log: position, persons, distinct ids, groups, held and
 * set-aside events, seen uuids and the outbox. One thread, the processor, commits; reads are safe
 * from any thread and see whole commits only. What is looked up and not there is simply absent from
 * the answer.
 */
public interface StateStore extends Closeable {

  /** Returns how far the state has come. */
  Position position() throws IOException;

  /** Returns the assignments of those distinct ids that have a person. */
  Map<IdKey, Assignment> assignments(Collection<IdKey> keys) throws IOException;

  /** Returns all distinct ids of one person. */
  List<Assignment> assignmentsOf(PersonKey person) throws IOException;

  /** Returns those persons that exist. */
  Map<PersonKey, Person> persons(Collection<PersonKey> keys) throws IOException;

  /** Returns the read side over persons, for people who ask. */
  PersonReads people();

  /** Returns those distinct ids, assigned or held, that have one of these as their own person id. */
  Set<IdKey> idsOf(int projectId, Set<UUID> ownIds) throws IOException;

  /** Returns the list of erasures. */
  Erasures erasures();

  /** Returns those groups that exist. */
  Map<GroupKey, Group> groups(Collection<GroupKey> keys) throws IOException;

  /** Returns a project's group types, by index. */
  List<GroupType> groupTypes(int projectId) throws IOException;

  /** Returns those uuids that were seen, with the content they were seen with. */
  Set<Seen> seen(Collection<Seen> asked) throws IOException;

  /** Returns the held events of one distinct id, by position, at most that many. */
  List<HeldEvent> held(IdKey key, int max) throws IOException;

  /** Returns which of those distinct ids have held events. */
  Set<IdKey> withHeld(Collection<IdKey> keys) throws IOException;

  /** Returns held events due at that log time or before, by due time then position. */
  List<HeldEvent> due(Instant at, int max) throws IOException;

  /** Returns how many events are held now. */
  long heldCount() throws IOException;

  /** Returns the held event that was taken first, or null. */
  @Nullable
  HeldEvent oldestHeld() throws IOException;

  /** Returns how many entries were set aside. */
  long setAsideCount() throws IOException;

  /** Returns set-aside entries after that position, in order, at most that many. */
  List<SetAside> setAside(long after, int max) throws IOException;

  /**
   * Commits one batch as a whole, on disk when it returns, and returns the new position.
   *
   * <p>Several commits may reach the same entry, as when a large release goes in chunks.
   *
   * @throws IllegalStateException if the change reaches less far than the current position, or
   *     names another log; nothing is changed then
   */
  Position commit(StateChange change) throws IOException;

  /** Returns outbox blocks after that number, in order, at most that many and fewer where they are large. */
  List<OutboxBlock> outbox(long after, int max) throws IOException;

  /** Returns the number of the first block that the outbox still has, or that the next will have. */
  long firstInOutbox() throws IOException;

  /**
   * Puts all persons, distinct ids and groups there are into the outbox again, with the overrides that follow from them, for
   * an event store that lost them. Nothing may commit meanwhile; safe to repeat.
   */
  void tellAgain() throws IOException;

  /** Forgets outbox blocks up to and including that number. */
  void trimOutbox(long upTo) throws IOException;

  /**
   * Removes what is left of erased projects, of which no other method tells any more, at most so many rows, and returns how
   * many: 0 when nothing is left. Safe beside a commit, which waits for one call at most.
   */
  int clear(int most) throws IOException;

  /** Forgets uuids seen before that log time. */
  void trimSeen(Instant before) throws IOException;

  /**
   * Makes its files anew, so that they hold nothing that was removed before. Safe beside everything else, which may have to
   * wait.
   *
   * @throws IOException also if a long read kept some of it in use: try again
   */
  void rewrite() throws IOException;

  /**
   * Makes what was committed independent of the engine's write-ahead log, and returns the log
   * position up to which it is; the log may forget that much. Safe beside a commit.
   */
  long checkpoint() throws IOException;
}
