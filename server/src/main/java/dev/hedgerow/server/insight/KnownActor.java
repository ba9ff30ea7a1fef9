package dev.hedgerow.server.insight;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Points;
import dev.hedgerow.server.query.SqlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an actor.
 *
 * @param anonymous whether it is a visitor without a person
 * @param identified whether its person was identified
 * @param createdAt as ISO-8601 text, or null for a visitor without a person
 * @param properties as JSON values
 * @param distinctIds the first of them in their order
 */
record KnownActor(
    String id,
    boolean anonymous,
    boolean identified,
    @Nullable Object createdAt,
    Object properties,
    List<String> distinctIds) {
  /** Most distinct ids told of an actor. */
  static final int IDS_MAX = 20;

  /** Returns an actor of which nothing is kept but events. */
  static KnownActor nothing(String id) {
    return new KnownActor(id, true, false, null, Map.of(), List.of());
  }

  /** Returns the persons of those ids, and the visitors that have none. */
  static Map<String, KnownActor> persons(Ask ask, List<String> ids)
      throws RejectedException, IOException {
    Map<String, KnownActor> known = new LinkedHashMap<>();
    List<String> uuids = ids.stream().filter(KnownActor::isUuid).toList();
    if (uuids.isEmpty()) {
      return known;
    }
    for (List<@Nullable Object> row : ask.sources()
        .sql()
        .select(
            ask.projectId(),
            "SELECT CAST(id AS VARCHAR), created_at, CAST(properties AS JSON), is_identified FROM persons"
                + " WHERE id IN (" + literals(uuids) + ")",
            uuids.size())
        .rows()) {
      String id = String.valueOf(row.get(0));
      known.put(
          id,
          new KnownActor(
              id,
              false,
              Boolean.TRUE.equals(row.get(3)),
              row.get(1),
              row.get(2) == null ? Map.of() : row.get(2),
              new ArrayList<>()));
    }
    distinctIds(ask, "person_distinct_ids", known, List.copyOf(known.keySet()));
    List<String> anonymous = uuids.stream().filter(id -> !known.containsKey(id)).toList();
    for (String id : anonymous) {
      known.put(id, new KnownActor(id, true, false, null, Map.of(), new ArrayList<>()));
    }
    distinctIds(ask, "events", known, anonymous);
    return known;
  }

  /** Returns the groups of those keys. */
  static Map<String, KnownActor> groups(Ask ask, int index, List<String> keys)
      throws RejectedException, IOException {
    Map<String, KnownActor> known = new LinkedHashMap<>();
    for (String key : keys) {
      known.put(key, new KnownActor(key, false, false, null, Map.of(), List.of()));
    }
    if (keys.isEmpty()) {
      return known;
    }
    for (List<@Nullable Object> row : ask.sources()
        .sql()
        .select(
            ask.projectId(),
            "SELECT \"key\", created_at, CAST(properties AS JSON) FROM groups WHERE \"index\" = "
                + index + " AND \"key\" IN (" + literals(keys) + ")",
            keys.size())
        .rows()) {
      String key = String.valueOf(row.get(0));
      known.put(
          key,
          new KnownActor(
              key,
              false,
              false,
              row.get(1),
              row.get(2) == null ? Map.of() : row.get(2),
              List.of()));
    }
    return known;
  }

  private static void distinctIds(
      Ask ask, String table, Map<String, KnownActor> known, List<String> ids)
      throws RejectedException, IOException {
    if (ids.isEmpty()) {
      return;
    }
    ask.sources()
        .sql()
        .each(
            ask.projectId(),
            "SELECT CAST(person_id AS VARCHAR) AS id, distinct_id FROM (SELECT DISTINCT person_id,"
                + " distinct_id FROM " + table + " WHERE person_id IN (" + literals(ids)
                + ")) AS d QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY distinct_id) <= "
                + IDS_MAX + " ORDER BY person_id, distinct_id",
            row -> {
              KnownActor actor = known.get(Points.text(row, 0));
              if (actor != null) {
                actor.distinctIds().add(Points.text(row, 1));
              }
            });
  }

  private static boolean isUuid(String text) {
    try {
      return UUID.fromString(text).toString().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String literals(List<String> values) {
    return values.stream().map(SqlText::literal).reduce((a, b) -> a + ", " + b).orElse("NULL");
  }
}
