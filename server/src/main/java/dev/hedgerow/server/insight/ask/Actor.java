package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.event.RejectedException;

/**
 * Who counts as one: the effective person, or a group.
 *
 * @param sql the id, as SQL over events
 * @param condition when an event has one, as SQL
 */
public record Actor(String sql, String condition) {
  private static final int GROUPS_MAX = 5;

  /** Returns whom a question counts: groups where it says {@code aggregation_group_type_index}. */
  public static Actor of(Ask ask) throws RejectedException {
    if (!ask.query().has("aggregation_group_type_index")) {
      return new Actor("events.person_id", "true");
    }
    return group(ask.query().integer("aggregation_group_type_index", 0, 0, GROUPS_MAX - 1));
  }

  /** Returns the groups of a type, by its index. */
  public static Actor group(int index) {
    String column = "events.\"$group_" + index + '"';
    return new Actor(column, "coalesce(" + column + ", '') <> ''");
  }
}
