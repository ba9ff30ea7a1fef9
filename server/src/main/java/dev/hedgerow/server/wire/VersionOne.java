package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Properties;
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
    Map<String, @Nullable Object> properties = MergedProperties.inside(from);
    put(FIELDS, from, properties);
    put(OPTIONS, options(from), properties);
    event.put("properties", properties);
    return event;
  }

  private static Map<String, @Nullable Object> options(Map<String, @Nullable Object> from)
      throws RejectedException {
    Object options = from.get("options");
    if (options != null && !(options instanceof Map)) {
      throw new RejectedException(
          400, "invalid_options", "expected options to be an object", "options");
    }
    return Properties.object(from, "options");
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
}
