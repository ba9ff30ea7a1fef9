package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Properties;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one event changes of its person's properties (contract S 2.6).
 *
 * @param set replaces
 * @param setOnce fills what is missing
 * @param unset goes, after the two
 * @param quiet names in {@code set} whose change alone is not kept
 * @param kept whether the person may change at all by this event, or only its row shows it
 * @param personal whether the event is about its person, so that quiet names count as well
 */
record PersonUpdate(
    Map<String, @Nullable Object> set,
    Map<String, @Nullable Object> setOnce,
    Set<String> unset,
    Set<String> quiet,
    boolean kept,
    boolean personal) {
  private static final Set<String> PERSONAL =
      Set.of("$identify", "$create_alias", "$merge_dangerously", "$set");
  private static final Set<String> NEVER_KEPT = Set.of("$exception", "$$heatmap");

  /**
   * Reads it of an event.
   *
   * @param place where the event happened, empty when that is not known; names without a value are set to null, so that
   *     no part of an earlier place stays
   */
  static PersonUpdate of(Entry.Event event, Map<String, @Nullable Object> place) {
    if (event.event().equals("$groupidentify")) {
      return new PersonUpdate(Map.of(), Map.of(), Set.of(), Set.of(), false, false);
    }
    Map<String, @Nullable Object> from = event.properties();
    Map<String, @Nullable Object> set = new LinkedHashMap<>(Properties.object(from, "$set"));
    Map<String, @Nullable Object> once = new LinkedHashMap<>(Properties.object(from, "$set_once"));
    Set<String> quiet = new HashSet<>();
    if (!place.isEmpty()) {
      Places.NAMES.forEach(name -> set.putIfAbsent(name, place.get(name)));
      place.forEach((name, value) -> once.putIfAbsent(AutoProperties.initial(name), value));
    }
    set.keySet().stream().filter(name -> name.startsWith("$geoip_")).forEach(quiet::add);
    for (String name : AutoProperties.NAMES) {
      Object value = from.get(name);
      if (value != null) {
        if (!set.containsKey(name)) {
          set.put(name, value);
          quiet.add(name);
        }
        once.putIfAbsent(AutoProperties.initial(name), value);
      }
    }
    return new PersonUpdate(
        set,
        once,
        names(from.get("$unset")),
        quiet,
        !NEVER_KEPT.contains(event.event()),
        PERSONAL.contains(event.event()));
  }

  /** Returns those properties with this update. */
  Map<String, @Nullable Object> on(Map<String, @Nullable Object> before) {
    Map<String, @Nullable Object> after = new LinkedHashMap<>(before);
    after.putAll(set);
    setOnce.forEach((name, value) -> {
      if (!after.containsKey(name)) {
        after.put(name, value);
      }
    });
    unset.forEach(after::remove);
    return after;
  }

  /** Returns whether the difference between the two is one that the person keeps. */
  boolean worthKeeping(Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    if (!kept) {
      return false;
    }
    for (Map.Entry<String, @Nullable Object> property : after.entrySet()) {
      String name = property.getKey();
      if (!before.containsKey(name)) {
        return true;
      }
      boolean changed = !Objects.equals(before.get(name), property.getValue());
      if (changed && (personal || !quiet.contains(name))) {
        return true;
      }
    }
    return !after.keySet().containsAll(before.keySet());
  }

  private static Set<String> names(@Nullable Object unset) {
    Set<String> names = new HashSet<>();
    if (unset instanceof List<?> list) {
      list.forEach(name -> names.add(String.valueOf(name)));
    } else if (unset instanceof Map<?, ?> map) {
      map.keySet().forEach(name -> names.add(String.valueOf(name)));
    }
    return names;
  }
}
