package dev.hedgerow.server.insight;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Parts of questions about {@link Visits}, drawn by chance, and what they mean. */
final class Draws {
  private Draws() {}

  static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  static @Nullable String color(Random random) {
    return random.nextInt(3) == 0 ? any(random, Visits.COLORS) : null;
  }

  static @Nullable Integer group(Random random) {
    return random.nextInt(4) == 0 ? 0 : null;
  }

  static @Nullable String name(Random random) {
    return random.nextInt(4) == 0 ? null : any(random, Visits.EVENTS);
  }

  static @Nullable List<?> filters(@Nullable String color) {
    return color == null ? null : List.of(Visit.filter("color", color));
  }

  static Predicate<Visit> is(@Nullable String event, @Nullable String color) {
    return visit -> (event == null || visit.event().equals(event)) && visit.has("color", color);
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
}
