package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;

/** How long one interval of an answer is. Weeks begin on Sunday. */
public enum Interval {
  MINUTE(ChronoUnit.MINUTES),
  HOUR(ChronoUnit.HOURS),
  DAY(ChronoUnit.DAYS),
  WEEK(ChronoUnit.WEEKS),
  MONTH(ChronoUnit.MONTHS);

  private static final List<String> WORDS = List.of("minute", "hour", "day", "week", "month");

  private final ChronoUnit unit;

  Interval(ChronoUnit unit) {
    this.unit = unit;
  }

  /** Returns the interval under that name, {@code day} when there is none. */
  public static Interval of(Asked asked, String name) throws RejectedException {
    return valueOf(asked.oneOf(name, "day", WORDS).toUpperCase(Locale.ROOT));
  }

  /** Returns its name as requests write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns how long it is, where it is always as long: a minute or an hour. */
  public Duration length() {
    return unit.getDuration();
  }

  /** Returns whether it is shorter than a day. */
  public boolean isShort() {
    return this == MINUTE || this == HOUR;
  }

  /** Returns where the interval around a moment begins. */
  public ZonedDateTime floor(ZonedDateTime at) {
    return switch (this) {
      case MINUTE, HOUR -> at.truncatedTo(unit);
      case DAY -> at.toLocalDate().atStartOfDay(at.getZone());
      case WEEK ->
        at.toLocalDate()
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY))
            .atStartOfDay(at.getZone());
      case MONTH -> at.toLocalDate().withDayOfMonth(1).atStartOfDay(at.getZone());
    };
  }

  /** Returns where another interval begins, so many after (or before) one that begins there. */
  public ZonedDateTime plus(ZonedDateTime start, long count) {
    return isShort()
        ? start.plus(count, unit)
        : start.toLocalDate().plus(count, unit).atStartOfDay(start.getZone());
  }
}
