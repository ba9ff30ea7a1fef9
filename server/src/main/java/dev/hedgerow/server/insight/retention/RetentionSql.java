package dev.hedgerow.server.insight.retention;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Actor;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Breakdown;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.Filters;
import dev.hedgerow.server.insight.ask.Marks;
import dev.hedgerow.server.query.SqlText;
import org.jspecify.annotations.Nullable;

/** The SELECTs of a {@code RetentionQuery}: one row an actor, and what is counted of them. */
final class RetentionSql {
  private final RetentionAsked asked;
  private final Breakdown breakdown;
  private final Marks marks;
  private final String events;

  /**
   * Makes them.
   *
   * @param breakdown by the value that an actor's first target event has
   */
  RetentionSql(Ask ask, RetentionAsked asked, Breakdown breakdown) throws RejectedException {
    this.asked = asked;
    this.breakdown = breakdown;
    this.marks = new Marks(asked.range().size());
    this.events = events(ask, breakdown.isNone() ? "''" : breakdown.sql());
  }

  /** Returns the set of columns. */
  Marks marks() {
    return marks;
  }

  /** One row an event that is a target or a return: actor, moment, i, target, ever, back, value. */
  private String events(Ask ask, String value) throws RejectedException {
    Actor actor = Actor.of(ask);
    DateRange range = asked.range();
    String at = "events.\"timestamp\"";
    String since = at + " >= " + SqlText.moment(range.from());
    String target = "(" + asked.target() + ")";
    String ever = "(" + (firstEver() ? asked.ever() : asked.target()) + ")";
    String back = "(" + asked.returning() + ")";
    String looked = asked.recurring()
        ? since + " AND (" + ever + " OR " + back + ")"
        : "(" + ever + " OR (" + back + " AND " + since + "))";
    if (isOfOneEvent()) {
      looked = target + (asked.recurring() ? " AND " + since : "");
      target = "true";
      ever = "true";
      back = "true";
    }
    return "SELECT " + actor.sql() + " AS actor, " + at + " AS moment, " + range.index(at)
        + " AS i, " + target + " AS target, " + ever + " AS ever, " + back + " AS back, " + value
        + " AS value FROM events WHERE " + actor.condition() + " AND (" + Filters.condition(ask)
        + ")" + breakdown.condition() + " AND " + at + " < " + SqlText.moment(range.to()) + " AND "
        + looked;
  }

  /** Returns whether whatever is looked at is both a target and a return. */
  private boolean isOfOneEvent() {
    return asked.target().equals(asked.returning())
        && (!firstEver() || asked.ever().equals(asked.target()));
  }

  /** Returns the events of each actor, oldest first: id, microseconds, interval, target, ever, back. */
  String stream() {
    return "SELECT CAST(actor AS VARCHAR), epoch_us(moment), i, target, ever, back FROM (" + events
        + ") AS seen ORDER BY actor, moment, target DESC";
  }

  /**
   * Returns one row an actor in a cohort: actor, the intervals of its targets and of its returns,
   * its value and the number of its events.
   */
  String actors() {
    String first = "min(target_at)";
    String begun = asked.recurring()
        ? first + " IS NOT NULL"
        : first + " >= " + SqlText.moment(asked.range().from())
            + (firstEver() ? " AND " + first + " = min(ever_at)" : "");
    String targets = marks.aggregates("t", "i", "target_at IS NOT NULL");
    String returns = isOfOneEvent() && asked.occurrences() == 1
        ? marks.copies("t", "r")
        : marks.aggregates("r", "i", "back");
    return "SELECT actor, " + targets + ", " + returns
        + ", min(valued) AS valued, sum(events) AS events FROM (" + perInterval()
        + ") AS seen GROUP BY actor HAVING " + begun;
  }

  /** Returns how many actors of a value did the same: targets, returns, value, actors. */
  String counts() {
    return with() + "SELECT " + marks.names("t") + ", " + marks.names("r")
        + ", value, count(*) AS actors FROM (" + valued() + ") AS a GROUP BY ALL";
  }

  /**
   * Returns the actors of one cohort who came back so many intervals later, or all of it for 0: id
   * and number of events.
   *
   * @param value of the breakdown, or null for all
   */
  String cohort(int row, int after, @Nullable String value) {
    String begun = marks.any("t", row, row + 1)
        + (asked.recurring() ? "" : " AND NOT " + marks.any("t", 0, row));
    int last = asked.cumulative() ? marks.intervals() : row + after + 1;
    String back = after == 0 ? "" : " AND " + marks.any("r", row + after, last);
    String of = value == null ? "" : " AND value = " + SqlText.literal(value);
    return with() + "SELECT CAST(actor AS VARCHAR) AS id, CAST(events AS BIGINT) AS events FROM ("
        + valued() + ") AS a WHERE " + begun + back + of + " ORDER BY actor";
  }

  /** The actors, and the values that most of them have. */
  private String with() {
    return breakdown.isNone()
        ? ""
        : "WITH counted AS MATERIALIZED (" + actors()
            + "), frequent AS (SELECT valued.value AS value"
            + " FROM counted GROUP BY ALL ORDER BY count(*) DESC, value LIMIT " + breakdown.limit()
            + ") ";
  }

  /** The actors, those of a rare value under the one that stands for all others. */
  private String valued() {
    String columns = "SELECT actor, events, " + marks.names("t") + ", " + marks.names("r") + ", ";
    if (breakdown.isNone()) {
      return columns + "'' AS value FROM (" + actors() + ") AS counted";
    }
    String frequent = "counted.valued.value IN (SELECT frequent.value FROM frequent)";
    return breakdown.hidesOther()
        ? columns + "valued.value AS value FROM counted WHERE " + frequent
        : columns + "CASE WHEN " + frequent + " THEN valued.value ELSE "
            + SqlText.literal(breakdown.other()) + " END AS value FROM counted";
  }

  private String perInterval() {
    String each = "SELECT actor, i, CASE WHEN target THEN moment END AS target_at,"
        + " CASE WHEN ever THEN moment END AS ever_at, back, CASE WHEN target THEN"
        + " struct_pack(moment := moment, value := value) END AS valued, 1 AS events FROM ("
        + events
        + ") AS e";
    return asked.occurrences() == 1
        ? each
        : "SELECT actor, i, min(target_at) AS target_at, min(ever_at) AS ever_at,"
            + " count(*) FILTER (back) >= " + asked.occurrences()
            + " AS back, min(valued) AS valued, count(*) AS events FROM (" + each
            + ") AS o GROUP BY actor, i";
  }

  private boolean firstEver() {
    return asked.type() == RetentionAsked.Type.RETENTION_FIRST_EVER_OCCURRENCE;
  }
}
