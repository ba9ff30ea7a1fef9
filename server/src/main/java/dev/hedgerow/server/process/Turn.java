package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.log.LogRecord;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.store.Seen;
import dev.hedgerow.server.store.SetAside;
import dev.hedgerow.server.store.StateChange;
import dev.hedgerow.server.store.StateStore;
import dev.hedgerow.server.wire.EntryCodec;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One turn of the crank: takes entries in order, decides each against what the state and the
 * entries before it say, and ends in one change of the state. Nothing outside it changes before
 * that is committed.
 */
final class Turn {
  private static final Set<String> ABOUT_PERSONS =
      Set.of("$identify", "$create_alias", "$merge_dangerously", "$groupidentify");
  private static final Set<String> PERSONS = Set.of("$set", "$set_once", "$unset");
  private static final Set<String> PROFILE = Set.of("$process_person_profile");
  private static final int WEIGHT_PER_BATCH_BYTE = 2;

  /** A record and the entry in it, or why there is none. */
  private record Read(
      LogRecord record, @Nullable Entry entry, @Nullable Seen seen, String fault) {}

  private final StateStore state;
  private final Limits limits;
  private final Told told;

  private final Uuids uuids = new Uuids();
  private final People people;
  private final Groups groups;
  private final Pipeline pipeline;
  private final Restoring restoring;
  private final List<Read> reads = new ArrayList<>();
  private final List<SetAside> setAside = new ArrayList<>();
  private final List<Long> wentThrough = new ArrayList<>();
  private final Waiting waiting;
  private final Holding holding;
  private final Eraser eraser;
  private final Poison poison;
  private Gone gone = new Gone(Set.of());
  private int taken;

  /**
   * Makes a turn over those records, at least one, with that many events held before it.
   *
   * @param poison what made earlier tries at the same records fail, and is set aside
   */
  Turn(
      StateStore state,
      Limits limits,
      HoldRule rule,
      Told told,
      Enrichment enrichment,
      List<LogRecord> records,
      long heldCount,
      Poison poison) {
    this.state = state;
    this.poison = poison;
    this.limits = limits;
    this.told = told;
    this.people = new People(state);
    this.groups = new Groups(state, limits, told);
    this.pipeline = new Pipeline(people, groups, limits, told, enrichment);
    this.restoring = new Restoring(people, groups, uuids, told);
    this.waiting =
        new Waiting(state, limits, heldCount, records.get(records.size() - 1).time());
    this.holding = new Holding(waiting, rule, limits, people, pipeline, told, poison, setAside);
    this.eraser = new Eraser(state, people, waiting, told, setAside);
    records.forEach(record -> reads.add(read(record)));
  }

  /**
   * Takes entries until there is no more, until what became of them is large enough for one commit, or until a person was
   * erased.
   */
  void run() throws IOException {
    gone = new Gone(state.erasures().projects());
    if (poison.isOneByOne()) {
      for (Read read : reads) {
        poison.suspect(read.record().position());
        prefetch(List.of(read));
      }
    } else {
      prefetch(reads);
    }
    for (Read read : reads) {
      if (read.entry() instanceof Entry.Restored && !people.deleted().isEmpty()) {
        return; // a person cannot go and come in one change
      }
      if (taken > 0 && (read.entry() instanceof Entry.Erase || Gone.mayComeBy(read.entry()))) {
        return; // what is joined or told before must be known to the store that erases
      }
      poison.suspect(null);
      if (!Gone.mayComeBy(read.entry())) {
        holding.releaseDue(read.record().time(), read.entry() instanceof Entry.Tick);
      }
      poison.suspect(read.record().position());
      decide(read);
      taken++;
      if (large() || erasedCount() > 0) {
        return;
      }
    }
  }

  int taken() {
    return taken;
  }

  /** Returns how many events are held after it; after an erasure only the state knows. */
  long heldCount() {
    return waiting.count();
  }

  int mergedCount() {
    return people.mergedCount();
  }

  int erasedCount() {
    return eraser.erasures().size();
  }

  int setAsideCount() {
    return setAside.size();
  }

  StateChange change(UUID logId) {
    LogRecord last = reads.get(taken - 1).record();
    return new StateChange(
        logId,
        last.position(),
        last.time(),
        people.changed(),
        people.deleted(),
        people.assigned(),
        people.unassigned(),
        groups.changed(),
        List.copyOf(groups.newTypes()),
        waiting.added(),
        waiting.removed(),
        waiting.dropped(),
        waiting.hastened(),
        List.copyOf(uuids.taken()),
        List.copyOf(setAside),
        Stream.concat(wentThrough.stream(), eraser.setAsideRemoved().stream()).toList(),
        List.copyOf(eraser.erasures()),
        new Rows(
            told.erased(),
            told.rows(),
            people.overrides(),
            people.changed(),
            people.deleted(),
            people.assigned(),
            groups.changed(),
            told.warnings()));
  }

  private Read read(LogRecord record) {
    if (record.damaged()) {
      return new Read(record, null, null, "damaged in the log");
    }
    if (poison.has(record.position())) {
      return new Read(record, null, null, poison.reason());
    }
    try {
      Entry entry = EntryCodec.decode(record.payload());
      Seen seen = entry instanceof Entry.Event event ? Uuids.seen(event, record.payload()) : null;
      return new Read(record, entry, seen, "");
    } catch (IOException | RuntimeException e) { // whatever it is, the rest of the log goes on
      return new Read(record, null, null, "undecodable: " + e.getMessage());
    }
  }

