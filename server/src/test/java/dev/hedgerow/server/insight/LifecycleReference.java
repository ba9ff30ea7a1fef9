package dev.hedgerow.server.insight;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What each actor is in an interval, by looking at all its events (contract S 6.2). */
final class LifecycleReference {
  private final Map<String, List<String>> statuses = new TreeMap<>();

  /**
   * Goes through the events.
   *
   * @param starts from one interval before the range to the one after it
   * @param counts which events make an actor active
   * @param created when persons, or groups, were made
   */
  LifecycleReference(
      List<Visit> visits,
      @Nullable Integer group,
      List<Instant> starts,
      Instant to,
      Predicate<Visit> counts,
      Map<String, Instant> created) {
    Map<String, List<Visit>> streams = new TreeMap<>();
    for (Visit visit : visits) {
      String actor = visit.actor(group);
      if (actor != null && visit.at().isBefore(to)) {
        streams.computeIfAbsent(actor, none -> new ArrayList<>()).add(visit);
      }
    }
    streams.forEach((actor, all) -> {
      List<Visit> hits = all.stream()
          .filter(visit -> counts.test(visit) && !visit.at().isBefore(starts.get(0)))
          .toList();
      Instant birth = birth(all, hits, group != null, created.get(actor));
      List<Integer> active =
          hits.stream().map(visit -> Calendar.index(starts, visit.at())).toList();
      List<String> told = new ArrayList<>();
      for (int interval = 1; interval + 1 < starts.size(); interval++) {
        told.add(status(active, birth == null ? -1 : Calendar.index(starts, birth), interval));
      }
      statuses.put(actor, told);
    });
  }

  /** Returns who is of a status in an interval of the range. */
  Set<String> actors(String status, int interval) {
    Set<String> found = new TreeSet<>();
    statuses.forEach((actor, all) -> {
      if (all.get(interval).equals(status)) {
        found.add(actor);
      }
    });
    return found;
  }

  private static String status(List<Integer> active, int birth, int interval) {
    boolean before = active.contains(interval - 1);
    if (!active.contains(interval)) {
      return before ? "dormant" : "nothing";
    }
    boolean earlier = active.stream().anyMatch(other -> other < interval);
    if (!earlier && birth == interval) {
      return "new";
    }
    return before ? "returning" : "resurrecting";
  }

  private static @Nullable Instant birth(
      List<Visit> all, List<Visit> hits, boolean group, @Nullable Instant created) {
    if (group) {
      return created != null ? created : first(all.stream().map(Visit::at));
    }
    Instant made = created != null
        ? created
        : first(hits.stream()
            .filter(visit -> !visit.alone())
            .map(visit -> visit.row().personCreatedAt()));
    Instant alone = first(all.stream().filter(Visit::alone).map(Visit::at));
    return made == null || (alone != null && alone.isBefore(made)) ? alone : made;
  }

  private static @Nullable Instant first(Stream<Instant> times) {
    return times.sorted().findFirst().orElse(null);
  }
}
