package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes one event that no longer waits to its person and its row. */
final class Pipeline {
  /** What an anonymous row says of its person's creation (contract S 2.3). */
  private static final Instant ANONYMOUS_CREATED_AT = Instant.ofEpochSecond(5);

  private static final Duration FORCE_UPGRADE_AFTER = Duration.ofMinutes(1);

  private final People people;
  private final Groups groups;
  private final Limits limits;
  private final Told told;
  private final Merging merging;
  private final Enrichment enrichment;

  Pipeline(People people, Groups groups, Limits limits, Told told, Enrichment enrichment) {
    this.enrichment = enrichment;
    this.people = people;
    this.groups = groups;
    this.limits = limits;
    this.told = told;
    this.merging = new Merging(people, limits, told);
  }

  /** Processes an event that asks for no person (contract S 2.3). */
  void anonymous(Entry.Event sent, Instant now) throws IOException {
    Entry.Event event = enrichment.of(sent).event();
    IdKey key = event.idKey();
    Person person = people.of(key);
    if (person == null) {
      person =
          new Person(key.projectId(), PersonIds.of(key), ANONYMOUS_CREATED_AT, false, 0, Map.of());
    } else if (event.timestamp().isAfter(person.createdAt().plus(FORCE_UPGRADE_AFTER))) {
      told.row(RowMaker.row(
          event, now, person, PersonMode.FORCE_UPGRADE, person.properties(), Map.of()));
      return;
    }
    told.row(RowMaker.row(event, now, person, PersonMode.PROPERTYLESS, Map.of(), Map.of()));
  }

  /** Processes an event with its person, which it makes if there is none (contract S 2.4). */
  void full(Entry.Event sent, Instant now) throws IOException {
    Enrichment.Enriched enriched = enrichment.of(sent);
    Entry.Event event = groups.marked(enriched.event());
    PersonUpdate update = PersonUpdate.of(event, enriched.place());
    PersonDraft draft = merging.merge(event, now);
    if (draft == null) {
      draft = own(event);
    }
    Map<String, @Nullable Object> shown = update(event, now, draft, update);
    people.save(draft);
    told.row(
        RowMaker.row(event, now, draft.person(), PersonMode.FULL, shown, groups.of(event, now)));
  }

  private PersonDraft own(Entry.Event event) throws IOException {
    IdKey id = event.idKey();
    Person person = people.of(id);
    if (person != null) {
      return PersonDraft.of(person);
    }
    PersonKey key = new PersonKey(id.projectId(), PersonIds.of(id));
    people.attach(id, key);
    return people.draft(key, event.timestamp());
  }

  /** Changes the draft as far as it is to be kept, and returns what the row shows. */
  private Map<String, @Nullable Object> update(
      Entry.Event event, Instant now, PersonDraft draft, PersonUpdate update) {
    Map<String, @Nullable Object> before = draft.properties();
    Map<String, @Nullable Object> after = update.on(before);
    if (!draft.fresh() && !update.worthKeeping(before, after)) {
      return after;
    }
    Map<String, @Nullable Object> kept = new LinkedHashMap<>(update.kept() ? after : before);
    if (draft.fresh()) {
      kept.put("$creator_event_uuid", event.uuid().toString());
    }
    if (Json.bytes(kept).length > limits.personBytesMax()) {
      told.warn(event, now, "person_properties_too_large", Map.of());
      draft.replaceProperties(
          draft.fresh() ? Map.of("$creator_event_uuid", event.uuid().toString()) : before);
      return draft.properties();
    }
    draft.replaceProperties(kept);
    return update.kept() ? kept : after;
  }
}
