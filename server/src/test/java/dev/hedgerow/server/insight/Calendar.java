package dev.hedgerow.server.insight;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Intervals of the calendar, found the slow way. */
final class Calendar {
  private Calendar() {}

  /** Returns the beginnings of the last intervals up to that around a moment, and of the one after. */
  static List<Instant> last(int count, String period, Instant until, ZoneId zone) {
    List<Instant> starts = new ArrayList<>();
    for (int i = count - 1; i >= -1; i--) {
      starts.add(start(period, until, zone, -i));
    }
    return starts;
  }

  /** Returns the number of the interval a moment lies in, or -1. */
  static int index(List<Instant> starts, Instant at) {
    for (int i = 0; i + 1 < starts.size(); i++) {
      if (!at.isBefore(starts.get(i)) && at.isBefore(starts.get(i + 1))) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the beginnings of so many intervals from that around a moment on, and of the one after. */
  static List<Instant> first(int count, String period, Instant from, ZoneId zone) {
    List<Instant> starts = new ArrayList<>();
    for (int i = 0; i <= count; i++) {
      starts.add(start(period, from, zone, i));
    }
    return starts;
  }

  private static Instant start(String period, Instant around, ZoneId zone, int later) {
    ZonedDateTime at = around.atZone(zone);
    LocalDate day = at.toLocalDate();
    return switch (period) {
      case "minute" ->
        at.truncatedTo(ChronoUnit.MINUTES).toInstant().plus(later, ChronoUnit.MINUTES);
      case "hour" -> at.truncatedTo(ChronoUnit.HOURS).toInstant().plus(later, ChronoUnit.HOURS);
      case "day" -> day.plusDays(later).atStartOfDay(zone).toInstant();
      case "week" ->
        day.minusDays(day.getDayOfWeek().getValue() % 7)
            .plusWeeks(later)
            .atStartOfDay(zone)
            .toInstant();
      case "month" -> day.withDayOfMonth(1).plusMonths(later).atStartOfDay(zone).toInstant();
      default -> throw new IllegalArgumentException("expected a period but found " + period);
    };
  }
}
