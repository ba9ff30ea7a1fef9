package dev.hedgerow.server.store;

import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Puts a state change together for a test, one part after the other. */
public final class Change {
  /** Rows that tell nothing. */
  public static final Rows NO_ROWS =
      new Rows(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  private final UUID logId;
  private final long entry;
  private final Instant time;
  private final List<Person> persons = new ArrayList<>();
  private final List<PersonKey> deletedPersons = new ArrayList<>();
  private final List<Assignment> assignments = new ArrayList<>();
  private final List<IdKey> unassigned = new ArrayList<>();
  private final List<Erasure> erasures = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final List<GroupType> groupTypes = new ArrayList<>();
  private final List<HeldEvent> heldAdded = new ArrayList<>();
  private final List<Long> heldRemoved = new ArrayList<>();
  private final List<IdKey> heldDropped = new ArrayList<>();
  private final List<HeldEvent> heldHastened = new ArrayList<>();
  private final List<Seen> seen = new ArrayList<>();
  private final List<SetAside> setAside = new ArrayList<>();
  private final List<Long> setAsideRemoved = new ArrayList<>();
  private Rows rows = NO_ROWS;

  /** Starts a change that reaches that entry of that log. */
  public Change(UUID logId, long entry, Instant time) {
    this.logId = logId;
    this.entry = entry;
    this.time = time;
  }

  public Change persons(Person... made) {
    persons.addAll(List.of(made));
    return this;
  }

  public Change deleted(PersonKey... gone) {
    deletedPersons.addAll(List.of(gone));
    return this;
  }

  public Change assigned(Assignment... made) {
    assignments.addAll(List.of(made));
    return this;
  }

  public Change unassigned(IdKey... gone) {
    unassigned.addAll(List.of(gone));
    return this;
  }

  public Change erased(Erasure... done) {
    erasures.addAll(List.of(done));
    return this;
  }

  public Change groups(Group... made) {
    groups.addAll(List.of(made));
    return this;
  }

  public Change types(GroupType... made) {
    groupTypes.addAll(List.of(made));
    return this;
  }

  public Change held(HeldEvent... added) {
    heldAdded.addAll(List.of(added));
    return this;
  }

  public Change released(Long... positions) {
    heldRemoved.addAll(List.of(positions));
    return this;
  }

  public Change dropped(IdKey... ids) {
    heldDropped.addAll(List.of(ids));
    return this;
  }

  public Change hastened(HeldEvent... sooner) {
    heldHastened.addAll(List.of(sooner));
    return this;
  }

  public Change seen(Seen... taken) {
    seen.addAll(List.of(taken));
    return this;
  }

  public Change setAside(SetAside... entries) {
    setAside.addAll(List.of(entries));
    return this;
  }

  public Change through(Long... positions) {
    setAsideRemoved.addAll(List.of(positions));
    return this;
  }

  public Change rows(Rows told) {
    rows = told;
    return this;
  }

  /** Returns the change. */
  public StateChange made() {
    return new StateChange(
        logId,
        entry,
        time,
        List.copyOf(persons),
        List.copyOf(deletedPersons),
        List.copyOf(assignments),
        List.copyOf(unassigned),
        List.copyOf(groups),
        List.copyOf(groupTypes),
        List.copyOf(heldAdded),
        List.copyOf(heldRemoved),
        List.copyOf(heldDropped),
        List.copyOf(heldHastened),
        List.copyOf(seen),
        List.copyOf(setAside),
        List.copyOf(setAsideRemoved),
        List.copyOf(erasures),
        rows);
  }
}
