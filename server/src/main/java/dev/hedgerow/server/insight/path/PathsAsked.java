package dev.hedgerow.server.insight.path;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.query.Asked;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code pathsFilter} of a question says, read and checked (contract S 6.2).
 *
 * @param types which events are steps; empty for all
 * @param start where a shown path begins, or null
 * @param end where it ends, or null
 * @param steps most steps of a shown path
 * @param edges most edges answered
 * @param excluded names that are no steps
 * @param least least weight of an edge
 * @param most most weight of an edge
 */
record PathsAsked(
    List<String> types,
    @Nullable String start,
    @Nullable String end,
    int steps,
    int edges,
    List<String> excluded,
    long least,
    long most) {
  static final String PAGEVIEW = "$pageview";
  static final String SCREEN = "$screen";
  static final String CUSTOM = "custom_event";
  static final String HOGQL = "hogql";

  private static final List<String> TYPES = List.of(PAGEVIEW, SCREEN, CUSTOM, HOGQL);
  private static final int STEPS = 5;
  private static final int STEPS_MAX = 20;
  private static final int EDGES = 50;
  private static final int EDGES_MAX = 1_000;
  private static final int NAMES_MAX = 100;

  /** Reads a question. */
  static PathsAsked of(Ask ask) throws RejectedException {
    if (ask.query().has("funnelPathsFilter")) {
      throw Asked.wrong("funnelPathsFilter", "paths that are not those of a funnel", "one");
    }
    Asked filter = filter(ask);
    List<String> types = filter.strings("includeEventTypes");
    for (String type : types) {
      if (!TYPES.contains(type)) {
        throw filter.refuse("includeEventTypes", "any of " + String.join(", ", TYPES), type);
      }
    }
    int least = filter.integer("minEdgeWeight", 0, 0, Integer.MAX_VALUE);
    int most = filter.integer("maxEdgeWeight", Integer.MAX_VALUE, 0, Integer.MAX_VALUE);
    if (most < least) {
      throw filter.refuse("maxEdgeWeight", "at least the minEdgeWeight of " + least, most);
    }
    return new PathsAsked(
        types,
        point(filter, "startPoint"),
        point(filter, "endPoint"),
        filter.integer("stepLimit", STEPS, 2, STEPS_MAX),
        filter.integer("edgeLimit", EDGES, 1, EDGES_MAX),
        names(filter, "excludeEvents"),
        least,
        most);
  }

  /** Returns the filter's fields. */
  static Asked filter(Ask ask) throws RejectedException {
    return ask.query().inner("pathsFilter");
  }

  /** Returns whether events of a type are steps. */
  boolean includes(String type) {
    return types.isEmpty() ? !type.equals(HOGQL) : types.contains(type);
  }

  /** Returns texts of a limited number and length. */
  static List<String> names(Asked filter, String name) throws RejectedException {
    List<String> names = filter.strings(name);
    if (names.size() > NAMES_MAX) {
      throw filter.refuse(name, "at most " + NAMES_MAX + " of them", names.size());
    }
    return names;
  }

  private static @Nullable String point(Asked filter, String name) throws RejectedException {
    String point = filter.string(name);
    if (point == null || point.isEmpty()) {
      return null;
    }
    return point.length() > 1 && point.endsWith("/")
        ? point.substring(0, point.length() - 1)
        : point;
  }
}
