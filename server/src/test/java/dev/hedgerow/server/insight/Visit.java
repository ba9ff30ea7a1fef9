package dev.hedgerow.server.insight;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream made up for a test.
 *
 * @param person the effective person's id
 * @param alone whether the row is kept without a person
 * @param elements what its chain of elements says, the innermost first
 */
record Visit(EventRow row, String person, boolean alone, List<Element> elements) {
  /** Stands before the name of a property of the person. */
  static final String OF_PERSON = "person.";

  String event() {
    return row.event();
  }

  Instant at() {
    return row.timestamp();
  }

  /** Returns the session's id; null where there is none. */
  @Nullable
  String session() {
    return text("$session_id");
  }

  /** Returns a property, or with {@code person.} before its name one that the row tells of its person. */
  @Nullable
  String text(String property) {
    return property.startsWith(OF_PERSON)
        ? text(row.personProperties(), property.substring(OF_PERSON.length()))
        : text(row.properties(), property);
  }

  static @Nullable String text(Map<String, ?> properties, String name) {
    Object value = properties.get(name);
    return value instanceof List ? Json.text(value) : value == null ? null : value.toString();
  }

  /** Returns the group's key, or with a null index the person; null where there is none. */
  @Nullable
  String actor(@Nullable Integer group) {
    return group == null ? person : row.groups().get(group);
  }

  static Map<String, Object> filter(String property, String value) {
    return Map.of("key", property, "value", value, "operator", "exact", "type", "event");
  }
}
