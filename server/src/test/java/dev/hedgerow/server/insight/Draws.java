package dev.hedgerow.server.insight;

import dev.hedgerow.server.wire.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parts of questions about {@link Visits}, drawn by chance, and what they mean. */
final class Draws {
  private Draws() {}

  static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  static @Nullable Integer group(Random random) {
    return random.nextInt(4) == 0 ? 0 : null;
  }

  static @Nullable String name(Random random) {
    return random.nextInt(4) == 0 ? null : any(random, Visits.EVENTS);
  }

  /** The share of persons looked at, mostly all. */
  static double share(Random random) {
    return any(random, List.of(1.0, 1.0, 1.0, 1.0, 0.5, 0.3));
  }

  /** Leaves of some events those that meet the question's filter, of the sample's persons. */
  static Predicate<Visit> counted(Predicate<Visit> of, RandomFilter filters, double share) {
    Map<UUID, Boolean> known = new HashMap<>();
    return visit -> known.computeIfAbsent(
        visit.row().uuid(),
        any -> of.test(visit) && filters.holds().test(visit) && SampleReference.has(share, visit));
  }

  /** An end of the range: a day, or now where that is null. */
  static @Nullable LocalDate until(Random random, Visits visits) {
    return random.nextInt(3) == 0
        ? visits.now.atZone(visits.zone).toLocalDate().minusDays(random.nextInt(4))
        : null;
  }

  /** Returns the first moment after a range with that end. */
  static Instant to(Visits visits, @Nullable LocalDate until) {
    return until == null
        ? visits.now.plusNanos(1_000)
        : until.plusDays(1).atStartOfDay(visits.zone).toInstant();
  }

  /** Says what was asked, so that it can be asked again. */
  static Supplier<String> asked(Visits visits, Map<String, ?> question, Object... point) {
    return () -> "seed " + visits.project + ", " + List.of(point) + ": " + Json.text(question);
  }
}
