package dev.hedgerow.server.insight.trend;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Answer;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.Filters;
import dev.hedgerow.server.insight.ask.Interval;
import dev.hedgerow.server.insight.ask.Kind;
import dev.hedgerow.server.query.SqlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code WebOverviewQuery}: visitors, views, sessions, their mean duration in seconds and the percentage of bounces, each beside the
 * range before where {@code compareFilter} asks for it. A bounce is a session of at most one view, no click and less than
 * ten seconds. What a visitor is not seen to do on a page does not count.
 */
public final class WebOverview implements Kind {
  /** What tells of a visit. */
  static final String SEEN =
      "events.event IN ('$pageview', '$screen', '$autocapture', '$pageleave')";

  /** When an event is the view of a page. */
  static final String VIEW = "events.event IN ('$pageview', '$screen')";

  /** When a visit of {@code views}, {@code clicks} and {@code seconds} is a bounce. */
  static final String BOUNCE = "views <= 1 AND clicks = 0 AND seconds < 10";

  private static final List<String> KEYS =
      List.of("visitors", "views", "sessions", "session duration", "bounce rate");
  private static final List<String> UNITS =
      List.of("unit", "unit", "unit", "duration_s", "percentage");

  @Override
  public Answer answer(Ask ask) throws RejectedException, IOException {
    DateRange range = DateRange.of(ask, Interval.DAY);
    DateRange before = range.before();
    boolean compares = ask.query().inner("compareFilter").flag("compare", true);
    String sql = sql(range, before, Filters.condition(ask));
    double[][] eras = new double[2][KEYS.size()];
    ask.sources().sql().each(ask.projectId(), sql, row -> {
      double[] era = eras[(int) row.number(0)];
      for (int i = 0; i < era.length; i++) {
        era[i] = row.decimal(i + 1);
      }
    });
    double share = Filters.samplingFactor(ask);
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    for (int i = 0; i < KEYS.size(); i++) {
      double by = i < 3 ? share : 1;
      results.add(item(i, scaled(eras[0][i], by), compares ? scaled(eras[1][i], by) : null));
    }
    return new Answer(results, sql, Map.of("resolved_date_range", range.told()));
  }

  private static double scaled(double counted, double share) {
    return share < 1 ? Math.round(counted / share) : counted;
  }

  private static String sql(DateRange range, DateRange before, String filter) {
    String visits = "SELECT " + era(range) + " AS era, events.person_id AS person,"
        + " nullif(events.\"$session_id\", '') AS session, count(*) FILTER (WHERE " + VIEW
        + ") AS views,"
        + " count(*) FILTER (WHERE events.event = '$autocapture') AS clicks,"
        + " date_diff('microsecond', min(events.\"timestamp\"), max(events.\"timestamp\")) / 1e6 AS seconds"
        + " FROM events WHERE " + DateRange.within(before.from(), range.to()) + " AND " + SEEN
        + " AND " + filter
        + " AND (" + within(range) + " OR " + within(before) + ") GROUP BY ALL";
    return "SELECT era, count(DISTINCT person), CAST(sum(views) AS BIGINT), count(DISTINCT session),"
        + " avg(seconds) FILTER (WHERE session IS NOT NULL),"
        + " 100 * avg(CASE WHEN " + BOUNCE + " THEN 1.0 ELSE 0.0 END)"
        + " FILTER (WHERE session IS NOT NULL) FROM (" + visits + ") GROUP BY era";
  }

  /** Returns 0 for the range itself and 1 for what is before it, as SQL. */
  static String era(DateRange range) {
    return "CASE WHEN events.\"timestamp\" >= " + SqlText.moment(range.from())
        + " THEN 0 ELSE 1 END";
  }

  /** Returns whether an event is in a range, as SQL. */
  static String within(DateRange range) {
    return "(" + range.condition() + ")";
  }

  private static Map<String, @Nullable Object> item(
      int place, double value, @Nullable Double previous) {
    Map<String, @Nullable Object> item = new LinkedHashMap<>();
    item.put("key", KEYS.get(place));
    item.put("kind", UNITS.get(place));
    item.put("value", TrendLine.number(value));
    item.put("previous", previous == null ? null : TrendLine.number(previous));
    item.put(
        "changeFromPreviousPct",
        previous == null || previous == 0 ? null : Math.round((value - previous) / previous * 100));
    item.put("isIncreaseBad", KEYS.get(place).equals("bounce rate"));
    return item;
  }
}
