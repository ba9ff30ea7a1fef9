package dev.hedgerow.server.insight.trend;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Answer;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.Filters;
import dev.hedgerow.server.insight.ask.Interval;
import dev.hedgerow.server.insight.ask.Kind;
import dev.hedgerow.server.query.Asked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code WebTrendsQuery}: how the sessions of a site were, by the interval they began in: how many, their mean duration in seconds
 * and the percentage of bounces, as {@link WebOverview} counts them. {@code metrics} may name some of {@code Sessions}, {@code
 * SessionDuration} and {@code BounceRate}. Each result is {@code {bucket, metrics}}; of an interval without a session all but the
 * number is null. With {@code compareFilter} the answer has the range before as {@code previous}.
 */
public final class WebTrends implements Kind {
  private static final List<String> METRICS = List.of("Sessions", "SessionDuration", "BounceRate");

  @Override
  public Answer answer(Ask ask) throws RejectedException, IOException {
    List<String> metrics = metrics(ask.query());
    DateRange range = DateRange.of(ask, Interval.of(ask.query(), "interval"));
    String sql = sql(range, Filters.condition(ask));
    List<Map<String, @Nullable Object>> results = read(ask, range, sql, metrics);
    Map<String, @Nullable Object> more = new LinkedHashMap<>();
    more.put("resolved_date_range", range.told());
    if (ask.query().inner("compareFilter").flag("compare", false)) {
      DateRange before = range.before();
      more.put("previous", read(ask, before, sql(before, Filters.condition(ask)), metrics));
    }
    return new Answer(results, sql, more);
  }

  private static List<String> metrics(Asked query) throws RejectedException {
    List<String> named = query.strings("metrics");
    for (String name : named) {
      if (!METRICS.contains(name)) {
        throw query.refuse("metrics", "any of " + String.join(", ", METRICS), name);
      }
    }
    return named.isEmpty() ? METRICS : named;
  }

  private static List<Map<String, @Nullable Object>> read(
      Ask ask, DateRange range, String sql, List<String> metrics)
      throws RejectedException, IOException {
    double share = Filters.samplingFactor(ask);
    double[][] found = new double[range.size()][METRICS.size()];
    ask.sources().sql().each(ask.projectId(), sql, row -> {
      int interval = (int) row.number(0);
      if (interval >= 0 && interval < found.length) {
        found[interval][0] = row.decimal(1);
        found[interval][1] = row.decimal(2);
        found[interval][2] = row.decimal(3);
      }
    });
    List<String> days = range.days();
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      Map<String, @Nullable Object> told = new LinkedHashMap<>();
      for (String metric : metrics) {
        told.put(metric, value(metric, found[i], share));
      }
      Map<String, @Nullable Object> bucket = new LinkedHashMap<>();
      bucket.put("bucket", days.get(i));
      bucket.put("metrics", told);
      results.add(bucket);
    }
    return results;
  }

  private static @Nullable Object value(String metric, double[] found, double share) {
    int place = METRICS.indexOf(metric);
    if (place == 0) {
      return TrendLine.number(share < 1 ? Math.round(found[0] / share) : found[0]);
    }
    return found[0] == 0 ? null : TrendLine.number(found[place]);
  }

  private static String sql(DateRange range, String filter) {
    String visits = "SELECT min(events.\"timestamp\") AS began, count(*) FILTER (WHERE "
        + WebOverview.VIEW + ") AS views,"
        + " count(*) FILTER (WHERE events.event = '$autocapture') AS clicks,"
        + " date_diff('microsecond', min(events.\"timestamp\"), max(events.\"timestamp\")) / 1e6 AS seconds,"
        + " events.\"$session_id\" AS session FROM events WHERE " + range.condition() + " AND "
        + WebOverview.SEEN + " AND " + filter
        + " AND nullif(events.\"$session_id\", '') IS NOT NULL"
        + " GROUP BY events.person_id, events.\"$session_id\"";
    return "SELECT " + range.index("began") + " AS number, count(DISTINCT session), avg(seconds),"
        + " 100 * avg(CASE WHEN " + WebOverview.BOUNCE + " THEN 1.0 ELSE 0.0 END)"
        + " FROM (" + visits + ") GROUP BY number";
  }
}
