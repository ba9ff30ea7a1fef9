package dev.hedgerow.server.store;

import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.query.PersonReads;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A state that fails when told to. {@link #failNext} counts every call, {@link #failNextCommits}
 * and {@link #failNextCommitsAfterwards} only commits.
 */
public final class FaultyState implements StateStore {
  private final StateStore state;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicInteger afterwards = new AtomicInteger();

  /** Wraps that state. */
  public FaultyState(StateStore state) {
    this.state = state;
  }

  /** Makes the next calls of any kind fail before they do anything. */
  public void failNext(int count) {
    calls.set(count);
  }

  /** Makes the next commits fail before they do anything. */
  public void failNextCommits(int count) {
    commits.set(count);
  }

  /** Makes the next commits fail after they are done, as when an answer is lost. */
  public void failNextCommitsAfterwards(int count) {
    afterwards.set(count);
  }

  @Override
  public Position position() throws IOException {
    fail(calls);
    return state.position();
  }

  @Override
  public Map<IdKey, Assignment> assignments(Collection<IdKey> keys) throws IOException {
    fail(calls);
    return state.assignments(keys);
  }

  @Override
  public List<Assignment> assignmentsOf(PersonKey person) throws IOException {
    fail(calls);
    return state.assignmentsOf(person);
  }

  @Override
  public Map<PersonKey, Person> persons(Collection<PersonKey> keys) throws IOException {
    fail(calls);
    return state.persons(keys);
  }

  @Override
  public Set<IdKey> idsOf(int projectId, Set<UUID> ownIds) throws IOException {
    fail(calls);
    return state.idsOf(projectId, ownIds);
  }

  @Override
  public Erasures erasures() {
    return state.erasures();
  }

  @Override
  public int clear(int most) throws IOException {
    fail(calls);
    return state.clear(most);
  }

  @Override
  public void rewrite() throws IOException {
    fail(calls);
    state.rewrite();
  }

  @Override
  public PersonReads people() {
    return state.people();
  }

  @Override
  public Map<GroupKey, Group> groups(Collection<GroupKey> keys) throws IOException {
    fail(calls);
    return state.groups(keys);
  }

  @Override
  public List<GroupType> groupTypes(int projectId) throws IOException {
    fail(calls);
    return state.groupTypes(projectId);
  }

  @Override
  public Set<Seen> seen(Collection<Seen> asked) throws IOException {
    fail(calls);
    return state.seen(asked);
  }

  @Override
  public List<HeldEvent> held(IdKey key, int max) throws IOException {
    fail(calls);
    return state.held(key, max);
  }

  @Override
  public Set<IdKey> withHeld(Collection<IdKey> keys) throws IOException {
    fail(calls);
    return state.withHeld(keys);
  }

  @Override
  public List<HeldEvent> due(Instant at, int max) throws IOException {
    fail(calls);
    return state.due(at, max);
  }

  @Override
  public long heldCount() throws IOException {
    fail(calls);
    return state.heldCount();
  }

  @Override
  public @Nullable HeldEvent oldestHeld() throws IOException {
    fail(calls);
    return state.oldestHeld();
  }

  @Override
  public List<SetAside> setAside(long after, int max) throws IOException {
    fail(calls);
    return state.setAside(after, max);
  }

  @Override
  public long setAsideCount() throws IOException {
    fail(calls);
    return state.setAsideCount();
  }

  @Override
  public Position commit(StateChange change) throws IOException {
    fail(calls);
    fail(commits);
    Position position = state.commit(change);
    fail(afterwards);
    return position;
  }

  @Override
  public List<OutboxBlock> outbox(long after, int max) throws IOException {
    fail(calls);
    return state.outbox(after, max);
  }

  @Override
  public long firstInOutbox() throws IOException {
    fail(calls);
    return state.firstInOutbox();
  }

  @Override
  public void tellAgain() throws IOException {
    fail(calls);
    state.tellAgain();
  }

  @Override
  public void trimOutbox(long upTo) throws IOException {
    fail(calls);
    state.trimOutbox(upTo);
  }

  @Override
  public void trimSeen(Instant before) throws IOException {
    fail(calls);
    state.trimSeen(before);
  }

  @Override
  public long checkpoint() throws IOException {
    fail(calls);
    return state.checkpoint();
  }

  @Override
  public void close() throws IOException {
    state.close();
  }

  private static void fail(AtomicInteger left) throws IOException {
    if (left.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
      throw new IOException("the state fails because a test told it to");
    }
  }
}
