package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.ActionSql;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.PropertyFilters;
import dev.hedgerow.server.query.SqlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a series counts: events of a name, of any name, or an action (contract S 6.2).
 *
 * @param label how results name it: its custom name, or else the event's or the action's
 * @param action the {@code action} of a result: id, type, order, name, custom_name
 * @param condition when an event is one, as SQL
 */
public record Entity(String label, Map<String, @Nullable Object> action, String condition) {
  private static final String ALL = "All events";

  /**
   * Reads an {@code EventsNode} or {@code ActionsNode}.
   *
   * @param order its place in the question, from 0
   */
  public static Entity of(Ask ask, Asked node, int order) throws RejectedException, IOException {
    String kind = node.oneOf(
        "kind",
        node.has("id") ? "ActionsNode" : "EventsNode",
        List.of("EventsNode", "ActionsNode"));
    List<String> conditions = new ArrayList<>();
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    String name;
    if (kind.equals("ActionsNode")) {
      Action action = action(ask, node);
      name = action.name();
      conditions.add(ActionSql.condition(action));
      told.put("id", action.id());
      told.put("type", "actions");
    } else {
      String event = node.string("event");
      name = event == null ? ALL : event;
      if (event != null) {
        conditions.add("events.event = " + SqlText.literal(event));
      }
      told.put("id", event);
      told.put("type", "events");
    }
    conditions.addAll(PropertyFilters.conditions(node, ask.when()));
    String custom = node.string("custom_name");
    told.put("order", order);
    told.put("name", name);
    told.put("custom_name", custom);
    return new Entity(
        custom == null || custom.isBlank() ? name : custom,
        told,
        conditions.isEmpty() ? "true" : "(" + String.join(" AND ", conditions) + ")");
  }

  private static Action action(Ask ask, Asked node) throws RejectedException, IOException {
    int id = node.integer("id", 0, 1, Integer.MAX_VALUE);
    Action action = ask.sources().actions().action(ask.projectId(), id);
    if (action == null) {
      throw node.refuse("id", "the id of an action of this project", id);
    }
    return action;
  }
}
