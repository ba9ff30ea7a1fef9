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
import dev.hedgerow.server.insight.ask.Points;
import dev.hedgerow.server.insight.ask.Unbroken;
import dev.hedgerow.server.query.Asked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code StickinessQuery}: how many persons were active in exactly so many intervals, or with
 * {@code cumulative} in at least so many (contract S 6.2).
 *
 * <p>With an {@code intervalCount} that many intervals are taken as one, counted back from the end
 * of the range. {@code stickinessCriteria} says how many events it takes to be active in one.
 */
public final class Stickiness implements Kind, ActorSource {
  private static final int SERIES_MAX = 26;
  private static final int COUNT_MAX = 366;
  private static final Map<String, String> SIGNS =
      Map.of("exact", "=", "gte", ">=", "lte", "<=", "gt", ">", "lt", "<");

  @Override
  public Answer answer(Ask ask) throws RejectedException, IOException {
    Unbroken.check(ask);
    DateRange range = DateRange.of(ask, Interval.of(ask.query(), "interval"));
    DateRange previous = previous(ask, range);
    List<Asked> series = series(ask);
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      results.add(result(ask, range, series.get(i), i, previous == null ? null : "current", texts));
      if (previous != null) {
        results.add(result(ask, previous, series.get(i), i, "previous", texts));
      }
    }
    return new Answer(
        results, String.join("\nUNION ALL\n", texts), Map.of("resolved_date_range", range.told()));
  }

  /**
   * Gives out the persons of a bucket.
   *
   * @param point {@code day}: active in how many intervals; {@code series}: which one, from 0;
   *     {@code compare}: {@code previous} for the period before
   */
  @Override
  public void actors(Ask source, Asked point, int offset, int limit, ActorTaker taker)
      throws RejectedException, IOException {
    Unbroken.check(source);
    DateRange range = DateRange.of(source, Interval.of(source.query(), "interval"));
    List<Asked> series = series(source);
    int index = point.integer("series", 0, 0, series.size() - 1);
    if (point.oneOf("compare", "current", List.of("current", "previous")).equals("previous")) {
      DateRange before = previous(source, range);
      if (before == null) {
        throw point.refuse("compare", "current, as the question compares nothing", "previous");
      }
      range = before;
    }
    int times = point.integer("day", 1, 1, buckets(source, range));
    String sql = actors(
        source, range, Entity.of(source, series.get(index), index), group(series.get(index)));
    source
        .sources()
        .sql()
        .each(
            source.projectId(),
            "SELECT CAST(actor AS VARCHAR) AS id, events FROM (" + sql + ") AS a WHERE n "
                + (cumulative(source) ? ">= " : "= ") + times + " ORDER BY actor LIMIT " + limit
                + " OFFSET " + offset,
            row -> taker.take(Points.text(row, 0), row.number(1)));
  }

  private static List<Asked> series(Ask ask) throws RejectedException {
    List<Asked> series = ask.query().objects("series");
    if (series.isEmpty() || series.size() > SERIES_MAX) {
      throw Asked.wrong("series", "1 to " + SERIES_MAX + " series", series.size() + " of them");
    }
    return series;
  }

  private static @Nullable DateRange previous(Ask ask, DateRange range) throws RejectedException {
    Asked filter = ask.query().inner("compareFilter");
    if (!filter.flag("compare", false)) {
      return null;
    }
    String ago = filter.string("compare_to");
    return ago == null || ago.isBlank() ? range.before() : range.ago(ago);
  }

  private static Map<String, @Nullable Object> result(
      Ask ask,
      DateRange range,
      Asked node,
      int order,
      @Nullable String compared,
      List<String> texts)
      throws RejectedException, IOException {
    Entity entity = Entity.of(ask, node, order);
    boolean cumulative = cumulative(ask);
    long[] persons = new long[buckets(ask, range)];
    String sql = "SELECT n, count(*) AS actors FROM (" + actors(ask, range, entity, group(node))
        + ") AS a GROUP BY n ORDER BY n";
    texts.add("(" + sql + ")");
    ask.sources()
        .sql()
        .each(ask.projectId(), sql, row -> persons[(int) row.number(0) - 1] = row.number(1));
    double sample = Filters.samplingFactor(ask);
    List<Long> data = new ArrayList<>();
    List<Integer> days = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    long all = 0;
    for (int n = persons.length; n >= 1; n--) {
      all += persons[n - 1];
      data.add(0, Math.round((cumulative ? all : persons[n - 1]) / sample));
      days.add(0, n);
      labels.add(0, label(range.interval(), n) + (cumulative ? " or more" : ""));
    }
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("action", entity.action());
    told.put("label", entity.label());
    told.put("count", Math.round(all / sample));
    told.put("data", data);
    told.put("days", days);
    told.put("labels", labels);
    if (compared != null) {
      told.put("compare", true);
      told.put("compare_label", compared);
    }
    return told;
  }

  private static String label(Interval interval, int count) {
    return count + " " + interval.word() + (count == 1 ? "" : "s");
  }

  private static boolean cumulative(Ask ask) throws RejectedException {
    return ask.query()
        .inner("stickinessFilter")
        .oneOf("computedAs", "non_cumulative", List.of("non_cumulative", "cumulative"))
        .equals("cumulative");
  }

  private static int together(Ask ask) throws RejectedException {
    return ask.query().integer("intervalCount", 1, 1, COUNT_MAX);
  }

  private static int buckets(Ask ask, DateRange range) throws RejectedException {
    int together = together(ask);
    return (range.size() + together - 1) / together;
  }

  /** Returns the group type a series counts by its own {@code math}, or null. */
  private static @Nullable Actor group(Asked node) throws RejectedException {
    String math = node.string("math");
    if ("hogql".equals(math)) {
      throw node.refuse("math", "persons or groups to count, no expression", math);
    }
    if (!"unique_group".equals(math)) {
      return null;
    }
    return Actor.group(node.integer("math_group_type_index", 0, 0, 4));
  }

  /** Returns one row an actor: its id, in how many intervals it was active, its events in them. */
  private static String actors(Ask ask, DateRange range, Entity entity, @Nullable Actor group)
      throws RejectedException {
    Actor actor = group == null ? Actor.of(ask) : group;
    String at = "events.\"timestamp\"";
    String events = "SELECT " + actor.sql() + " AS actor, (" + (range.size() - 1) + " - "
        + range.index(at) + ") // " + together(ask) + " AS block FROM events WHERE "
        + actor.condition() + " AND " + range.condition() + " AND " + entity.condition() + " AND ("
        + Filters.condition(ask) + ")";
    String active = "SELECT actor, block, count(*) AS events FROM (" + events
        + ") AS e GROUP BY actor, block" + criteria(ask);
    return "SELECT actor, count(*) AS n, CAST(sum(events) AS BIGINT) AS events FROM (" + active
        + ") AS b GROUP BY actor";
  }

  private static String criteria(Ask ask) throws RejectedException {
    Asked criteria = ask.query().inner("stickinessFilter").inner("stickinessCriteria");
    if (criteria.fields().isEmpty()) {
      return "";
    }
    String operator =
        criteria.oneOf("operator", "gte", SIGNS.keySet().stream().sorted().toList());
    int value = criteria.integer("value", 1, 0, Integer.MAX_VALUE);
    return " HAVING count(*) " + SIGNS.get(operator) + " " + value;
  }
}
