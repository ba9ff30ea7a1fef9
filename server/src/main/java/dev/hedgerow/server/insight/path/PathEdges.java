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

  private record Way(String source, String target) {}

  private static final class Sum {
    private long paths;
    private long micros;
  }

  private static final class Stay {
    private long paths;
    private long ended;
  }

  private final Map<Way, Sum> sums = new HashMap<>();
  private final Map<String, Stay> stays = new HashMap<>();

  /**
   * Adds a path.
   *
   * @throws RejectedException if there are more different edges than a question may count
   */
  void add(List<PathShape.Step> path) throws RejectedException {
    for (int i = 1; i <= path.size(); i++) {
      Stay stay = stays.computeIfAbsent(key(path, i), step -> new Stay());
      stay.paths++;
      stay.ended += i == path.size() ? 1 : 0;
    }
    for (int i = 1; i < path.size(); i++) {
      Sum sum = sums.computeIfAbsent(new Way(key(path, i), key(path, i + 1)), way -> new Sum());
      sum.paths++;
      sum.micros += path.get(i).micros() - path.get(i - 1).micros();
    }
    if (sums.size() > EDGES_MAX || stays.size() > EDGES_MAX) {
      throw new RejectedException(
          400,
          "query_too_large",
          "expected at most " + EDGES_MAX + " different steps between two names; make names alike"
              + " with pathGroupings or localPathCleaningFilters",
          "pathsFilter");
    }
  }

  /** Returns the key of a path's step, counted from 1. */
  static String key(List<PathShape.Step> path, int number) {
    return number + "_" + path.get(number - 1).name();
  }

  /**
   * Returns the heaviest edges, heaviest first, then by their names; of these only what a path
   * from its first step on leads to.
   *
   * @param least least paths of an edge shown
   * @param most most paths of an edge shown
   */
  List<Edge> heaviest(int limit, long least, long most) {
    List<Edge> edges = new ArrayList<>();
    sums.forEach((way, sum) -> {
      if (sum.paths >= least && sum.paths <= most) {
        edges.add(
            new Edge(way.source(), way.target(), sum.paths, sum.micros / 1_000.0 / sum.paths));
      }
    });
    edges.sort(Comparator.comparingLong(Edge::value)
        .reversed()
        .thenComparing(Edge::source)
        .thenComparing(Edge::target));
    return reached(edges.subList(0, Math.min(limit, edges.size())));
  }

  /** Returns the steps that some edges lead from or to, by their names. */
  List<Stop> stops(List<Edge> edges) {
    Set<String> names = new TreeSet<>();
    for (Edge edge : edges) {
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

  private static List<Edge> reached(List<Edge> edges) {
    Map<String, List<String>> next = new HashMap<>();
    Deque<String> open = new ArrayDeque<>();
    for (Edge edge : edges) {
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
    return edges.stream().filter(edge -> reached.contains(edge.source())).toList();
  }
}
