package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.Owned;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Properties;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an export as JSON objects and back, with the names of the export's columns; what is not as expected is an illegal
 * argument. A chunk of them as an entry of the log:
 *
 * <pre>
 * {"k":"r", "p":project, "c":chunk, "events":[...], "persons":[...], "groups":[...], "types":{index: type}}
 * </pre>
 */
final class RestoredCodec {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private RestoredCodec() {}

  static void encode(Entry.Restored restored, Map<String, @Nullable Object> out) {
    out.put("k", "r");
    out.put("p", restored.projectId());
    out.put("c", restored.chunk().toString());
    out.put("events", restored.events().stream().map(RestoredCodec::ofEvent).toList());
    out.put("persons", restored.persons().stream().map(RestoredCodec::ofPerson).toList());
    out.put("groups", restored.groups().stream().map(RestoredCodec::ofGroup).toList());
    out.put("types", restored.types());
  }

  static Entry.Restored decode(Map<String, @Nullable Object> in) {
    int projectId = Math.toIntExact(number(in, "p"));
    List<EventRow> events = new ArrayList<>();
    objects(in, "events").forEach(one -> events.add(event(projectId, one)));
    List<Owned> persons = new ArrayList<>();
    objects(in, "persons").forEach(one -> persons.add(person(projectId, one)));
    List<Group> groups = new ArrayList<>();
    objects(in, "groups").forEach(one -> groups.add(group(projectId, one)));
    Map<Integer, String> types = new LinkedHashMap<>();
    Properties.object(in, "types")
        .forEach((index, type) -> types.put(Integer.valueOf(index), String.valueOf(type)));
    return new Entry.Restored(
        projectId, UUID.fromString(text(in, "c")), events, persons, groups, types);
  }

  private static Map<String, @Nullable Object> ofEvent(EventRow row) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("uuid", row.uuid());
    out.put("event", row.event());
    out.put("distinct_id", row.distinctId());
    out.put("timestamp", row.timestamp().toString());
    out.put("created_at", row.createdAt().toString());
    out.put("person_id", row.personId());
    out.put("person_created_at", row.personCreatedAt().toString());
    out.put("person_mode", row.personMode().word());
    out.put("elements_chain", row.elementsChain());
    out.put("groups", row.groups());
    out.put("properties", row.properties());
    out.put("person_properties", row.personProperties());
    return out;
  }

  static EventRow event(int projectId, Map<String, @Nullable Object> in) {
    Map<Integer, String> groups = new LinkedHashMap<>();
    Properties.object(in, "groups")
        .forEach((index, key) -> groups.put(Integer.valueOf(index), String.valueOf(key)));
    EventRow row = new EventRow(
        projectId,
        UUID.fromString(text(in, "uuid")),
        text(in, "event"),
        text(in, "distinct_id"),
        instant(in, "timestamp"),
        instant(in, "created_at"),
        UUID.fromString(text(in, "person_id")),
        instant(in, "person_created_at"),
        PersonMode.of(text(in, "person_mode")),
        written(in, "person_properties"),
        written(in, "properties"),
        text(in, "elements_chain"),
        groups);
    if (row.event().isEmpty() || row.distinctId().isEmpty()) {
      throw new IllegalArgumentException("expected an event name and a distinct id");
    }
    return row;
  }

  /** Returns properties that nobody will ask for more than their text. */
  private static Map<String, @Nullable Object> written(
      Map<String, @Nullable Object> in, String name) {
    Map<String, @Nullable Object> properties = object(in, name);
    return properties.isEmpty() ? properties : Json.written(properties);
  }

  private static Map<String, @Nullable Object> ofPerson(Owned owned) {
    Person person = owned.person();
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("id", person.id());
    out.put("created_at", person.createdAt().toString());
    out.put("is_identified", person.identified());
    out.put("version", person.version());
    out.put("properties", person.properties());
    out.put("distinct_ids", List.copyOf(owned.distinctIds().keySet()));
    out.put("distinct_id_versions", List.copyOf(owned.distinctIds().values()));
    return out;
  }

  static Owned person(int projectId, Map<String, @Nullable Object> in) {
    if (!(in.get("distinct_ids") instanceof List<?> ids)
        || !(in.get("distinct_id_versions") instanceof List<?> versions)
        || ids.size() != versions.size()) {
      throw new IllegalArgumentException("expected distinct_ids and as many distinct_id_versions");
    }
    Map<String, Long> owned = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      if (!(ids.get(i) instanceof String id)
          || id.isEmpty()
          || !(versions.get(i) instanceof Number version)) {
        throw new IllegalArgumentException("expected a text as distinct id and a number for it");
      }
      owned.put(id, version.longValue());
    }
    Person person = new Person(
        projectId,
        UUID.fromString(text(in, "id")),
        instant(in, "created_at"),
        Boolean.TRUE.equals(in.get("is_identified")),
        number(in, "version"),
        object(in, "properties"));
    return new Owned(person, owned);
  }

  private static Map<String, @Nullable Object> ofGroup(Group group) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("index", group.key().index());
    out.put("type", group.type());
    out.put("key", group.key().key());
    out.put("created_at", group.createdAt().toString());
    out.put("updated_at", group.updatedAt().toString());
    out.put("version", group.version());
    out.put("properties", group.properties());
    return out;
  }

  static Group group(int projectId, Map<String, @Nullable Object> in) {
    return new Group(
        new GroupKey(projectId, index(in), text(in, "key")),
        text(in, "type"),
        instant(in, "created_at"),
        instant(in, "updated_at"),
        number(in, "version"),
        object(in, "properties"));
  }

  /** Returns the index of a group or a group type. */
  static int index(Map<String, @Nullable Object> in) {
    return Math.toIntExact(number(in, "index"));
  }

  static String text(Map<String, @Nullable Object> in, String name) {
    String text = Properties.string(in, name);
    if (text == null) {
      throw new IllegalArgumentException("expected a text under " + name);
    }
    return text;
  }

  private static long number(Map<String, @Nullable Object> in, String name) {
    if (in.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException("expected a number under " + name);
  }

  private static Instant instant(Map<String, @Nullable Object> in, String name) {
    try {
      Instant at = Instant.parse(text(in, name));
      if (!at.isBefore(FIRST) && at.isBefore(END)) {
        return at;
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "expected a moment such as 2026-03-01T00:00:00Z under " + name);
  }

  private static Map<String, @Nullable Object> object(
      Map<String, @Nullable Object> in, String name) {
    if (in.get(name) instanceof Map) {
      return Properties.object(in, name);
    }
    throw new IllegalArgumentException("expected an object under " + name);
  }

  private static List<Map<String, @Nullable Object>> objects(
      Map<String, @Nullable Object> in, String name) {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    if (in.get(name) instanceof List<?> list) {
      for (Object one : list) {
        all.add(Properties.object(Collections.singletonMap("it", one), "it"));
      }
    }
    return all;
  }
}
