package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.RejectedException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns an event of the newer protocol (contract S 1.11) into one of the older, so that one reader serves both. */
final class VersionOne {
  private static final Map<String, String> FIELDS =
      Map.of("session_id", "$session_id", "window_id", "$window_id");
  private static final Map<String, String> OPTIONS = Map.of(
      "cookieless_mode", "$cookieless_mode",
      "disable_skew_correction", "$ignore_sent_at",
      "product_tour_id", "$product_tour_id",
      "process_person_profile", "$process_person_profile");

  private VersionOne() {}

  /** Returns the event; its options have become properties. */
  static Map<String, @Nullable Object> event(Map<String, @Nullable Object> from, Limits limits)
      throws RejectedException {
    if (EventReader.uuidOf(from.get("uuid")) == null) {
      throw new RejectedException(400, "invalid_uuid", "expected a valid uuid", "uuid");
    }
    if (from.get("distinct_id") instanceof String id
        && id.codePointCount(0, id.length()) > limits.distinctIdCharsMax()) {
      throw new RejectedException(
          400,
          "distinct_id_too_long",
          "expected at most " + limits.distinctIdCharsMax() + " characters",
          "distinct_id");
    }
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    for (String name : new String[] {"event", "uuid", "distinct_id", "timestamp"}) {
      event.put(name, from.get(name));
    }
    Map<String, @Nullable Object> properties = object(from, "properties");
    put(FIELDS, from, properties);
    put(OPTIONS, object(from, "options"), properties);
    event.put("properties", properties);
    return event;
  }

  private static void put(
      Map<String, String> names,
      Map<String, @Nullable Object> from,
      Map<String, @Nullable Object> properties) {
    names.forEach((name, property) -> {
      if (from.get(name) != null) {
        properties.put(property, from.get(name));
      }
    });
  }

  private static Map<String, @Nullable Object> object(
      Map<String, @Nullable Object> from, String name) throws RejectedException {
    Object value = from.get(name);
    if (value != null && !(value instanceof Map)) {
      throw new RejectedException(
          400, "invalid_" + name, "expected " + name + " to be an object", name);
    }
    return new LinkedHashMap<>(dev.hedgerow.server.event.Properties.object(from, name));
  }
}