  private void prefetch(List<Read> reads) throws IOException {
    List<Seen> seen = new ArrayList<>();
    List<Entry.Event> events = new ArrayList<>();
    Set<IdKey> ids = new LinkedHashSet<>();
    for (Read read : reads) {
      if (read.entry() instanceof Entry.Event event && read.seen() != null) {
        seen.add(read.seen());
        events.add(event);
        ids.add(event.idKey());
        IdKey other = Merging.other(event, limits);
        if (other != null) {
          ids.add(other);
        }
      } else if (read.entry() instanceof Entry.Restored restored) {
        seen.addAll(Restoring.seen(restored));
        ids.addAll(Restoring.ids(restored));
      }
    }
    if (!seen.isEmpty()) {
      uuids.load(state, seen);
      people.load(ids);
      people.loadOwn(events);
      waiting.load(ids);
      groups.load(events);
    }
  }

  private boolean large() {
    return holding.released() > limits.processBatchMax()
        || told.weight() > (long) WEIGHT_PER_BATCH_BYTE * limits.processBatchBytesMax();
  }

  private void decide(Read read) throws IOException {
    LogRecord record = read.record();
    if ((read.entry() == null && isAgain(record)) || gone.has(read.entry())) {
      return; // what it is about is set aside still, or gone
    }
    if (read.entry() == null) {
      setAside.add(new SetAside(record.position(), record.payload(), read.fault()));
    } else if (read.entry() instanceof Entry.Again again) {
      tryAgain(again, record);
    } else if (read.entry() instanceof Entry.Erase erase) {
      eraser.erase(erase, record);
    } else if (read.entry() instanceof Entry.Refused refused) {
      told.refused(refused.warning());
    } else if (read.entry() instanceof Entry.Restored restored) {
      restoring.take(restored);
      holding.releaseKnown(record.time());
    } else if (read.entry() instanceof Entry.Event event
        && isNew(event, Objects.requireNonNull(read.seen()), record.time())) {
      decideAndRelease(event, record, true);
    }
  }

  private void decideAndRelease(Entry.Event event, LogRecord record, boolean mayWait)
      throws IOException {
    decide(event, record, mayWait);
    holding.releaseKnown(record.time());
  }

  /** Tries an entry again that is still set aside; its uuid may have been taken when it first came. */
  private void tryAgain(Entry.Again again, LogRecord record) throws IOException {
    List<SetAside> found = state.setAside(again.position() - 1, 1);
    if (found.isEmpty()
        || found.get(0).position() != again.position()
        || wentThrough.contains(again.position())) {
      return;
    }
    Read read =
        read(new LogRecord(record.position(), record.time(), found.get(0).payload(), false));
    if (gone.has(read.entry())) {
      wentThrough.add(again.position());
    } else if (read.entry() instanceof Entry.Event event && read.seen() != null) {
      uuids.take(read.seen());
      decideAndRelease(event, record, false); // it has waited long enough
      wentThrough.add(again.position());
    } else if (read.entry() instanceof Entry.Restored restored) {
      restoring.takeAgain(restored);
      holding.releaseKnown(record.time());
      wentThrough.add(again.position());
    } else if (read.entry() instanceof Entry.Erase erase) {
      eraser.erase(erase, record);
      wentThrough.add(again.position());
    } else if (read.entry() instanceof Entry.Refused refused) {
      told.refused(refused.warning());
      wentThrough.add(again.position());
    }
  }

  private static boolean isAgain(LogRecord record) {
    try {
      return !record.damaged() && EntryCodec.decode(record.payload()) instanceof Entry.Again;
    } catch (IOException | RuntimeException e) { // whatever it is, it is no such entry
      return false;
    }
  }

  private boolean isNew(Entry.Event event, Seen seen, Instant now) {
    Uuids.Finding finding = uuids.take(seen);
    if (finding == Uuids.Finding.SAME_AGAIN) {
      told.duplicate();
    } else if (finding == Uuids.Finding.OTHER_CONTENT) {
      told.warn(event, now, "duplicate_uuid_with_other_content", Map.of());
    }
    return finding == Uuids.Finding.NEW;
  }

  private void decide(Entry.Event event, LogRecord record, boolean mayWait) throws IOException {
    Instant now = record.time();
    if (event.event().equals("$snapshot")) {
      pipeline.anonymous(event, now); // a recording says nothing about a person
      return;
    }
    Object profile = event.properties().get("$process_person_profile");
    if (Boolean.FALSE.equals(profile)) {
      if (ABOUT_PERSONS.contains(event.event())) {
        told.warn(event, now, "invalid_event_when_process_person_profile_is_false", Map.of());
      } else {
        pipeline.anonymous(without(event, PERSONS), now);
      }
      return;
    }
    if (profile != null && !Boolean.TRUE.equals(profile)) {
      told.warn(event, now, "invalid_process_person_profile", Map.of());
    }
    holding.holdOrGo(without(event, PROFILE), record.position(), now, mayWait);
  }

  private static Entry.Event without(Entry.Event event, Set<String> names) {
    return names.stream().noneMatch(event.properties()::containsKey)
        ? event
        : event.withProperties(Json.changed(event.properties(), names, Map.of()));
  }
}
