package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which events join two distinct ids into one person, and when they may (contract S 2.5). */
final class Merging {
  private final People people;
  private final Limits limits;
  private final Told told;

  Merging(People people, Limits limits, Told told) {
    this.people = people;
    this.limits = limits;
    this.told = told;
  }

  /** Returns the id that an event asks to join with its own, or null. */
  static @Nullable IdKey other(Entry.Event event, Limits limits) {
    if (!(asked(event) instanceof String id) || id.isEmpty()) {
      return null;
    }
    int points = id.codePointCount(0, id.length());
    int max = limits.distinctIdCharsMax();
    String cut = points <= max ? id : id.substring(0, id.offsetByCodePoints(0, max));
    return new IdKey(event.projectId(), cut);
  }

  /**
   * Returns the event's person after the join it asks for, or null when it asks for none or for
   * one that is not done for want of a usable id.
   */
  @Nullable
  PersonDraft merge(Entry.Event event, Instant now) throws IOException {
    IdKey other = other(event, limits);
    IdKey into = event.idKey();
    if (other == null) {
      warnOfMissing(event, now);
      return null;
    }
    if (other.equals(into)) {
      return null;
    }
    if (MergeIds.illegal(other.distinctId()) || MergeIds.illegal(into.distinctId())) {
      told.warn(
          event,
          now,
          "cannot_merge_with_illegal_distinct_id",
          Map.of("other_distinct_id", other.distinctId()));
      return null;
    }
    people.load(List.of(other, into));
    return join(event, other, into, now);
  }

  private PersonDraft join(Entry.Event event, IdKey other, IdKey into, Instant now)
      throws IOException {
    Person otherPerson = people.of(other);
    Person intoPerson = people.of(into);
    PersonDraft draft;
    if (intoPerson != null) {
      draft = PersonDraft.of(intoPerson);
      if (otherPerson == null) {
        people.attach(other, draft.key());
      } else if (!otherPerson.key().equals(intoPerson.key())) {
        absorb(event, otherPerson, draft, now);
      }
    } else if (otherPerson != null) {
      draft = PersonDraft.of(otherPerson);
      people.attach(into, draft.key());
    } else {
      PersonKey key = new PersonKey(event.projectId(), PersonIds.of(other));
      draft = people.draft(key, event.timestamp());
      people.attach(other, key);
      people.attach(into, key);
    }
    draft.identify();
    return draft;
  }

  private void absorb(Entry.Event event, Person other, PersonDraft into, Instant now)
      throws IOException {
    if (other.identified() && !event.event().equals("$merge_dangerously")) {
      told.warn(
          event,
          now,
          "cannot_merge_already_identified",
          Map.of("other_person_id", other.id().toString()));
      return;
    }
    Map<String, @Nullable Object> own = into.properties();
    into.absorb(other);
    if (Json.bytes(into.properties()).length > limits.personBytesMax()) {
      told.warn(
          event, now, "person_properties_too_large", Map.of("kept", "the surviving person's"));
      into.replaceProperties(own);
    }
    people.merge(other.key(), into.key());
  }

  private void warnOfMissing(Entry.Event event, Instant now) {
    boolean wanted = switch (event.event()) {
      case "$create_alias", "$merge_dangerously" -> true;
      case "$identify" -> asked(event) != null && !"".equals(asked(event));
      default -> false;
    };
    if (wanted) {
      told.warn(event, now, "cannot_merge_without_text_id", Map.of());
    }
  }

  private static @Nullable Object asked(Entry.Event event) {
    return switch (event.event()) {
      case "$identify" -> event.properties().get("$anon_distinct_id");
      case "$create_alias", "$merge_dangerously" -> event.properties().get("alias");
      default -> null;
    };
  }
}
