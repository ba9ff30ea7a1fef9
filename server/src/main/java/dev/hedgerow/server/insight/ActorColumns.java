package dev.hedgerow.server.insight;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns that an {@code ActorsQuery} selects: a name, or {@code properties.x}. */
final class ActorColumns {
  private static final List<String> SELECTED =
      List.of("id", "anonymous", "distinct_ids", "created_at", "properties", "event_count");
  private static final Map<String, String> TYPES = Map.of(
      "actor", "JSON",
      "person", "JSON",
      "id", "VARCHAR",
      "anonymous", "BOOLEAN",
      "is_identified", "BOOLEAN",
      "distinct_ids", "VARCHAR[]",
      "created_at", "TIMESTAMP",
      "properties", "JSON",
      "event_count", "BIGINT");
  private static final String PROPERTY = "properties.";
  private static final int COLUMNS_MAX = 50;

  private final List<String> names;

  private ActorColumns(List<String> names) {
    this.names = names;
  }

  /** Reads {@code select}; the usual columns where there is none. */
  static ActorColumns of(Asked query) throws RejectedException {
    List<String> names = query.strings("select");
    if (names.size() > COLUMNS_MAX) {
      throw query.refuse("select", "at most " + COLUMNS_MAX + " columns", names.size());
    }
    for (String name : names) {
      if (!TYPES.containsKey(name)
          && !(name.startsWith(PROPERTY) && name.length() > PROPERTY.length())) {
        throw query.refuse(
            "select",
            "any of " + String.join(", ", TYPES.keySet().stream().sorted().toList())
                + " and properties.x",
            name);
      }
    }
    return new ActorColumns(names.isEmpty() ? SELECTED : names);
  }

  List<String> names() {
    return names;
  }

  List<String> types() {
    return names.stream().map(name -> TYPES.getOrDefault(name, "JSON")).toList();
  }

  /** Returns an actor's row. */
  List<@Nullable Object> row(KnownActor actor, long events) {
    List<@Nullable Object> row = new ArrayList<>();
    for (String name : names) {
      row.add(
          switch (name) {
            case "actor", "person" -> told(actor);
            case "id" -> actor.id();
            case "anonymous" -> actor.anonymous();
            case "is_identified" -> actor.identified();
            case "distinct_ids" -> actor.distinctIds();
            case "created_at" -> actor.createdAt();
            case "properties" -> actor.properties();
            case "event_count" -> events;
            default -> property(actor, name.substring(PROPERTY.length()));
          });
    }
    return row;
  }

  private static Map<String, @Nullable Object> told(KnownActor actor) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("id", actor.id());
    told.put("anonymous", actor.anonymous());
    told.put("is_identified", actor.identified());
    told.put("distinct_ids", actor.distinctIds());
    told.put("created_at", actor.createdAt());
    told.put("properties", actor.properties());
    return told;
  }

  private static @Nullable Object property(KnownActor actor, String name) {
    boolean quoted = name.length() > 1 && name.charAt(0) == '"' && name.endsWith("\"");
    return actor.properties() instanceof Map<?, ?> properties
        ? properties.get(quoted ? name.substring(1, name.length() - 1) : name)
        : null;
  }
}
