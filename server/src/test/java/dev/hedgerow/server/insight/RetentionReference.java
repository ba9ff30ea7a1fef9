package dev.hedgerow.server.insight;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who came back, by going through every event of every actor for each value (contract S 6.2). */
final class RetentionReference {
  private final Map<List<Object>, List<Visit>> found = new HashMap<>();
  private final List<Visit> visits;
  private final @Nullable Integer group;
  private final List<Instant> starts;
  private final String type;
  private final Predicate<Visit> ever;
  private final Predicate<Visit> target;
  private final Predicate<Visit> returning;
  private final int occurrences;
  private final boolean cumulative;
  private final @Nullable Duration window;

  RetentionReference(
      List<Visit> visits,
      @Nullable Integer group,
      List<Instant> starts,
      Instant to,
      String type,
      Predicate<Visit> ever,
      Predicate<Visit> target,
      Predicate<Visit> returning,
      int occurrences,
      boolean cumulative,
      @Nullable Duration window) {
    this.visits = visits.stream().filter(visit -> visit.at().isBefore(to)).toList();
    this.group = group;
    this.starts = starts;
    this.type = type;
    this.ever = ever;
    this.target = target;
    this.returning = returning;
    this.occurrences = occurrences;
    this.cumulative = cumulative;
    this.window = window;
  }

  int size() {
    return starts.size() - 1;
  }

  /** Returns the actors of a row who came back after so many intervals; for 0 all of its cohort. */
  Set<String> actors(int row, int after) {
    Set<String> found = new TreeSet<>();
    for (Visit visit : visits) {
      String actor = visit.actor(group);
      if (actor != null && !found.contains(actor)) {
        Instant begun = begun(actor, row);
        if (begun != null && (after == 0 || cameBack(actor, row, begun, after))) {
          found.add(actor);
        }
      }
    }
    return found;
  }

  /** Returns the value at the actor's first target event; of those at once, the least. */
  String value(String actor, Function<Visit, String> of) {
    String value = "";
    Instant first = null;
    for (Visit visit : of(actor, target)) {
      String own = of.apply(visit);
      boolean looked =
          !type.equals("retention_recurring") || Calendar.index(starts, visit.at()) >= 0;
      if (looked
          && (first == null
              || visit.at().isBefore(first)
              || (visit.at().equals(first) && own.compareTo(value) < 0))) {
        first = visit.at();
        value = own;
      }
    }
    return value;
  }

  private @Nullable Instant begun(String actor, int row) {
    Instant first = null;
    for (Visit visit : of(actor, target)) {
      boolean inside = Calendar.index(starts, visit.at()) == row;
      if ((inside || !type.equals("retention_recurring"))
          && (first == null || visit.at().isBefore(first))) {
        first = visit.at();
      }
    }
    if (first == null || Calendar.index(starts, first) != row) {
      return null;
    }
    if (type.equals("retention_first_ever_occurrence")) {
      for (Visit visit : of(actor, ever)) {
        if (visit.at().isBefore(first)) {
          return null;
        }
      }
    }
    return first;
  }

  private boolean cameBack(String actor, int row, Instant begun, int after) {
    int last = cumulative ? size() - 1 - row : after;
    for (int k = after; k <= last; k++) {
      Instant from = window == null ? starts.get(row + k) : begun.plus(window.multipliedBy(k));
      Instant until =
          window == null ? starts.get(row + k + 1) : begun.plus(window.multipliedBy(k + 1));
      long times = of(actor, returning).stream()
          .filter(visit -> !visit.at().isBefore(from) && visit.at().isBefore(until))
          .count();
      if (times >= occurrences) {
        return true;
      }
    }
    return false;
  }

  private List<Visit> of(String actor, Predicate<Visit> which) {
    return found.computeIfAbsent(
        List.of(actor, which),
        none -> visits.stream()
            .filter(visit -> actor.equals(visit.actor(group)) && which.test(visit))
            .toList());
  }
}
