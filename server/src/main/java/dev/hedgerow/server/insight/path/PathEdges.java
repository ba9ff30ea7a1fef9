package dev.hedgerow.server.insight.path;

import dev.hedgerow.server.event.RejectedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How many paths went from one step to the next, and how long that took (contract S 6.2). A step is
 * its number in the path and its name: {@code 1_/pricing}. Not safe for more than one thread.
 */
final class PathEdges {
  /** Most different edges that one question counts. */
  static final int EDGES_MAX = 200_000;

  /**
   * From one step to the next.
   *
   * @param value how many paths went this way
   * @param averageMillis how long they took on average
   */
  record Edge(String source, String target, long value, double averageMillis) {}

  /**
   * A step.
   *
   * @param value how many paths came there
   * @param ended how many of them went no further
   */
  record Stop(String name, long value, long ended) {}

  private static final class Stay {
    private long paths;
    private long ended;
  }

  private final List<Edge> edges = new ArrayList<>();
  private final Map<String, Stay> stays = new HashMap<>();

  /**
   * Adds paths that came to a step and then to the same one after it.
   *
   * @param number of the step in the path, from 1
   * @param next the step after it, or null where the paths ended
   * @param micros how long all of them took to that
   * @throws RejectedException if there are more different edges than a question may count
   */
  void add(long number, String name, @Nullable String next, long paths, long micros)
      throws RejectedException {
    String source = number + "_" + name;
    Stay stay = stays.computeIfAbsent(source, step -> new Stay());
    stay.paths += paths;
    if (next == null) {
      stay.ended += paths;
    } else {
      String target = number + 1 + "_" + next;
      edges.add(new Edge(source, target, paths, micros / 1_000.0 / paths));
    }
    if (edges.size() > EDGES_MAX || stays.size() > EDGES_MAX) {
      throw new RejectedException(
          400,
          "query_too_large",
          "expected at most " + EDGES_MAX + " different steps between two names; make names alike"
              + " with pathGroupings or localPathCleaningFilters",
          "pathsFilter");
    }
  }

  /**
   * Returns the heaviest edges, heaviest first, then by their names; of these only what a path
   * from its first step on leads to.
   *
   * @param least least paths of an edge shown
   * @param most most paths of an edge shown
   */
  List<Edge> heaviest(int limit, long least, long most) {
    return reached(edges.stream()
        .filter(edge -> edge.value() >= least && edge.value() <= most)
        .sorted(Comparator.comparingLong(Edge::value)
            .reversed()
            .thenComparing(Edge::source)
            .thenComparing(Edge::target))
        .limit(limit)
        .toList());
  }

  /** Returns the steps that some edges lead from or to, by their names. */
  List<Stop> stops(List<Edge> shown) {
    Set<String> names = new TreeSet<>();
    for (Edge edge : shown) {
      names.add(edge.source());
      names.add(edge.target());
    }
    List<Stop> stops = new ArrayList<>();
    for (String name : names) {
      Stay stay = stays.getOrDefault(name, new Stay());
      stops.add(new Stop(name, stay.paths, stay.ended));
    }
    return stops;
  }

  private static List<Edge> reached(List<Edge> heaviest) {
    Map<String, List<String>> next = new HashMap<>();
    Deque<String> open = new ArrayDeque<>();
    for (Edge edge : heaviest) {
      next.computeIfAbsent(edge.source(), source -> new ArrayList<>()).add(edge.target());
      if (edge.source().startsWith("1_")) {
        open.add(edge.source());
      }
    }
    Set<String> reached = new HashSet<>();
    while (!open.isEmpty()) {
      String step = open.remove();
      if (reached.add(step)) {
        open.addAll(next.getOrDefault(step, List.of()));
      }
    }
    return heaviest.stream().filter(edge -> reached.contains(edge.source())).toList();
  }
}
