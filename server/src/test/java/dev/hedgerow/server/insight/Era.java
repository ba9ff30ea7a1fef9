package dev.hedgerow.server.insight;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * The time that a question is about or compares with.
 *
 * @param name how answers call it
 * @param starts where its intervals begin, and where the one after the last does
 * @param to where it ends, which may be before that
 */
record Era(String name, List<Instant> starts, Instant to) {
  /** What questions may compare with; nothing is the same number of intervals right before. */
  static final List<String> AGO = List.of("", "-1w", "-1m", "-3d");

  int size() {
    return starts.size() - 1;
  }

  /** Returns as many intervals, from so long ago on, as far into the last one as this goes into its own. */
  Era before(String ago, String interval, ZoneId zone) {
    ZonedDateTime from = starts.get(0).atZone(zone);
    List<Instant> others = switch (ago) {
      case "-1w" -> Calendar.first(size(), interval, from.minusDays(7).toInstant(), zone);
      case "-3d" -> Calendar.first(size(), interval, from.minusDays(3).toInstant(), zone);
      case "-1m" -> Calendar.first(size(), interval, from.minusMonths(1).toInstant(), zone);
      default -> Calendar.last(size(), interval, starts.get(0).minusNanos(1_000), zone);
    };
    Instant end = others.get(size());
    Instant same = others.get(size() - 1).plus(Duration.between(starts.get(size() - 1), to));
    boolean whole = to.equals(starts.get(size())) || same.isAfter(end);
    return new Era("previous", others, whole ? end : same);
  }
}
