package dev.hedgerow.server.query;

import dev.hedgerow.server.event.Matching;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Selector;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a property filter is about (contract S 6.4, types), and the condition it makes there. */
interface FilterSubject {
  /** Returns the condition, or null where the filter is incomplete. */
  @Nullable
  String condition(FilterOperator operator) throws RejectedException;

  /** Columns of events that a filter of type {@code event_metadata} may name. */
  Map<String, String> METADATA = Map.of(
      "event", "events.event",
      "distinct_id", "events.distinct_id",
      "person_id", "CAST(events.person_id AS VARCHAR)",
      "uuid", "CAST(events.uuid AS VARCHAR)",
      "timestamp", "CAST(events.\"timestamp\" AS VARCHAR)",
      "person_mode", "events.person_mode",
      "$session_id", "events.\"$session_id\"",
      "$window_id", "events.\"$window_id\"");

  /** Columns of sessions that a filter may name (contract S 6.5). */
  Set<String> OF_SESSIONS = Set.of(
      "$start_timestamp",
      "$end_timestamp",
      "$entry_current_url",
      "$entry_pathname",
      "$exit_current_url",
      "$exit_pathname",
      "$session_duration",
      "$pageview_count",
      "$autocapture_count",
      "$is_bounce",
      "$entry_referring_domain",
      "$entry_utm_source",
      "$entry_utm_medium",
      "$entry_utm_campaign",
      "$entry_utm_term",
      "$entry_utm_content");

  /** Reads what a filter is about. */
  static FilterSubject of(Asked filter) throws RejectedException {
    String type = filter.string("type");
    String known = type == null ? "event" : type;
    return switch (known) {
      case "event", "feature", "event_metadata" -> own(column(filter, known, "key", ""));
      case "group" -> group(filter);
      case "person" -> {
        FilterSubject own = own(column(filter, known, "key", ""));
        yield operator -> and(PropertyFilters.IDENTIFIED, own.condition(operator));
      }
      case "session" -> session(filter);
      case "element" -> element(filter);
      case "cohort" -> cohort(filter);
      case "hogql" ->
        operator -> "(" + Expression.of(filter.at() + "key", filter.needed("key")) + ")";
      default ->
        throw filter.refuse(
            "type",
            "one of event, person, group, session, cohort, element, feature, event_metadata, hogql",
            type);
    };
  }

  /** Returns a property as text, as SQL over events. */
  static String column(Asked asked, String type, String key, String group)
      throws RejectedException {
    String name = asked.needed(key);
    return switch (type) {
      case "event" -> "events." + name(name);
      case "feature" -> "events." + name("$feature/" + name);
      case "person" -> "events.person." + name(name);
      case "group" -> ofGroup(asked.integer(group, 0, 0, 4), "groups." + name(name));
      case "session" ->
        "(SELECT any_value(sessions." + SqlText.name(known(asked, key, OF_SESSIONS))
            + ") FROM sessions WHERE sessions.session_id = events.\"$session_id\")";
      case "event_metadata" ->
        Objects.requireNonNull(METADATA.get(known(asked, key, METADATA.keySet())));
      default ->
        throw asked.refuse(
            "type", "one of event, person, group, session, feature, event_metadata, hogql", type);
    };
  }

  private static String ofGroup(int index, String expression) {
    return "(SELECT any_value(" + expression + ") FROM groups WHERE groups.\"index\" = " + index
        + " AND groups.\"key\" = events.\"$group_" + index + "\")";
  }

  /** The comparison is made where the group is looked for, as an operator may name what it compares many times. */
  private static FilterSubject group(Asked filter) throws RejectedException {
    int index = filter.integer("group_type_index", 0, 0, 4);
    String property = "groups." + name(filter.needed("key"));
    return operator -> {
      String condition = operator.condition(property);
      return condition == null
          ? null
          : "coalesce(" + ofGroup(index, condition) + ", " + operator.takesMissing() + ")";
    };
  }

  private static FilterSubject own(String sql) {
    return operator -> operator.condition(sql);
  }

  private static String name(String key) {
    return "properties." + SqlText.name(key);
  }

  private static String known(Asked asked, String key, Set<String> names) throws RejectedException {
    String name = asked.needed(key);
    if (!names.contains(name)) {
      throw asked.refuse(key, "one of " + String.join(", ", new TreeSet<>(names)), name);
    }
    return name;
  }

  private static FilterSubject session(Asked filter) throws RejectedException {
    String key = known(filter, "key", OF_SESSIONS);
    return operator -> {
      String inner = operator.condition("CAST(sessions." + SqlText.name(key) + " AS VARCHAR)");
      if (inner == null) {
        return null;
      }
      String in = "events.\"$session_id\" IN (SELECT sessions.session_id FROM sessions WHERE "
          + inner + ")";
      return operator.takesMissing()
          ? "(coalesce(events.\"$session_id\", '') = '' OR " + in + ")"
          : in;
    };
  }

  private static FilterSubject cohort(Asked filter) throws RejectedException {
    int id = filter.integer("value", 0, 1, Integer.MAX_VALUE);
    String member =
        "events.person_id IN (SELECT person_id FROM cohort_people WHERE cohort_id = " + id + ")";
    String operator = filter.oneOf("operator", "in", List.of("in", "not_in", "exact", "is_not"));
    boolean not = operator.equals("not_in") || operator.equals("is_not");
    return unused ->
        "(" + PropertyFilters.IDENTIFIED + " AND " + (not ? "NOT " : "") + member + ")";
  }

  private static FilterSubject element(Asked filter) throws RejectedException {
    String key = filter.needed("key");
    if (!Set.of("tag_name", "text", "href", "selector").contains(key)) {
      throw filter.refuse("key", "one of tag_name, text, href, selector", key);
    }
    return operator -> operator.anyOf(
        (matching, wanted) -> switch (key) {
          case "tag_name" -> ChainSql.tag(wanted);
          case "selector" -> ChainSql.selector(Selector.of(wanted));
          default -> ChainSql.value(key, matching, wanted);
        },
        key.equals("tag_name") || key.equals("selector") ? Matching.EXACT : null);
  }

  private static @Nullable String and(String first, @Nullable String second) {
    return second == null ? null : "(" + first + " AND " + second + ")";
  }

  /** Returns conditions joined by a word. */
  static String joined(String word, List<String> conditions) {
    return conditions.size() == 1
        ? conditions.get(0)
        : "(" + String.join(" " + word + " ", conditions) + ")";
  }
}
