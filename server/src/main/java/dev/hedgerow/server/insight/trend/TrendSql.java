package dev.hedgerow.server.insight.trend;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Actor;
import dev.hedgerow.server.insight.ask.Breakdown;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.Interval;
import dev.hedgerow.server.query.SqlText;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One series of a trend over one range as a SELECT with the columns interval, value of the breakdown, number. Without intervals, all
 * of the range counts as one.
 *
 * @param condition what leaves events out besides the range
 */
record TrendSql(
    DateRange range,
    Measure measure,
    Breakdown breakdown,
    Actor actor,
    String condition,
    boolean byInterval) {

  /** Returns the same over another range. */
  TrendSql over(DateRange other) {
    return new TrendSql(other, measure, breakdown, actor, condition, byInterval);
  }

  /** Returns the SELECT. */
  String sql() throws RejectedException {
    if (measure.isOwn()) {
      return ownAggregate();
    }
    if (breakdown.isNone()) {
      return numbers("(" + rows() + ") AS counted", "''");
    }
    return "WITH counted AS MATERIALIZED (" + rows() + "), frequent AS (" + frequent("counted")
        + ") " + told("counted.breakdown IN (SELECT frequent.breakdown FROM frequent)");
  }

  private String rows() throws RejectedException {
    return measure.isFirstTime() ? firsts() : events();
  }

  private String frequent(String rows) {
    return "SELECT breakdown FROM " + rows
        + " GROUP BY breakdown ORDER BY count(*) DESC, breakdown LIMIT " + breakdown.limit();
  }

  /**
   * Returns the SELECT of who is behind a number, and with how many events each.
   *
   * @param interval the one that is meant, or null for all of the range
   * @param value of the breakdown, or null for all of them
   */
  String actors(@Nullable Integer interval, @Nullable String value) throws RejectedException {
    DateRange meant = interval == null ? range : range.part(interval, interval + 1);
    TrendSql within = over(meant);
    String in = "";
    if (measure.trailingDays() > 0) {
      Window window = within.window(meant.size() - 1);
      in = " AND interval_number BETWEEN " + window.since + " AND " + window.until;
    }
    if (value != null) {
      in += value.equals(breakdown.other())
          ? " AND breakdown NOT IN (SELECT frequent.breakdown FROM (" + frequent("(" + rows() + ")")
              + ") AS frequent)"
          : " AND breakdown = " + SqlText.literal(value);
    }
    return "SELECT CAST(actor AS VARCHAR) AS actor, count(*) AS events_of_it FROM ("
        + within.rows() + ") AS counted WHERE true" + in
        + " GROUP BY ALL ORDER BY events_of_it DESC, actor";
  }

  /** Returns the SELECT that tells those values of the breakdown apart, whatever the most frequent ones are. */
  String among(Collection<String> values) throws RejectedException {
    return "WITH counted AS MATERIALIZED (" + events() + ") "
        + told("counted.breakdown IN ("
            + values.stream().map(SqlText::literal).collect(Collectors.joining(", ")) + ")");
  }

  /** Returns the SELECT of how many events each value of the breakdown has, with the columns interval, value, number. */
  String counts() throws RejectedException {
    return "SELECT interval_number, breakdown, count(*) AS number FROM (" + events()
        + ") AS counted GROUP BY ALL";
  }

  private String told(String named) throws RejectedException {
    String other = breakdown.hidesOther() ? "" : SqlText.literal(breakdown.other());
    return (other.isEmpty()
        ? numbers(
            "(SELECT interval_number, breakdown, actor, value FROM counted WHERE " + named
                + ") AS counted",
            "counted.breakdown")
        : numbers(
            "counted", "CASE WHEN " + named + " THEN counted.breakdown ELSE " + other + " END"));
  }

  /** Aggregates rows of interval_number, breakdown, actor, value. */
  private String numbers(String rows, String breakdown) throws RejectedException {
    if (measure.isPerActor()) {
      String perActor = "SELECT " + interval() + ", " + breakdown + " AS breakdown, actor,"
          + " CAST(count(*) AS DOUBLE) AS value FROM " + rows + " GROUP BY ALL";
      return "SELECT interval_number, breakdown, " + measure.aggregate() + " AS number FROM ("
          + perActor + ") GROUP BY ALL";
    }
    if (measure.trailingDays() > 0) {
      return trailing(rows, breakdown);
    }
    return "SELECT " + interval() + ", " + breakdown + " AS breakdown, " + measure.aggregate()
        + " AS number FROM " + rows + " GROUP BY ALL";
  }

  private String interval() {
    return byInterval ? "interval_number" : "0 AS interval_number";
  }

  private String events() throws RejectedException {
    Instant from = measure.trailingDays() == 0 ? range.from() : lookedBack();
    return "SELECT " + number() + " AS interval_number, " + value() + " AS breakdown, "
        + actor.sql()
        + " AS actor, " + measure.value() + " AS value FROM events WHERE "
        + DateRange.within(from, range.to()) + " AND " + condition;
  }

  private String value() {
    return breakdown.isNone() ? "''" : breakdown.sql();
  }

  private String number() throws RejectedException {
    if (measure.trailingDays() > 0) {
      return finest().index("events.\"timestamp\"");
    }
    return byInterval ? range.index("events.\"timestamp\"") : "0";
  }

  /** The first event of each actor in all times, where it lies in the range. */
  private String firsts() {
    String first = "SELECT min(events.\"timestamp\") AS first_seen, arg_min(" + value()
        + ", (events.\"timestamp\", events.uuid)) AS breakdown, " + actor.sql()
        + " AS actor FROM events WHERE events.\"timestamp\" < " + SqlText.moment(range.to())
        + " AND "
        + condition + " GROUP BY actor";
    return "SELECT " + (byInterval ? range.index("first_seen") : "0")
        + " AS interval_number, breakdown, actor, CAST(NULL AS DOUBLE) AS value FROM (" + first
        + ") WHERE first_seen >= " + SqlText.moment(range.from());
  }

  /** An aggregate of the asker's own sees the events themselves; values of a breakdown beyond the limit are left out. */
  private String ownAggregate() {
    String interval = byInterval ? range.index("events.\"timestamp\"") : "0";
    String where = " FROM events WHERE " + range.condition() + " AND " + condition;
    String top = breakdown.isNone()
        ? ""
        : " AND " + breakdown.sql() + " IN (SELECT breakdown FROM (SELECT " + breakdown.sql()
            + " AS breakdown, count(*) AS rows_of_it" + where
            + " GROUP BY ALL ORDER BY rows_of_it DESC, breakdown LIMIT " + breakdown.limit() + "))";
    return "SELECT " + interval + " AS interval_number, " + value() + " AS breakdown, CAST("
        + measure.aggregate() + " AS DOUBLE) AS number" + where + top + " GROUP BY 1, 2";
  }

  private Instant lookedBack() throws RejectedException {
    return Interval.DAY
        .plus(Interval.DAY.floor(range.starts().get(0)), -measure.trailingDays())
        .toInstant();
  }

  /** Whole days, or the intervals themselves where they are shorter. */
  private DateRange finest() throws RejectedException {
    return range.interval().isShort() ? range : range.in(Interval.DAY);
  }

  /** Counts who was active in the days before the end of each interval, or of the range. */
  private String trailing(String rows, String breakdown) throws RejectedException {
    StringBuilder windows = new StringBuilder();
    for (int i = byInterval ? 0 : range.size() - 1; i < range.size(); i++) {
      Window window = window(i);
      windows
          .append(windows.isEmpty() ? "" : ", ")
          .append("(" + (byInterval ? i : 0) + ", " + window.since + ", " + window.until + ")");
    }
    return "SELECT windows.number AS interval_number, active.breakdown, count(DISTINCT active.actor) AS number"
        + " FROM (SELECT DISTINCT interval_number, " + breakdown + " AS breakdown, actor FROM "
        + rows
        + ") AS active JOIN (VALUES " + windows + ") AS windows(number, since, until)"
        + " ON active.interval_number BETWEEN windows.since AND windows.until GROUP BY ALL";
  }

  /** The first and the last of the finest intervals that an interval looks back at. */
  private record Window(long since, long until) {}

  private Window window(int interval) throws RejectedException {
    long length = range.interval().isShort()
        ? Duration.ofDays(measure.trailingDays()).dividedBy(range.interval().length())
        : measure.trailingDays();
    long last = finest().number(range.to(interval).minusNanos(1_000));
    return new Window(last - length + 1, last);
  }
}
