package dev.hedgerow.server.wire;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as senders write them, and their correction for the sender's clock (contract S 1.9). */
final class Times {
  private static final Duration AHEAD_MAX = Duration.ofHours(23);
  private static final int CHARS_MAX = 64;
  private static final String USUAL_FORM = "0000-00-00T00:00:00.000000000Z";
  private static final BigDecimal SECONDS_MAX = BigDecimal.valueOf(100_000_000_000L);
  private static final BigDecimal MILLIS_MAX = BigDecimal.valueOf(100_000_000_000_000L);
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,16}(\\.\\d{1,9})?");
  private static final Pattern DATE =
      Pattern.compile("(?<y>[+-]?\\d{4,6})[-/](?<mo>\\d{1,2})[-/](?<d>\\d{1,2})(?<rest>.*)");
  private static final Pattern AMERICAN =
      Pattern.compile("(?<mo>\\d{1,2})/(?<d>\\d{1,2})/(?<y>\\d{4})(?<rest>.*)");
  private static final Pattern CLOCK =
      Pattern.compile("([Tt]| +)(\\d{1,2}):(\\d{2})(:(\\d{2})([.,](\\d+))?)? *"
          + "([Zz]|UTC|GMT|[+-]\\d{2}(:?\\d{2})?)?");

  private static final DateTimeFormatter MAIL = new DateTimeFormatterBuilder()
      .parseCaseInsensitive()
      .append(DateTimeFormatter.RFC_1123_DATE_TIME)
      .toFormatter(Locale.ROOT);

  /**
   * When an event happened.
   *
   * @param unreadable whether the sender's timestamp could not be used
   * @param ahead whether it lay too far ahead, and now stands in for it
   */
  record Corrected(Instant at, boolean unreadable, boolean ahead) {}

  private Times() {}

  /**
   * Returns when an event happened.
   *
   * @param now when the server received it
   * @param sentAt when the sender sent it, by the sender's clock, or null
   * @param timestamp as the event has it, or null
   * @param offset milliseconds before now, or null; wins over the timestamp
   */
  static Corrected correct(
      Instant now, @Nullable Instant sentAt, @Nullable Object timestamp, @Nullable Object offset) {
    if (offset instanceof Number ago && Math.abs(ago.doubleValue()) < 1e15) {
      return within(now, now.minusMillis(ago.longValue()));
    }
    if (timestamp == null || "".equals(timestamp)) {
      return new Corrected(now, offset != null, false);
    }
    Instant at = parse(timestamp);
    if (at == null) {
      return new Corrected(now, true, false);
    }
    return within(now, sentAt == null ? at : now.plus(Duration.between(sentAt, at)));
  }

  /** Returns the time of a text or number in any of the known formats, UTC by default, or null. */
  static @Nullable Instant parse(@Nullable Object time) {
    if (!(time instanceof String) && !(time instanceof Number)) {
      return null;
    }
    String text = time.toString().strip();
    if (text.length() > CHARS_MAX) {
      return null;
    }
    try {
      if (time instanceof String && isUsual(text)) {
        return usual(text);
      }
      if (time instanceof Number || NUMBER.matcher(text).matches()) {
        return unix(new BigDecimal(text));
      }
      Matcher date = DATE.matcher(text);
      if (!date.matches()) {
        date = AMERICAN.matcher(text);
      }
      return date.matches() ? dated(date) : mail(text);
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  /** Tells whether a text has the usual form, 2026-11-27T08:00:00.123Z, with any fraction up to nine digits. */
  private static boolean isUsual(String text) {
    int length = text.length();
    if (length < 22 || length > USUAL_FORM.length() || text.charAt(length - 1) != 'Z') {
      return false;
    }
    for (int at = 0; at < length - 1; at++) {
      char c = text.charAt(at);
      char form = USUAL_FORM.charAt(at);
      if (form == '0' ? c < '0' || c > '9' : c != form) {
        return false;
      }
    }
    return true;
  }

  private static Instant usual(String text) {
    int fractionDigits = text.length() - 21;
    int nanos = Integer.parseInt(text, 20, text.length() - 1, 10);
    for (int i = fractionDigits; i < 9; i++) {
      nanos *= 10;
    }
    return LocalDateTime.of(
            Integer.parseInt(text, 0, 4, 10),
            Integer.parseInt(text, 5, 7, 10),
            Integer.parseInt(text, 8, 10, 10),
            Integer.parseInt(text, 11, 13, 10),
            Integer.parseInt(text, 14, 16, 10),
            Integer.parseInt(text, 17, 19, 10),
            nanos)
        .toInstant(ZoneOffset.UTC);
  }

  /** Returns the time of unix milliseconds, or null where the year shows that they are none. */
  static @Nullable Instant unixMillis(String text) {
    if (text.isEmpty() || !text.matches("\\d{1,16}")) {
      return null;
    }
    Instant at = Instant.ofEpochMilli(Long.parseLong(text));
    return at.atOffset(ZoneOffset.UTC).getYear() <= 2020 ? null : at;
  }

  private static Corrected within(Instant now, Instant at) {
    if (at.isBefore(FIRST) || at.isAfter(LAST)) {
      return new Corrected(now, true, false);
    }
    boolean ahead = at.isAfter(now.plus(AHEAD_MAX));
    return new Corrected(ahead ? now : at, false, ahead);
  }

  private static @Nullable Instant unix(BigDecimal number) {
    BigDecimal size = number.abs();
    if (size.compareTo(MILLIS_MAX) >= 0) {
      return null;
    }
    BigDecimal seconds = size.compareTo(SECONDS_MAX) < 0 ? number : number.movePointLeft(3);
    long nanos = seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue();
    return Instant.ofEpochSecond(seconds.longValue(), nanos);
  }

  private static @Nullable Instant dated(Matcher date) {
    LocalDateTime midnight = LocalDateTime.of(
        number(date.group("y")), number(date.group("mo")), number(date.group("d")), 0, 0);
    String rest = date.group("rest");
    if (rest.isEmpty()) {
      return midnight.toInstant(ZoneOffset.UTC);
    }
    Matcher clock = CLOCK.matcher(rest);
    if (!clock.matches()) {
      return null;
    }
    return midnight
        .withHour(number(clock.group(2)))
        .withMinute(number(clock.group(3)))
        .withSecond(number(clock.group(5)))
        .withNano(nanos(clock.group(7)))
        .toInstant(zone(clock.group(8)));
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
  }

  private static ZoneOffset zone(@Nullable String zone) {
    boolean signed = zone != null && (zone.startsWith("+") || zone.startsWith("-"));
    return signed ? ZoneOffset.of(zone) : ZoneOffset.UTC;
  }

  private static Instant mail(String text) {
    String named = text.toUpperCase(Locale.ROOT).replace("UTC", "GMT");
    return OffsetDateTime.parse(named, MAIL).toInstant();
  }
}
