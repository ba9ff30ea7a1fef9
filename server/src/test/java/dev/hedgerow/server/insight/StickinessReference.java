package dev.hedgerow.server.insight;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * In how many intervals each actor was active (contract S 6.2).
 *
 * @param together how many intervals are one, from the end
 * @param enough whether that many events make an interval active
 */
record StickinessReference(
    List<Visit> visits,
    @Nullable Integer group,
    List<Instant> starts,
    Instant to,
    Predicate<Visit> counts,
    int together,
    LongPredicate enough,
    boolean cumulative) {

  int buckets() {
    return (starts.size() - 1 + together - 1) / together;
  }

  /** Returns who was active in so many intervals. */
  Set<String> actors(int times) {
    Set<String> found = new TreeSet<>();
    for (Visit visit : visits) {
      String actor = visit.actor(group);
      if (actor != null && fits(times(actor), times)) {
        found.add(actor);
      }
    }
    return found;
  }

  private boolean fits(int found, int times) {
    return cumulative ? found >= times : found == times;
  }

  private int times(String actor) {
    int times = 0;
    int end = starts.size() - 1;
    while (end > 0) {
      int begin = Math.max(0, end - together);
      Instant from = starts.get(begin);
      Instant until = starts.get(end).isBefore(to) ? starts.get(end) : to;
      long events = visits.stream()
          .filter(visit -> actor.equals(visit.actor(group)) && counts.test(visit))
          .filter(visit -> !visit.at().isBefore(from) && visit.at().isBefore(until))
          .count();
      if (events > 0 && enough.test(events)) {
        times++;
      }
      end = begin;
    }
    return times;
  }
}
