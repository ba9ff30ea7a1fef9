package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.RelativeDate;
import dev.hedgerow.server.query.SqlText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The time a question is about and the intervals it is cut into, in the project's zone (contract S 6.1). Whole intervals are
 * meant: the first begins where the interval around {@code date_from} does, unless {@code explicitDate} is true. A {@code
 * date_to} of a day means the whole day; without one the range ends now.
 */
public final class DateRange {
  /** Intervals in one answer. */
  static final int INTERVALS_MAX = 10_000;

  private static final Pattern WHOLE_DAYS =
      Pattern.compile("-[0-9]+[dwmy]|[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Duration ATOM = Duration.ofNanos(1_000);
  private static final DateTimeFormatter SHOWN = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

  private final Interval interval;
  private final ZonedDateTime first;
  private final Instant from;
  private final Instant to;
  private final List<ZonedDateTime> starts;

  private DateRange(Interval interval, ZonedDateTime first, Instant from, Instant to)
      throws RejectedException {
    this.interval = interval;
    this.first = first;
    this.from = from;
    this.to = to;
    this.starts = new ArrayList<>();
    for (ZonedDateTime at = first; at.toInstant().isBefore(to); at = interval.plus(at, 1)) {
      if (starts.size() == INTERVALS_MAX) {
        throw Asked.wrong(
            "dateRange",
            "at most " + INTERVALS_MAX + " intervals",
            "more of a " + interval.word() + " each");
      }
      starts.add(at);
    }
  }

  /**
   * Reads the {@code dateRange} of a question; the last seven days where it has none.
   *
   * @throws RejectedException if a date is none, the end is before the beginning, or the intervals are too many
   * @throws IOException if the first event's time must be known and the store cannot be read
   */
  public static DateRange of(Ask ask, Interval interval) throws RejectedException, IOException {
    Asked range = ask.query().inner("dateRange");
    String since = range.string("date_from");
    String until = range.string("date_to");
    boolean explicit = range.flag("explicitDate", false);
    Instant from =
        "all".equals(since) ? firstEvent(ask) : begin(ask, since == null ? "-7d" : since, explicit);
    Instant to = until == null ? ask.now().plus(ATOM) : end(ask, until, explicit);
    if (!from.isBefore(to)) {
      throw Asked.wrong("dateRange.date_to", "a date after date_from", String.valueOf(until));
    }
    ZonedDateTime first = interval.floor(from.atZone(ask.zone()));
    return new DateRange(interval, first, explicit ? from : first.toInstant(), to);
  }

  private static Instant begin(Ask ask, String text, boolean explicit) throws RejectedException {
    Instant at = RelativeDate.of("dateRange.date_from", text, ask.now(), ask.zone());
    return explicit || !WHOLE_DAYS.matcher(text).matches()
        ? at
        : Interval.DAY.floor(at.atZone(ask.zone())).toInstant();
  }

  private static Instant end(Ask ask, String text, boolean explicit) throws RejectedException {
    Instant at = RelativeDate.of("dateRange.date_to", text, ask.now(), ask.zone());
    if (explicit || !WHOLE_DAYS.matcher(text).matches()) {
      return at.plus(ATOM);
    }
    LocalDate day = at.atZone(ask.zone()).toLocalDate();
    return day.plusDays(1).atStartOfDay(ask.zone()).toInstant();
  }

  private static Instant firstEvent(Ask ask) throws RejectedException, IOException {
    Object found = ask.sources()
        .sql()
        .select(ask.projectId(), "SELECT epoch_us(min(\"timestamp\")) FROM events", 1)
        .rows()
        .get(0)
        .get(0);
    Instant first = found instanceof Number micros
        ? Instant.EPOCH.plusNanos(Math.multiplyExact(micros.longValue(), 1_000L))
        : ask.now();
    return first.isBefore(ask.now()) ? first : ask.now().minus(Duration.ofDays(1));
  }

  /** Returns the first moment, which belongs to it. */
  public Instant from() {
    return from;
  }

  /** Returns the first moment after it. */
  public Instant to() {
    return to;
  }

  /** Returns how long its intervals are. */
  public Interval interval() {
    return interval;
  }

  /** Returns where each interval begins. */
  public List<ZonedDateTime> starts() {
    return starts;
  }

  /** Returns the number of intervals, at least 1. */
  public int size() {
    return starts.size();
  }

  /** Returns the first moment of one of its intervals. */
  public Instant from(int number) {
    return number == 0 ? from : starts.get(number).toInstant();
  }

  /** Returns the first moment after one of its intervals, as far as the range goes. */
  public Instant to(int number) {
    return number + 1 == size() ? to : starts.get(number + 1).toInstant();
  }

  /** Returns its intervals from one on and before another. */
  public DateRange part(int first, int end) throws RejectedException {
    return new DateRange(interval, starts.get(first), from(first), to(end - 1));
  }

  /** Returns the condition that an event is in it. */
  public String condition() {
    return within(from, to);
  }

  /** Returns the condition that an event is in [from, to). */
  public static String within(Instant from, Instant to) {
    return "events.\"timestamp\" >= " + SqlText.moment(from) + " AND events.\"timestamp\" < "
        + SqlText.moment(to);
  }

  /** Returns the same range with so many more whole intervals before and after it. */
  public DateRange extended(int before, int after) throws RejectedException {
    ZonedDateTime begin = interval.plus(first, -before);
    Instant end = after == 0
        ? to
        : interval.plus(starts.get(starts.size() - 1), after + 1L).toInstant();
    return new DateRange(interval, begin, before == 0 ? from : begin.toInstant(), end);
  }

  /** Returns the same number of intervals right before this range, as far into the first and the last one as it goes. */
  public DateRange before() throws RejectedException {
    return shifted(interval.plus(first, -size()));
  }

  /**
   * Returns the range a question compares itself with, so long ago.
   *
   * @param ago as requests write it, such as {@code -1y}
   */
  public DateRange ago(String ago) throws RejectedException {
    Instant at = RelativeDate.of("compareFilter.compare_to", ago, from, first.getZone());
    if (!at.isBefore(from)) {
      throw Asked.wrong("compareFilter.compare_to", "a time ago such as -1m", ago);
    }
    return shifted(interval.floor(at.atZone(first.getZone())));
  }

  /** Intervals may be longer or shorter where the clocks change, so time is counted within the first and the last one. */
  private DateRange shifted(ZonedDateTime begin) throws RejectedException {
    ZonedDateTime last = starts.get(size() - 1);
    ZonedDateTime shiftedLast = interval.plus(begin, size() - 1L);
    Instant end = interval.plus(shiftedLast, 1).toInstant();
    Instant same = shiftedLast.toInstant().plus(Duration.between(last.toInstant(), to));
    boolean whole = !to.isBefore(interval.plus(last, 1).toInstant()) || end.isBefore(same);
    Instant since = begin.toInstant().plus(Duration.between(first.toInstant(), from));
    return new DateRange(interval, begin, since, whole ? end : same);
  }

  /**
   * Returns the number of the interval that a moment lies in, as SQL: 0 for the first, negative before it.
   *
   * @param timestamp SQL of a moment in UTC
   */
  public String index(String timestamp) {
    if (interval.isShort()) {
      long micros = interval == Interval.MINUTE ? 60_000_000L : 3_600_000_000L;
      long begin = first.toEpochSecond() * 1_000_000L;
      return "CAST(floor((epoch_us(" + timestamp + ") - " + begin + ") / " + micros
          + ") AS BIGINT)";
    }
    String day = "CAST(" + local(timestamp) + " AS DATE)";
    String start = "DATE '" + first.toLocalDate() + "'";
    return switch (interval) {
      case DAY -> "date_diff('day', " + start + ", " + day + ")";
      case WEEK -> "CAST(floor(date_diff('day', " + start + ", " + day + ") / 7) AS BIGINT)";
      default -> "date_diff('month', " + start + ", " + day + ")";
    };
  }

  /** Returns a moment in UTC as the clock of the project's zone shows it, as SQL. */
  private String local(String timestamp) {
    ZoneRules rules = first.getZone().getRules();
    Instant since = interval.plus(first, -2).toInstant();
    StringBuilder sql = new StringBuilder();
    ZoneOffsetTransition next = rules.nextTransition(since);
    long seconds = rules.getOffset(since).getTotalSeconds();
    while (next != null && next.getInstant().isBefore(to)) {
      sql.append(sql.isEmpty() ? "CASE" : "")
          .append(" WHEN ")
          .append(timestamp)
          .append(" < ")
          .append(SqlText.moment(next.getInstant()))
          .append(" THEN ")
          .append(seconds);
      seconds = next.getOffsetAfter().getTotalSeconds();
      next = rules.nextTransition(next.getInstant());
    }
    if (sql.isEmpty()) {
      return seconds == 0 ? timestamp : "(" + timestamp + " + to_seconds(" + seconds + "))";
    }
    return "(" + timestamp + " + to_seconds(" + sql + " ELSE " + seconds + " END))";
  }

  /** Returns the number of the interval that a moment lies in: 0 for the first, negative before it. */
  public long number(Instant at) {
    ZonedDateTime then = at.atZone(first.getZone());
    return switch (interval) {
      case MINUTE, HOUR ->
        Math.floorDiv(
            at.getEpochSecond() - first.toEpochSecond(), interval.length().toSeconds());
      case DAY -> ChronoUnit.DAYS.between(first.toLocalDate(), then.toLocalDate());
      case WEEK ->
        Math.floorDiv(ChronoUnit.DAYS.between(first.toLocalDate(), then.toLocalDate()), 7);
      case MONTH ->
        ChronoUnit.MONTHS.between(first.toLocalDate(), interval.floor(then).toLocalDate());
    };
  }

  /** Returns the same time in other intervals. */
  public DateRange in(Interval other) throws RejectedException {
    return new DateRange(other, other.floor(from.atZone(first.getZone())), from, to);
  }

  /** Returns the range as answers tell it under {@code resolved_date_range}. */
  public Map<String, @Nullable Object> told() {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("date_from", SHOWN.format(from.atZone(first.getZone())));
    told.put("date_to", SHOWN.format(to.minus(ATOM).atZone(first.getZone())));
    return told;
  }

  /** Returns the days of a result: {@code 2026-01-31}, with the time where intervals are shorter than a day. */
  public List<String> days() {
    String form = interval.isShort() ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd";
    return shown(form);
  }

  /** Returns the labels of a result: {@code 31-Jan-2026}, with the time where intervals are shorter than a day. */
  public List<String> labels() {
    return shown(interval.isShort() ? "d-MMM-yyyy HH:mm" : "d-MMM-yyyy");
  }

  private List<String> shown(String form) {
    DateTimeFormatter formatter = DateTimeFormatter.ofPattern(form, Locale.ENGLISH);
    return starts.stream().map(formatter::format).toList();
  }
}
