package dev.hedgerow.server.insight.retention;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Actor;
import dev.hedgerow.server.insight.ask.ActorSource;
import dev.hedgerow.server.insight.ask.Answer;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.Entity;
import dev.hedgerow.server.insight.ask.Filters;
import dev.hedgerow.server.insight.ask.Interval;
import dev.hedgerow.server.insight.ask.Kind;
import dev.hedgerow.server.insight.ask.Marks;
import dev.hedgerow.server.insight.ask.Points;
import dev.hedgerow.server.insight.ask.Unbroken;
import dev.hedgerow.server.insight.retention.LifecycleCounts.Status;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.SqlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code LifecycleQuery}: how many of an interval's persons are new, returning or resurrecting, and
 * how many stayed away (contract S 6.2).
 *
 * <p>A person is new in the interval its visitor began in, if that is the first it is active in.
 * The beginning is the person's creation or, where the visitor was seen before there was a person,
 * its first event without one, whichever is earlier; so a visitor who stays anonymous is new where
 * it was first seen (contract S 4 leaves that open). A group begins with its creation, or its first
 * event where it has none.
 */
public final class Lifecycle implements Kind, ActorSource {
  /** Most intervals of an answer. */
  static final int INTERVALS_MAX = 600;

  private static final List<String> STATUSES =
      List.of("new", "returning", "resurrecting", "dormant");

  @Override
  public Answer answer(Ask ask) throws RejectedException, IOException {
    Unbroken.check(ask);
    DateRange range = range(ask);
    Asked node = node(ask);
    Entity entity = Entity.of(ask, node, 0);
    Marks marks = new Marks(range.size() + 1);
    LifecycleCounts counts = new LifecycleCounts(range.size());
    String sql = "SELECT birth, count(*) AS actors, " + marks.names("a") + " FROM ("
        + actors(ask, range, entity, marks, "hit") + ") AS a GROUP BY ALL";
    ask.sources()
        .sql()
        .each(
            ask.projectId(),
            sql,
            row -> counts.add(marks.read(row, 2), row.number(0), row.number(1)));
    return new Answer(
        results(range, entity, counts, Filters.samplingFactor(ask)),
        sql,
        Map.of("resolved_date_range", range.told()));
  }

  /**
   * Gives out the persons of a status in an interval.
   *
   * @param point {@code day}: the interval, as in the results; {@code status}: one of the four
   */
  @Override
  public void actors(Ask source, Asked point, int offset, int limit, ActorTaker taker)
      throws RejectedException, IOException {
    Unbroken.check(source);
    DateRange range = range(source);
    int bit = Points.interval(range, point) + 1;
    if (!point.has("status")) {
      throw point.refuse("status", "one of " + String.join(", ", STATUSES), null);
    }
    Status status = Status.valueOf(point.oneOf("status", "new", STATUSES).toUpperCase(Locale.ROOT));
    Marks marks = new Marks(range.size() + 1);
    String active = marks.any("a", bit, bit + 1);
    String before = marks.any("a", bit - 1, bit);
    String fresh = "(birth = " + bit + " AND NOT " + marks.any("a", 0, bit) + ")";
    String condition = switch (status) {
      case NEW -> active + " AND " + fresh;
      case RETURNING -> active + " AND " + before;
      case RESURRECTING -> active + " AND NOT " + before + " AND NOT " + fresh;
      case DORMANT -> before + " AND NOT " + active;
    };
    source
        .sources()
        .sql()
        .each(
            source.projectId(),
            "SELECT CAST(actor AS VARCHAR) AS id, events FROM ("
                + actors(
                    source, range, Entity.of(source, node(source), 0), marks, "hit AND i = " + bit)
                + ") AS a WHERE "
                + condition + " ORDER BY actor LIMIT " + limit + " OFFSET " + offset,
            row -> taker.take(Points.text(row, 0), row.number(1)));
  }

  private static DateRange range(Ask ask) throws RejectedException, IOException {
    DateRange range = DateRange.of(ask, Interval.of(ask.query(), "interval"));
    if (range.size() > INTERVALS_MAX) {
      throw Asked.wrong(
          "dateRange",
          "at most " + INTERVALS_MAX + " intervals; choose longer ones, or a shorter time",
          range.size() + " of a " + range.interval().word());
    }
    return range;
  }

  private static Asked node(Ask ask) throws RejectedException {
    List<Asked> series = ask.query().objects("series");
    if (series.size() != 1) {
      throw Asked.wrong("series", "exactly one series", series.size() + " of them");
    }
    return series.get(0);
  }

  /**
   * Returns one row an active actor: its id, where it was active, its birth as an interval or -1,
   * and how many of its events fit the condition. Interval 0 is the one before the range.
   */
  private static String actors(Ask ask, DateRange range, Entity entity, Marks marks, String counted)
      throws RejectedException {
    DateRange looked = range.extended(1, 0);
    Actor actor = Actor.of(ask);
    boolean groups = ask.query().has("aggregation_group_type_index");
    String at = "events.\"timestamp\"";
    String hit = "(" + looked.condition() + " AND " + entity.condition() + " AND ("
        + Filters.condition(ask) + "))";
    String alone = groups ? "true" : "events.person_mode = 'propertyless'";
    String seen = "SELECT " + actor.sql() + " AS actor, " + at + " AS moment, " + looked.index(at)
        + " AS i, " + hit + " AS hit, CASE WHEN " + alone + " THEN " + at
        + " END AS seen_at, CASE WHEN NOT " + (groups ? "true" : "(" + alone + ")")
        + " THEN events.person_created_at END AS made_at FROM events WHERE " + actor.condition()
        + " AND " + at + " < " + SqlText.moment(range.to()) + " AND (" + hit + " OR " + alone
        + ")";
    String each = "SELECT actor, " + marks.aggregates("a", "i", "hit")
        + ", min(seen_at) AS seen_at, min(made_at) FILTER (hit) AS made_at,"
        + " count(*) FILTER (" + counted + ") AS events FROM (" + seen
        + ") AS seen GROUP BY actor HAVING bool_or(hit)";
    String made = groups
        ? "(SELECT \"key\" AS id, created_at FROM groups WHERE \"index\" = "
            + ask.query().integer("aggregation_group_type_index", 0, 0, 4) + ")"
        : "(SELECT id, created_at FROM persons)";
    String born = groups
        ? "coalesce(made.created_at, seen_at)"
        : "least(coalesce(made.created_at, made_at), seen_at)";
    return "SELECT actor, events, " + marks.names("a") + ", CASE WHEN born IS NOT NULL AND "
        + looked.index("born") + " BETWEEN 0 AND " + range.size() + " THEN "
        + looked.index("born") + " ELSE -1 END AS birth FROM (SELECT actor, events, "
        + marks.names("a") + ", " + born + " AS born FROM (" + each + ") AS each LEFT JOIN "
        + made + " AS made ON made.id = each.actor) AS b";
  }

  private static List<Map<String, @Nullable Object>> results(
      DateRange range, Entity entity, LifecycleCounts counts, double sample) {
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    for (Status status : Status.values()) {
      List<Long> data = new ArrayList<>();
      long sum = 0;
      for (long count : counts.of(status)) {
        long shown = Math.round(count / sample);
        data.add(shown);
        sum += shown;
      }
      Map<String, @Nullable Object> told = new LinkedHashMap<>();
      told.put("action", entity.action());
      told.put("label", entity.label() + " - " + status.word());
      told.put("status", status.word());
      told.put("count", sum);
      told.put("data", data);
      told.put("days", range.days());
      told.put("labels", range.labels());
      results.add(told);
    }
    return results;
  }
}
