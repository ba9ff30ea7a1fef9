package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.store.GroupType;
import dev.hedgerow.server.store.StateStore;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Groups and their types as one turn sees them (contract S 2.9). */
final class Groups {
  private final StateStore state;
  private final Limits limits;
  private final Told told;

  private final Map<Integer, Map<String, Integer>> types = new HashMap<>();
  private final Map<GroupKey, Group> groups = new HashMap<>();
  private final Set<GroupKey> asked = new HashSet<>();
  private final Map<GroupKey, Group> changed = new LinkedHashMap<>();
  private final List<GroupType> newTypes = new ArrayList<>();

  Groups(StateStore state, Limits limits, Told told) {
    this.state = state;
    this.limits = limits;
    this.told = told;
  }

  /** Reads the groups that those events describe, in one go. */
  void load(Collection<Entry.Event> events) throws IOException {
    Set<GroupKey> named = new LinkedHashSet<>();
    for (Entry.Event event : events) {
      if (event.event().equals("$groupidentify")) {
        String type = Properties.string(event.properties(), "$group_type");
        String key = text(event.properties().get("$group_key"));
        Integer index = type == null ? null : types(event.projectId()).get(type);
        if (index != null && key != null) {
          named.add(new GroupKey(event.projectId(), index, key));
        }
      }
    }
    named.removeIf(key -> !asked.add(key));
    if (!named.isEmpty()) {
      groups.putAll(state.groups(named));
    }
  }

  /** Returns the event, with {@code $groups} naming what it describes if it is about a group. */
  Entry.Event marked(Entry.Event event) {
    String type = text(event.properties().get("$group_type"));
    String key = text(event.properties().get("$group_key"));
    if (!event.event().equals("$groupidentify") || type == null || key == null) {
      return event;
    }
    Map<String, @Nullable Object> named =
        new LinkedHashMap<>(Properties.object(event.properties(), "$groups"));
    named.put(type, key);
    return event.withProperties(
        Json.changed(event.properties(), Set.of(), Map.of("$groups", named)));
  }

  /** Returns an event's groups by index, and takes in what it says of a group. */
  Map<Integer, String> of(Entry.Event event, Instant now) throws IOException {
    Map<Integer, String> found = new TreeMap<>();
    for (Map.Entry<String, @Nullable Object> named :
        Properties.object(event.properties(), "$groups").entrySet()) {
      String key = text(named.getValue());
      if (key != null && fits(event, now, named.getKey(), key)) {
        Integer index = index(event.projectId(), named.getKey());
        if (index == null) {
          told.warn(event, now, "too_many_group_types", Map.of("group_type", named.getKey()));
        } else {
          found.put(index, key);
        }
      }
    }
    if (event.event().equals("$groupidentify")) {
      describe(event, now);
    }
    if (event.properties().get("$groups") != null
        && !(event.properties().get("$groups") instanceof Map)) {
      told.warn(event, now, "invalid_groups", Map.of());
    }
    return found;
  }

  /** Takes types and groups of an export in, as far as their indexes are free or theirs; the newer version of a group is kept. */
  void restore(Entry.Restored restored) throws IOException {
    Map<String, Integer> known = types(restored.projectId());
    restored.types().forEach((index, type) -> {
      boolean fits = index >= 0 && index < limits.groupTypesMax();
      if (fits && !known.containsKey(type) && !known.containsValue(index)) {
        known.put(type, index);
        newTypes.add(new GroupType(restored.projectId(), type, index));
      }
    });
    for (Group group : restored.groups()) {
      Integer index = known.get(group.type());
      Group before = group(group.key());
      if (index != null
          && index == group.key().index()
          && (before == null || before.version() < group.version())) {
        groups.put(group.key(), group);
        changed.put(group.key(), group);
      }
    }
  }

  List<Group> changed() {
    return List.copyOf(changed.values());
  }

  List<GroupType> newTypes() {
    return newTypes;
  }

  private void describe(Entry.Event event, Instant now) throws IOException {
    String type = text(event.properties().get("$group_type"));
    String name = text(event.properties().get("$group_key"));
    if (type == null || name == null) {
      told.warn(event, now, "group_identify_without_type_or_key", Map.of());
      return;
    }
    if (tooLong(type) || tooLong(name)) {
      return; // warned of already, as the event is marked with it
    }
    Integer index = index(event.projectId(), type);
    if (index == null) {
      return;
    }
    GroupKey key = new GroupKey(event.projectId(), index, name);
    Group before = group(key);
    Map<String, @Nullable Object> properties =
        new LinkedHashMap<>(before == null ? Map.of() : before.properties());
    properties.putAll(Properties.object(event.properties(), "$group_set"));
    if (Json.bytes(properties).length > limits.personBytesMax()) {
      told.warn(event, now, "group_properties_too_large", Map.of("group_type", type));
    } else if (before == null || !before.properties().equals(properties)) {
      Instant createdAt = before == null ? event.timestamp() : before.createdAt();
      long version = before == null ? 0 : before.version() + 1;
      Group group = new Group(key, type, createdAt, now, version, properties);
      groups.put(key, group);
      changed.put(key, group);
    }
  }

  private @Nullable Group group(GroupKey key) throws IOException {
    if (asked.add(key)) {
      groups.putAll(state.groups(List.of(key)));
    }
    return groups.get(key);
  }

  private boolean fits(Entry.Event event, Instant now, String type, String key) {
    if (tooLong(type) || tooLong(key)) {
      told.warn(
          event,
          now,
          "group_key_too_long",
          Map.of("characters_max", String.valueOf(limits.groupKeyCharsMax())));
      return false;
    }
    return !type.isBlank();
  }

  private boolean tooLong(String text) {
    return text.length() > limits.groupKeyCharsMax();
  }

  private @Nullable Integer index(int projectId, String type) throws IOException {
    Map<String, Integer> known = types(projectId);
    Integer index = known.get(type);
    if (index == null && known.size() < limits.groupTypesMax()) {
      index = free(known);
      known.put(type, index);
      newTypes.add(new GroupType(projectId, type, index));
    }
    return index;
  }

  /** Returns the first index that no type has; an import may have left some out. */
  private static int free(Map<String, Integer> known) {
    int index = 0;
    while (known.containsValue(index)) {
      index++;
    }
    return index;
  }

  private Map<String, Integer> types(int projectId) throws IOException {
    Map<String, Integer> known = types.get(projectId);
    if (known == null) {
      known = new HashMap<>();
      for (GroupType type : state.groupTypes(projectId)) {
        known.put(type.type(), type.index());
      }
      types.put(projectId, known);
    }
    return known;
  }

  private static @Nullable String text(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    String text = value instanceof String string ? string : Json.text(value);
    return text.isBlank() ? null : text;
  }
}
