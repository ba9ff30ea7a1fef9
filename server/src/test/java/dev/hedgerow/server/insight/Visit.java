package dev.hedgerow.server.insight;

import dev.hedgerow.server.event.EventRow;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream made up for a test.
 *
 * @param person the effective person's id
 * @param alone whether the row is kept without a person
 */
record Visit(EventRow row, String person, boolean alone) {
  /** Stands before the name of a property of the person. */
  static final String OF_PERSON = "person.";

  String event() {
    return row.event();
  }

  Instant at() {
    return row.timestamp();
  }

  /** Returns a property, or with {@code person.} before its name one that the row tells of its person. */
  @Nullable
  String text(String property) {
    Object value = property.startsWith(OF_PERSON)
        ? row.personProperties().get(property.substring(OF_PERSON.length()))
        : row.properties().get(property);
    return value == null ? null : value.toString();
  }

  /** Returns the group's key, or with a null index the person; null where there is none. */
  @Nullable
  String actor(@Nullable Integer group) {
    return group == null ? person : row.groups().get(group);
  }

  /** Returns whether a property has the value; any will do if that is null. */
  boolean has(String property, @Nullable String value) {
    return value == null || value.equals(text(property));
  }

  static Map<String, Object> filter(String property, String value) {
    return Map.of("key", property, "value", value, "operator", "exact", "type", "event");
  }
}
