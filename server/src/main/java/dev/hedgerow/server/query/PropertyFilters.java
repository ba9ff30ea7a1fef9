package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Property filters (contract S 6.4) as SQL conditions over {@code events}, read without an alias.
 * What a filter is about is for {@link FilterSubject}, how it compares for {@link FilterOperator}.
 */
public final class PropertyFilters {
  /** The condition that an event can tell of persons: only identified ones can (contract S 4). */
  public static final String IDENTIFIED = "events.person_mode <> 'propertyless'";

  private static final int NESTING_MAX = 20;

  private final @Nullable When when;

  private PropertyFilters(@Nullable When when) {
    this.when = when;
  }

  /**
   * Returns conditions that must all hold, from {@code properties}: a list, or a group {type: AND
   * or OR, values}. Incomplete filters are left out. Relative dates are refused.
   */
  public static List<String> conditions(Asked asked) throws RejectedException {
    return conditions(asked, null);
  }

  /**
   * Returns the same, with relative dates.
   *
   * @param when what relative dates count from, or null to refuse them
   */
  public static List<String> conditions(Asked asked, @Nullable When when) throws RejectedException {
    Object found = asked.fields().get("properties");
    PropertyFilters filters = new PropertyFilters(when);
    if (found instanceof Map) {
      String group = filters.group(asked.inner("properties"), 0);
      return group == null ? List.of() : List.of(group);
    }
    return filters.all(asked.at() + "properties", asked.list("properties"));
  }

  /** Returns the conditions of filters that stand elsewhere, with relative dates refused and days as UTC has them. */
  public static List<String> conditions(String name, List<?> items) throws RejectedException {
    return conditions(name, items, null);
  }

  /**
   * Returns the same with days as the asker has them.
   *
   * @param name where they stand, for the attribute of a rejection
   */
  public static List<String> conditions(String name, List<?> items, @Nullable When when)
      throws RejectedException {
    try {
      return new PropertyFilters(when).all(name, items);
    } catch (RejectedException e) {
      throw new RejectedException(e.status(), e.code(), e.detail(), name);
    }
  }

  private List<String> all(String name, List<?> items) throws RejectedException {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String condition = member(name, i, items.get(i), 0);
      if (condition != null) {
        conditions.add(condition);
      }
    }
    return conditions;
  }

  private @Nullable String member(String name, int place, @Nullable Object item, int depth)
      throws RejectedException {
    if (!(item instanceof Map<?, ?> map)) {
      throw Asked.wrong(name, "objects", item);
    }
    @SuppressWarnings("unchecked") // JSON objects have string keys
    Map<String, @Nullable Object> fields = (Map<String, @Nullable Object>) map;
    Asked filter = new Asked(fields, name + "[" + place + "].");
    return fields.get("values") instanceof List ? group(filter, depth + 1) : leaf(filter);
  }

  private @Nullable String group(Asked group, int depth) throws RejectedException {
    if (depth > NESTING_MAX) {
      throw group.refuse("values", "at most " + NESTING_MAX + " groups inside each other", "more");
    }
    String type = group.oneOf("type", "AND", List.of("AND", "OR"));
    List<?> values = group.list("values");
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String condition = member(group.at() + "values", i, values.get(i), depth);
      if (condition != null) {
        conditions.add(condition);
      }
    }
    return conditions.isEmpty()
        ? null
        : conditions.stream().collect(Collectors.joining(" " + type + " ", "(", ")"));
  }

  private @Nullable String leaf(Asked filter) throws RejectedException {
    FilterSubject subject = FilterSubject.of(filter);
    return subject.condition(new FilterOperator(filter, when));
  }

  /**
   * Returns a property as text, as SQL over events.
   *
   * @param type event, person, group, session, feature or event_metadata
   * @param key the field that holds its name
   * @param group the field that holds the index of a group's type
   */
  public static String column(Asked asked, String type, String key, String group)
      throws RejectedException {
    return FilterSubject.column(asked, type, key, group);
  }

  /** Returns whether any of the filters, in whatever group, is about persons or cohorts. */
  public static boolean aboutPersons(@Nullable Object properties) {
    if (properties instanceof List<?> list) {
      return list.stream().anyMatch(PropertyFilters::aboutPersons);
    }
    if (properties instanceof Map<?, ?> map) {
      return "person".equals(map.get("type"))
          || "cohort".equals(map.get("type"))
          || aboutPersons(map.get("values"));
    }
    return false;
  }
}
