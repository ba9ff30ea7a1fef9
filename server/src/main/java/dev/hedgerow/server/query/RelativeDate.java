package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** A date as questions write it: {@code -7d}, {@code -1mStart}, {@code dStart} or ISO-8601 (contract S 6.1). */
public final class RelativeDate {
  private RelativeDate() {}

  /** Returns the moment meant; days begin, and times without a zone are, in that one. */
  public static Instant of(String field, String text, Instant now, ZoneId zone)
      throws RejectedException {
    try {
      return text.startsWith("-") || text.endsWith("Start")
          ? relative(text, now.atZone(zone))
          : iso(text, zone);
    } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
      throw Asked.wrong(field, "a date such as -7d or 2026-01-31T10:00:00Z", text);
    }
  }

  private static Instant relative(String text, ZonedDateTime now) {
    boolean fromStart = text.endsWith("Start");
    String core = fromStart ? text.substring(0, text.length() - "Start".length()) : text;
    if (core.isEmpty()) {
      throw new DateTimeException("expected a unit");
    }
    ChronoUnit unit = unit(core.charAt(core.length() - 1));
    String number = core.substring(0, core.length() - 1);
    ZonedDateTime at = now;
    if (!number.isEmpty()) {
      at = at.plus(Integer.parseInt(number), unit);
    }
    return (fromStart ? start(at, unit) : at).toInstant();
  }

  private static ChronoUnit unit(char letter) {
    return switch (letter) {
      case 's' -> ChronoUnit.SECONDS;
      case 'M' -> ChronoUnit.MINUTES;
      case 'h' -> ChronoUnit.HOURS;
      case 'd' -> ChronoUnit.DAYS;
      case 'w' -> ChronoUnit.WEEKS;
      case 'm' -> ChronoUnit.MONTHS;
      case 'y' -> ChronoUnit.YEARS;
      default -> throw new DateTimeException("expected a unit but found " + letter);
    };
  }

  private static ZonedDateTime start(ZonedDateTime at, ChronoUnit unit) {
    return switch (unit) {
      case YEARS -> at.withDayOfYear(1).truncatedTo(ChronoUnit.DAYS);
      case MONTHS -> at.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
      case WEEKS -> at.minusDays(at.getDayOfWeek().getValue() - 1L).truncatedTo(ChronoUnit.DAYS);
      default -> at.truncatedTo(unit);
    };
  }

  private static Instant iso(String text, ZoneId zone) {
    String spaced = text.length() > 10 && text.charAt(10) == ' '
        ? text.substring(0, 10) + 'T' + text.substring(11)
        : text;
    if (spaced.length() == 10) {
      return LocalDate.parse(spaced).atStartOfDay(zone).toInstant();
    }
    try {
      return OffsetDateTime.parse(spaced).toInstant();
    } catch (DateTimeException e) {
      return LocalDateTime.parse(spaced).atZone(zone).toInstant();
    }
  }
}
