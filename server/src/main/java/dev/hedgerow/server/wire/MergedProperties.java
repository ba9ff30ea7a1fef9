package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event's properties with what senders put beside them (contract S 1.5). */
final class MergedProperties {
  private MergedProperties() {}

  /** Returns the properties; a key at the top of the event wins over the one inside. */
  static Map<String, @Nullable Object> of(Map<String, @Nullable Object> event)
      throws RejectedException {
    Map<String, @Nullable Object> properties = inside(event);
    properties.remove("token");
    mergeObject(event, properties, "$set");
    mergeObject(event, properties, "$set_once");
    mergeUnset(event, properties);
    copyAbsent(event, properties, "$lib");
    copyAbsent(event, properties, "$lib_version");
    return properties;
  }

  /** Returns a copy of the properties inside an event, to be changed. */
  static Map<String, @Nullable Object> inside(Map<String, @Nullable Object> event)
      throws RejectedException {
    Object inside = DraftProperties.now(event.get("properties"));
    if (inside != null && !(inside instanceof Map)) {
      throw new RejectedException(
          400, "invalid_properties", "expected properties to be an object", "properties");
    }
    return inside instanceof TextProperties text
        ? new DraftProperties(text)
        : new LinkedHashMap<>(Properties.object(event, "properties"));
  }

  private static void mergeObject(
      Map<String, @Nullable Object> event, Map<String, @Nullable Object> properties, String name) {
    if (event.get(name) instanceof Map) {
      Map<String, @Nullable Object> merged = new LinkedHashMap<>();
      merged.putAll(Properties.object(properties, name));
      merged.putAll(Properties.object(event, name));
      properties.put(name, merged);
    }
  }

  private static void mergeUnset(
      Map<String, @Nullable Object> event, Map<String, @Nullable Object> properties) {
    Collection<?> top = names(event.get("$unset"));
    if (!top.isEmpty()) {
      Set<@Nullable Object> merged = new LinkedHashSet<>(names(properties.get("$unset")));
      merged.addAll(top);
      properties.put("$unset", new ArrayList<>(merged));
    }
  }

  private static Collection<?> names(@Nullable Object unset) {
    if (unset instanceof Map<?, ?> map) {
      return map.keySet();
    }
    return unset instanceof List<?> list ? list : List.of();
  }

  private static void copyAbsent(
      Map<String, @Nullable Object> event, Map<String, @Nullable Object> properties, String name) {
    if (event.get(name) instanceof String text) {
      properties.putIfAbsent(name, text);
    }
  }
}
