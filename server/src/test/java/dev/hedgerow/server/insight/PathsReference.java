package dev.hedgerow.server.insight;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which steps follow which, with every path in memory as a list (contract S 6.2). */
final class PathsReference {

  /** A step at a time. */
  record Step(String name, Instant at) {}

  /** What was counted of an edge. */
  record Edge(String source, String target, long value, double millis) {}

  private final Map<String, List<List<Step>>> paths = new TreeMap<>();

  PathsReference(
      List<Visit> visits,
      @Nullable Integer group,
      Instant from,
      Instant to,
      Map<String, ?> filter) {
    Set<String> actors = new TreeSet<>();
    visits.forEach(visit -> {
      if (visit.actor(group) != null) {
        actors.add(visit.actor(group));
      }
    });
    for (String actor : actors) {
      List<Step> steps = new ArrayList<>();
      visits.stream()
          .filter(visit -> actor.equals(visit.actor(group)))
          .filter(visit -> !visit.at().isBefore(from) && visit.at().isBefore(to))
          .sorted(
              Comparator.comparing(Visit::at).thenComparing(visit -> visit.row().uuid()))
          .forEach(visit -> {
            String name = name(visit, filter);
            if (name != null) {
              steps.add(new Step(name, visit.at()));
            }
          });
      List<List<Step>> shown = new ArrayList<>();
      for (List<Step> path : cut(steps)) {
        shown.add(shown(collapsed(path), filter));
      }
      paths.put(actor, shown);
    }
  }

  private static @Nullable String name(Visit visit, Map<String, ?> filter) {
    List<?> types = list(filter, "includeEventTypes");
    boolean all = types.isEmpty();
    String name = null;
    if (visit.event().equals("$pageview") && (all || types.contains("$pageview"))) {
      name = path(visit.text("$current_url"));
    } else if (visit.event().equals("$screen") && (all || types.contains("$screen"))) {
      name = visit.text("$screen_name");
    } else if (all || (types.contains("custom_event") && !visit.event().startsWith("$"))) {
      name = visit.event();
    }
    if (name == null) {
      return null;
    }
    for (Object cleaning : list(filter, "localPathCleaningFilters")) {
      Map<?, ?> of = (Map<?, ?>) cleaning;
      name = Pattern.compile((String) of.get("regex"))
          .matcher(name)
          .replaceAll(java.util.regex.Matcher.quoteReplacement((String) of.get("alias")));
    }
    for (Object grouping : list(filter, "pathGroupings")) {
      String[] parts = ((String) grouping).split("\\*", -1);
      String regex =
          String.join(".*", java.util.Arrays.stream(parts).map(Pattern::quote).toList());
      if (name.matches(regex)) {
        name = (String) grouping;
        break;
      }
    }
    return name.isEmpty() || list(filter, "excludeEvents").contains(name) ? null : name;
  }

  private static @Nullable String path(@Nullable String url) {
    if (url == null || url.isEmpty()) {
      return null;
    }
    String path = URI.create(url).getPath();
    if (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return path.isEmpty() ? "/" : path;
  }

  private static List<?> list(Map<String, ?> filter, String name) {
    return filter.get(name) instanceof List<?> list ? list : List.of();
  }

  private static List<List<Step>> cut(List<Step> steps) {
    List<List<Step>> cut = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (i == 0
          || Duration.between(steps.get(i - 1).at(), steps.get(i).at())
                  .compareTo(Duration.ofMinutes(30))
              > 0) {
        cut.add(new ArrayList<>());
      }
      cut.get(cut.size() - 1).add(steps.get(i));
    }
    return cut;
  }

  private static List<Step> collapsed(List<Step> path) {
    List<Step> kept = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      if (i + 1 == path.size() || !path.get(i + 1).name().equals(path.get(i).name())) {
        kept.add(path.get(i));
      }
    }
    return kept;
  }

  private static List<Step> shown(List<Step> path, Map<String, ?> filter) {
    Object start = filter.get("startPoint");
    Object end = filter.get("endPoint");
    int limit = filter.get("stepLimit") instanceof Integer steps ? steps : 5;
    List<String> names = path.stream().map(Step::name).toList();
    List<Step> rest = path;
    if (start != null) {
      int at = names.indexOf(start);
      rest = at < 0 ? List.of() : path.subList(at, path.size());
    }
    if (end == null) {
      return rest.subList(0, Math.min(limit, rest.size()));
    }
    int at = rest.stream().map(Step::name).toList().indexOf(end);
    rest = at < 0 ? List.of() : rest.subList(0, at + 1);
    if (rest.size() <= limit) {
      return rest;
    }
    if (start == null) {
      return rest.subList(rest.size() - limit, rest.size());
    }
    int half = limit / 2;
    List<Step> both = new ArrayList<>(rest.subList(0, half));
    both.add(new Step("...", rest.get(half).at()));
    both.addAll(rest.subList(rest.size() - half, rest.size()));
    return both;
  }

  /** Returns the edges of an answer. */
  List<Edge> edges(int limit, long least, long most) {
    Map<List<String>, List<Long>> times = new TreeMap<>(
        Comparator.comparing((List<String> way) -> way.get(0)).thenComparing(way -> way.get(1)));
    paths
        .values()
        .forEach(all -> all.forEach(path -> {
          for (int i = 1; i < path.size(); i++) {
            times
                .computeIfAbsent(List.of(key(path, i), key(path, i + 1)), way -> new ArrayList<>())
                .add(Duration.between(path.get(i - 1).at(), path.get(i).at()).toMillis());
          }
        }));
    List<Edge> edges = new ArrayList<>();
    times.forEach((way, all) -> edges.add(new Edge(
        way.get(0),
        way.get(1),
        all.size(),
        all.stream().mapToLong(Long::longValue).sum() / (double) all.size())));
    edges.removeIf(edge -> edge.value() < least || edge.value() > most);
    edges.sort(Comparator.comparingLong((Edge edge) -> -edge.value()));
    List<Edge> shown = edges.subList(0, Math.min(limit, edges.size()));
    Set<String> reached = new HashSet<>();
    shown.forEach(edge -> {
      if (edge.source().startsWith("1_")) {
        reached.add(edge.source());
      }
    });
    for (int i = 0; i < 30; i++) {
      shown.forEach(edge -> {
        if (reached.contains(edge.source())) {
          reached.add(edge.target());
        }
      });
    }
    return shown.stream().filter(edge -> reached.contains(edge.source())).toList();
  }

  /** Returns how often each actor went a way. */
  Map<String, Long> actors(String source, String target) {
    Map<String, Long> found = new TreeMap<>();
    paths.forEach((actor, all) -> {
      long times = 0;
      for (List<Step> path : all) {
        for (int i = 1; i < path.size(); i++) {
          if (key(path, i).equals(source) && key(path, i + 1).equals(target)) {
            times++;
          }
        }
      }
      if (times > 0) {
        found.put(actor, times);
      }
    });
    return found;
  }

  private static String key(List<Step> path, int number) {
    return number + "_" + path.get(number - 1).name();
  }
}
