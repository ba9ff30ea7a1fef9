package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Filters of a dashboard that are laid over a question ({@code filters_override}, contract S 6.1). */
final class Overlay {
  private static final String DATES = "dateRange";
  private static final String PROPERTIES = "properties";
  private static final String SOURCE = "source";
  private static final Set<String> FRAMES =
      Set.of("InsightVizNode", "DataTableNode", "DataVisualizationNode");

  private Overlay() {}

  /** Returns the question inside of what only tells how to show it. */
  static Map<String, @Nullable Object> unframed(Map<String, @Nullable Object> query) {
    Object source = query.get(SOURCE);
    return FRAMES.contains(String.valueOf(query.get("kind"))) && source instanceof Map
        ? object(source)
        : query;
  }

  /**
   * Returns the question with another range of dates, where the filters have one, and with their conditions beside its own.
   *
   * @param name where the filters stand, for the attribute of a rejection
   * @throws RejectedException if the filters are none; the attribute names the field
   */
  static Map<String, @Nullable Object> over(
      Map<String, @Nullable Object> query, @Nullable Object filters, String name)
      throws RejectedException {
    if (filters == null) {
      return query;
    }
    if (!(filters instanceof Map)) {
      throw wrong(name, "an object");
    }
    Map<String, @Nullable Object> given = object(filters);
    Object dates = dates(given, name);
    Object properties = given.get(PROPERTIES);
    if (properties != null && !(properties instanceof List) && !(properties instanceof Map)) {
      throw wrong(name + "." + PROPERTIES, "a list of filters");
    }
    Map<String, @Nullable Object> laid = new LinkedHashMap<>(query);
    boolean sql = "HogQLQuery".equals(query.get("kind"));
    Map<String, @Nullable Object> into =
        sql ? new LinkedHashMap<>(object(query.get("filters"))) : laid;
    if (dates != null) {
      into.put(DATES, dates);
    }
    if (!isEmpty(properties)) {
      into.put(PROPERTIES, both(into.get(PROPERTIES), properties));
    }
    if (sql && !into.isEmpty()) {
      laid.put("filters", into);
    }
    return laid;
  }

  private static @Nullable Object dates(Map<String, @Nullable Object> filters, String field)
      throws RejectedException {
    Object range = filters.get(DATES);
    if (range != null && !(range instanceof Map)) {
      throw wrong(field + "." + DATES, "an object");
    }
    Map<String, @Nullable Object> dates = new LinkedHashMap<>(object(range));
    for (String name : List.of("date_from", "date_to")) {
      if (filters.get(name) != null) {
        dates.put(name, filters.get(name));
      }
    }
    return dates.values().stream().allMatch(value -> value == null) ? null : dates;
  }

  private static Object both(@Nullable Object own, @Nullable Object more) {
    return isEmpty(own)
        ? group(more)
        : Map.of("type", "AND", "values", List.of(group(own), group(more)));
  }

  private static Object group(@Nullable Object properties) {
    return properties instanceof List<?> list
        ? Map.of("type", "AND", "values", list)
        : object(properties);
  }

  private static boolean isEmpty(@Nullable Object properties) {
    return properties == null
        || (properties instanceof List<?> list && list.isEmpty())
        || (properties instanceof Map<?, ?> map
            && (map.isEmpty()
                || (map.get("values") instanceof List<?> values && values.isEmpty())));
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  private static Map<String, @Nullable Object> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  private static RejectedException wrong(String name, String expected) {
    return new RejectedException(
        400, "invalid_input", "expected " + expected + " under " + name, name);
  }
}
