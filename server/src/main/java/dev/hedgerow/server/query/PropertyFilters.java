package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Filters on event and person properties (contract S 6.4) as SQL conditions. */
public final class PropertyFilters {
  private PropertyFilters() {}

  /** Returns one condition per complete filter under {@code properties}; incomplete ones are left out. */
  public static List<String> conditions(Asked asked) throws RejectedException {
    return conditions(asked.list("properties"));
  }

  /**
   * Returns the same of filters that stand elsewhere.
   *
   * @param name where, for the attribute of a rejection
   */
  static List<String> conditions(String name, List<?> items) throws RejectedException {
    try {
      return conditions(items);
    } catch (RejectedException e) {
      throw new RejectedException(e.status(), e.code(), e.detail(), name);
    }
  }

  private static List<String> conditions(List<?> items) throws RejectedException {
    List<String> conditions = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof Map<?, ?> map)) {
        throw Asked.wrong("properties", "objects", item);
      }
      @SuppressWarnings("unchecked") // JSON objects have string keys
      Asked filter = new Asked((Map<String, @Nullable Object>) map);
      String condition = condition(filter);
      if (condition != null) {
        conditions.add(condition);
      }
    }
    return conditions;
  }

  private static @Nullable String condition(Asked filter) throws RejectedException {
    String operator = filter.string("operator");
    String found = column(filter);
    if ("is_set".equals(operator)) {
      return found + " IS NOT NULL";
    }
    if ("is_not_set".equals(operator)) {
      return found + " IS NULL";
    }
    List<String> values = values(filter.fields().get("value"));
    if (values.isEmpty()) {
      return null;
    }
    return switch (operator == null ? "exact" : operator) {
      case "exact" -> found + " IN (" + literals(values) + ")";
      case "is_not" -> "(" + found + " IS NULL OR " + found + " NOT IN (" + literals(values) + "))";
      case "icontains" -> contains(found, values);
      case "not_icontains" -> "(" + found + " IS NULL OR NOT " + contains(found, values) + ")";
      case "regex" -> "regexp_matches(" + found + ", " + SqlText.literal(values.get(0)) + ")";
      case "not_regex" ->
        "(" + found + " IS NULL OR NOT regexp_matches(" + found + ", "
            + SqlText.literal(values.get(0)) + "))";
      case "gt", "gte", "min", "lt", "lte", "max" -> compared(found, operator, values.get(0));
      default -> throw Asked.wrong("properties", "a known operator", operator);
    };
  }

  private static String column(Asked filter) throws RejectedException {
    String key = filter.needed("key");
    String type = filter.string("type");
    if (type == null || type.equals("event")) {
      return "properties." + SqlText.name(key);
    }
    if (type.equals("person")) {
      return "person.properties." + SqlText.name(key);
    }
    throw Asked.wrong("properties", "filters of type event or person", type);
  }

  private static List<String> values(@Nullable Object value) {
    List<String> values = new ArrayList<>();
    for (Object item :
        value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
      if (item != null) {
        values.add(item.toString());
      }
    }
    return values;
  }

  private static String literals(List<String> values) {
    return values.stream().map(SqlText::literal).collect(Collectors.joining(", "));
  }

  private static String contains(String found, List<String> values) {
    return values.stream()
        .map(value -> "contains(lower(" + found + "), "
            + SqlText.literal(value.toLowerCase(Locale.ROOT)) + ")")
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private static String compared(String found, @Nullable String operator, String value) {
    String sign = switch (String.valueOf(operator)) {
      case "gt" -> ">";
      case "gte", "min" -> ">=";
      case "lt" -> "<";
      default -> "<=";
    };
    return "TRY_CAST(" + found + " AS DOUBLE) " + sign + " TRY_CAST(" + SqlText.literal(value)
        + " AS DOUBLE)";
  }
}
