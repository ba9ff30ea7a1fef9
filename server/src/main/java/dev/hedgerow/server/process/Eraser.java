package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.log.LogRecord;
import dev.hedgerow.server.store.Erased;
import dev.hedgerow.server.store.Erasure;
import dev.hedgerow.server.store.SetAside;
import dev.hedgerow.server.store.StateStore;
import dev.hedgerow.server.wire.EntryCodec;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Erases persons, as one turn sees them. An erasure has a turn of its own: who was joined before is told in an
 * earlier block, so that the store knows whose rows are meant, and whoever comes back in a later one.
 */
final class Eraser {
  private static final int AT_ONCE = 1_000;

  private final StateStore state;
  private final People people;
  private final Waiting waiting;
  private final Told told;
  private final List<SetAside> setAside;
  private final List<Long> setAsideRemoved = new ArrayList<>();
  private final List<Erasure> erasures = new ArrayList<>();

  /** Makes one that also looks through what the turn has set aside so far. */
  Eraser(StateStore state, People people, Waiting waiting, Told told, List<SetAside> setAside) {
    this.state = state;
    this.people = people;
    this.waiting = waiting;
    this.told = told;
    this.setAside = setAside;
  }

  /**
   * Erases whom the entry names, unless that was done. A person that was merged meanwhile is whom it became. A whole project may
   * only go where its turn has done nothing else yet.
   */
  void erase(Entry.Erase entry, LogRecord record) throws IOException {
    if (state.erasures().has(entry.id())) {
      return;
    }
    if (entry.isOfProject()) {
      Erased all = Erased.ofProject(entry.projectId());
      dropSetAside(all);
      told.erase(all, people::isAssigned);
      erasures.add(erasure(entry, record, Set.of()));
      return;
    }
    Set<PersonKey> persons = new LinkedHashSet<>();
    Set<IdKey> alone = new LinkedHashSet<>();
    find(entry, persons, alone);
    Set<String> ids = new TreeSet<>();
    Set<UUID> uuids = new LinkedHashSet<>(entry.named());
    for (PersonKey person : persons) {
      uuids.add(person.personId());
      people.erase(person).forEach(id -> ids.add(id.distinctId()));
    }
    uuids.remove(Entry.Erase.EVERYBODY); // an import may have brought one who claims to be that
    if (entry.withEvents()) {
      alone.forEach(id -> ids.add(id.distinctId()));
    }
    Erased erased = new Erased(entry.projectId(), ids, uuids, entry.withEvents());
    if (entry.withEvents()) {
      ids.forEach(id -> waiting.drop(new IdKey(entry.projectId(), id)));
      dropSetAside(erased);
    }
    told.erase(erased, people::isAssigned);
    erasures.add(erasure(entry, record, ids));
  }

  private void find(Entry.Erase entry, Set<PersonKey> persons, Set<IdKey> alone)
      throws IOException {
    for (UUID uuid : entry.named()) {
      PersonKey key = new PersonKey(entry.projectId(), uuid);
      if (people.exists(key)) {
        persons.add(key);
      }
    }
    if (!persons.isEmpty() && entry.ownIds().isEmpty()) {
      return;
    }
    Set<IdKey> ids = new LinkedHashSet<>(state.idsOf(entry.projectId(), entry.named()));
    people.assigned().forEach(one -> ids.add(one.key()));
    waiting.added().forEach(held -> ids.add(held.event().idKey()));
    ids.removeIf(
        id -> id.projectId() != entry.projectId() || !entry.named().contains(PersonIds.of(id)));
    for (IdKey id : ids) {
      Person person = people.of(id);
      if (person == null) {
        alone.add(id);
      } else {
        persons.add(person.key());
      }
    }
  }

  private void dropSetAside(Erased erased) throws IOException {
    setAside.removeIf(one -> isAbout(one, erased));
    long after = 0;
    List<SetAside> some = state.setAside(after, AT_ONCE);
    while (!some.isEmpty()) {
      for (SetAside one : some) {
        after = one.position();
        if (isAbout(one, erased)) {
          setAsideRemoved.add(one.position());
        }
      }
      some = state.setAside(after, AT_ONCE);
    }
  }

  /** Tells by the bytes where there is no entry in them any more. */
  private static boolean isAbout(SetAside one, Erased erased) {
    try {
      Entry entry = EntryCodec.decode(one.payload());
      if (entry instanceof Entry.Restored restored) {
        return Restoring.ids(restored).stream()
            .anyMatch(id -> erased.names(id.projectId(), id.distinctId()));
      }
      return entry instanceof Entry.Event event
          ? erased.names(event.projectId(), event.distinctId())
          : entry instanceof Entry.Refused refused && erased.takes(refused.warning());
    } catch (IOException | RuntimeException e) {
      String text = new String(one.payload(), StandardCharsets.UTF_8);
      return erased.distinctIds().stream().anyMatch(id -> text.contains(Json.text(id)));
    }
  }

  private static Erasure erasure(Entry.Erase entry, LogRecord record, Set<String> ids) {
    List<UUID> own =
        ids.stream().map(id -> PersonIds.of(new IdKey(entry.projectId(), id))).toList();
    Set<UUID> all = new LinkedHashSet<>(entry.ownIds());
    all.addAll(own);
    return new Erasure(
        entry.id(),
        entry.projectId(),
        entry.personId(),
        List.copyOf(all),
        entry.withEvents(),
        entry.askedBy(),
        entry.askedAt(),
        record.position(),
        record.time(),
        0,
        null);
  }

  List<Long> setAsideRemoved() {
    return setAsideRemoved;
  }

  List<Erasure> erasures() {
    return erasures;
  }
}
