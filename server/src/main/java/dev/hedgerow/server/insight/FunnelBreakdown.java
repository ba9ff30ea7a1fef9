package dev.hedgerow.server.insight;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.Expression;
import dev.hedgerow.server.query.SqlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that a funnel is broken down by (contract S 6.2): as many as {@code breakdown_limit}
 * says of those most events that match a step have; all others are one.
 *
 * @param sql an event's value as text or NULL, as SQL
 * @param values those with a result of their own, the most frequent first
 * @param more whether there are others
 */
record FunnelBreakdown(String sql, List<String> values, boolean more) {
  static final String OTHER = "$$_posthog_breakdown_other_$$";
  static final String NULL = "$$_posthog_breakdown_null_$$";
  private static final int LIMIT = 25;
  private static final int LIMIT_MAX = 1_000;

  /** Returns whether a question has a breakdown. */
  static boolean isAsked(Asked query) throws RejectedException {
    Asked filter = query.inner("breakdownFilter");
    return filter.has("breakdown") || !filter.list("breakdowns").isEmpty();
  }

  /**
   * Looks which values there are.
   *
   * @param events which events tell them, as a condition in SQL
   */
  static FunnelBreakdown of(Ask ask, String events) throws RejectedException, IOException {
    Asked filter = ask.query().inner("breakdownFilter");
    int limit = filter.integer("breakdown_limit", LIMIT, 1, LIMIT_MAX);
    String sql = sql(filter);
    List<String> values = new ArrayList<>();
    ask.sources()
        .sql()
        .each(
            ask.projectId(),
            "SELECT " + sql + " AS \"value\", count(*) AS events FROM events WHERE " + events
                + " GROUP BY 1 HAVING " + sql + " IS NOT NULL ORDER BY 2 DESC, 1 LIMIT "
                + (limit + 1),
            row -> {
              String value = row.text(0);
              if (value != null) {
                values.add(value);
              }
            });
    boolean more = values.size() > limit;
    return new FunnelBreakdown(sql, List.copyOf(more ? values.subList(0, limit) : values), more);
  }

  private static String sql(Asked filter) throws RejectedException {
    Asked one = filter;
    String name = "breakdown";
    String type = "breakdown_type";
    List<Asked> several = filter.objects("breakdowns");
    if (several.size() > 1) {
      throw filter.refuse("breakdowns", "one breakdown of a funnel", several.size() + " of them");
    }
    if (!several.isEmpty()) {
      one = several.get(0);
      name = "property";
      type = "type";
    }
    String key = one.needed(name);
    String kind = one.oneOf(type, "event", List.of("event", "person", "hogql"));
    return switch (kind) {
      case "hogql" -> "CAST((" + Expression.of(one.at() + name, key) + ") AS VARCHAR)";
      case "person" -> "events.person.properties." + SqlText.name(key);
      default -> "events.properties." + SqlText.name(key);
    };
  }

  /** Returns the number of an event's value, as SQL: {@code -1} for none, the number after the last for others. */
  String number() {
    if (values.isEmpty()) {
      return "-1";
    }
    StringBuilder cases = new StringBuilder("CASE ").append(sql);
    for (int i = 0; i < values.size(); i++) {
      cases
          .append(" WHEN ")
          .append(SqlText.literal(values.get(i)))
          .append(" THEN ")
          .append(i);
    }
    return "CASE WHEN " + sql + " IS NULL THEN -1 ELSE " + cases + " ELSE " + values.size()
        + " END END";
  }

  /** Returns the value of a number as results tell it. */
  String told(int number) {
    return number == FunnelActor.NONE ? NULL : number < values.size() ? values.get(number) : OTHER;
  }

  /** Returns the number of a value as results tell it, or null if there is none such. */
  @Nullable
  Integer number(String told) {
    if (told.equals(NULL)) {
      return FunnelActor.NONE;
    }
    if (told.equals(OTHER)) {
      return values.size();
    }
    int number = values.indexOf(told);
    return number < 0 ? null : number;
  }
}
