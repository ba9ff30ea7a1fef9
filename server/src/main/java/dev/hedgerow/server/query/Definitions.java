package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names a project uses, for who picks one: of its events, and of the properties of events, persons and groups. Property
 * names come from a sample, the newest rows: a name that is rare and old may be missing. Safe from any thread.
 */
public final class Definitions {
  /** How far back names are looked for, in days. */
  public static final int DAYS = 30;

  /** Most names in one answer. */
  public static final int NAMES_MAX = 1_000;

  /** Events whose properties are looked at, those that happen most. */
  static final int EVENTS_MAX = 200;

  /** The newest rows looked at of each such event. */
  static final int ROWS_OF_EACH_MAX = 50;

  /** The newest persons or groups looked at. */
  static final int OTHERS_MAX = 5_000;

  private static final int EXAMPLES_MAX = 10;
  private static final int EXAMPLE_CHARS_MAX = 100;

  private static final String EVENTS = """
      SELECT event, count(*) AS volume, max("timestamp") FROM events
      WHERE "timestamp" >= TIMESTAMP '%s' GROUP BY event ORDER BY volume DESC, event""";

  private static final String PROPERTIES = """
      SELECT p.key AS name, mode(p.type) FILTER (WHERE p.type <> 'NULL') AS type, count(*) AS rows_seen,
        approx_top_k(left(json_extract_string(p.value, '$'), %d), %d)
          FILTER (WHERE p.type NOT IN ('NULL', 'OBJECT', 'ARRAY')) AS examples
      FROM (%s) AS looked_at, json_each(looked_at.found) AS p
      GROUP BY p.key ORDER BY rows_seen DESC, name""";

  private static final String OF_EVENTS = """
      SELECT events.properties AS found FROM events JOIN
        (SELECT event, list_min(max("timestamp", %d)) AS since FROM events
          WHERE "timestamp" >= TIMESTAMP '%s' %s GROUP BY event ORDER BY count(*) DESC LIMIT %d) AS newest
      ON events.event = newest.event AND events."timestamp" >= newest.since
      WHERE events."timestamp" >= TIMESTAMP '%s' LIMIT %d""";

  private static final String OF_OTHERS = """
      SELECT t.properties AS found FROM %s AS t WHERE %s t.created_at >=
        (SELECT list_min(max(t.created_at, %d)) FROM %s AS t WHERE %s true) LIMIT %d""";

  /** The types of JSON values in the engine's words, in those of the API. */
  private static final Map<String, String> TYPES = Map.of(
      "VARCHAR", "String",
      "BIGINT", "Numeric",
      "UBIGINT", "Numeric",
      "DOUBLE", "Numeric",
      "BOOLEAN", "Boolean",
      "OBJECT", "Object",
      "ARRAY", "Array");

  private final SqlReads sql;

  /** Makes them over a store's SQL. */
  public Definitions(SqlReads sql) {
    this.sql = sql;
  }

  /**
   * A name of events.
   *
   * @param volume how often it happened in the last {@link #DAYS} days
   * @param lastSeen when it happened last, as UTC in ISO-8601
   */
  public record EventName(String name, long volume, String lastSeen) {}

  /**
   * A name of properties.
   *
   * @param type {@code String}, {@code Numeric}, {@code Boolean}, {@code Object} or {@code Array}, the most frequent; null
   *     where all values are null
   * @param rows rows of the sample that have it
   * @param examples some frequent values as text, cut
   * @param column whether questions read it from a column of its own
   */
  public record PropertyName(
      String name, @Nullable String type, long rows, List<String> examples, boolean column) {}

  /** Returns the names of the project's events, the most frequent first. */
  public List<EventName> events(int projectId, Instant now) throws RejectedException, IOException {
    List<EventName> names = new ArrayList<>();
    for (List<@Nullable Object> row :
        sql.select(projectId, EVENTS.formatted(since(now)), NAMES_MAX).rows()) {
      names.add(new EventName(text(row, 0), number(row.get(1)), text(row, 2)));
    }
    return names;
  }

  /**
   * Returns the names of the properties of its events, the most frequent first.
   *
   * @param events only those of these events, or of any when there are none
   */
  public List<PropertyName> ofEvents(int projectId, List<String> events, Instant now)
      throws RejectedException, IOException {
    String only = events.isEmpty()
        ? ""
        : "AND event IN " + SqlText.value(events.subList(0, Math.min(events.size(), EVENTS_MAX)));
    return properties(
        projectId,
        OF_EVENTS.formatted(
            ROWS_OF_EACH_MAX,
            since(now),
            only,
            EVENTS_MAX,
            since(now),
            2 * EVENTS_MAX * ROWS_OF_EACH_MAX),
        sql.columns(false));
  }

  /** Returns the names of the properties of its persons, the most frequent first. */
  public List<PropertyName> ofPersons(int projectId) throws RejectedException, IOException {
    return others(projectId, "persons", "");
  }

  /** Returns the names of the properties of its groups of that type, the most frequent first. */
  public List<PropertyName> ofGroups(int projectId, int type)
      throws RejectedException, IOException {
    return others(projectId, "groups", "t.\"index\" = " + type + " AND");
  }

  private List<PropertyName> others(int projectId, String table, String condition)
      throws RejectedException, IOException {
    return properties(
        projectId,
        OF_OTHERS.formatted(table, condition, OTHERS_MAX, table, condition, 2 * OTHERS_MAX),
        table.equals("persons") ? sql.columns(true) : Set.of());
  }

  private List<PropertyName> properties(int projectId, String rows, Set<String> columns)
      throws RejectedException, IOException {
    String text = PROPERTIES.formatted(EXAMPLE_CHARS_MAX, EXAMPLES_MAX, rows);
    List<PropertyName> names = new ArrayList<>();
    for (List<@Nullable Object> row : sql.select(projectId, text, NAMES_MAX).rows()) {
      Object type = row.get(1);
      names.add(new PropertyName(
          text(row, 0),
          type == null ? null : TYPES.getOrDefault(type.toString(), "String"),
          number(row.get(2)),
          row.get(3) instanceof List<?> list
              ? list.stream().map(String::valueOf).toList()
              : List.of(),
          columns.contains(text(row, 0))));
    }
    return names;
  }

  private static String since(Instant now) {
    String at = now.minus(DAYS, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
    return at.substring(0, at.length() - 1).replace('T', ' ');
  }

  private static String text(List<@Nullable Object> row, int column) {
    return String.valueOf(row.get(column));
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
