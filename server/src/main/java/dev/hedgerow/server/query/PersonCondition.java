package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one property of a person (contract S 6.4): {@code exact}, {@code is_not}, {@code icontains}, {@code
 * not_icontains}, {@code is_set} or {@code is_not_set}. Of several values one must do.
 */
public record PersonCondition(String key, String operator, List<String> values) {
  private static final Set<String> WITHOUT_VALUE = Set.of("is_set", "is_not_set");
  private static final Set<String> WITH_VALUE =
      Set.of("exact", "is_not", "icontains", "not_icontains");

  public PersonCondition {
    values = List.copyOf(values);
  }

  /**
   * Reads {@code {"key":"plan","value":["free","trial"],"operator":"exact"}}.
   *
   * @throws RejectedException if it is none of these
   */
  public static PersonCondition of(@Nullable Object item) throws RejectedException {
    if (!(item instanceof Map<?, ?> map) || !(map.get("key") instanceof String key)) {
      throw wrong("expected objects with a key");
    }
    if (map.get("type") != null && !"person".equals(map.get("type"))) {
      throw wrong("expected conditions of the type person");
    }
    Object given = map.get("operator");
    String operator = given == null ? "exact" : String.valueOf(given);
    List<String> values = new ArrayList<>();
    Object value = map.get("value");
    for (Object one :
        value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
      if (one != null) {
        values.add(one.toString());
      }
    }
    if (!WITHOUT_VALUE.contains(operator) && !WITH_VALUE.contains(operator)) {
      throw wrong("expected an operator of exact, is_not, icontains, not_icontains, is_set,"
          + " is_not_set");
    }
    if (WITH_VALUE.contains(operator) && values.isEmpty()) {
      throw wrong("expected a value with the operator " + operator);
    }
    return new PersonCondition(key, operator, values);
  }

  private static RejectedException wrong(String detail) {
    return new RejectedException(400, "invalid_input", detail, "properties");
  }

  /** Returns whether it holds for those properties. */
  boolean holds(Map<String, @Nullable Object> properties) {
    Object found = properties.get(key);
    String text = found == null ? null : found.toString();
    return switch (operator) {
      case "is_set" -> text != null;
      case "is_not_set" -> text == null;
      case "exact" -> text != null && values.contains(text);
      case "is_not" -> text == null || !values.contains(text);
      case "icontains" -> contains(text);
      default -> !contains(text);
    };
  }

  private boolean contains(@Nullable String text) {
    return text != null
        && values.stream()
            .anyMatch(
                value -> text.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT)));
  }
}
