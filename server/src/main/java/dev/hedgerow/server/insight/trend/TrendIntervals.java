package dev.hedgerow.server.insight.trend;

import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.KeptTrends.Part;
import dev.hedgerow.server.query.Changes;
import dev.hedgerow.server.query.Unchanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The intervals of a series: what is kept of them is found under, and of which of them it is still right. */
final class TrendIntervals {
  /** Runs of intervals that are asked for one by one; if there are more, what lies between is asked for as well. */
  private static final int RUNS_MAX = 4;

  private static final int SPARE_DAYS = 2;

  private final Ask ask;
  private final TrendSql sql;
  private final double share;
  private final String text;

  TrendIntervals(Ask ask, TrendSql sql, double share) {
    this.ask = ask;
    this.sql = sql;
    this.share = share;
    this.text = words(sql);
  }

  /** Returns the intervals that are not kept or in whose time something changed: the first and the one after the last of each run. */
  List<int[]> changed(Map<Instant, Part> parts, Unchanged now) {
    DateRange range = sql.range();
    List<int[]> runs = new ArrayList<>();
    int[] run = {0, -1};
    for (int i = 0; i < range.size(); i++) {
      Part part = parts.get(range.starts().get(i).toInstant());
      if (part != null
          && part.from().equals(range.from(i))
          && part.to().equals(range.to(i))
          && isAsItWas(i, part.since(), now)) {
        continue;
      }
      if (run[1] != i) {
        run = new int[] {i, i};
        runs.add(run);
      }
      run[1] = i + 1;
    }
    return few(runs);
  }

  /** Returns runs that are few enough to be asked for one by one. */
  static List<int[]> few(List<int[]> runs) {
    return runs.size() > RUNS_MAX
        ? List.of(new int[] {runs.get(0)[0], runs.get(runs.size() - 1)[1]})
        : runs;
  }

  private boolean isAsItWas(int interval, long since, Unchanged now) {
    if (text.contains("sessions") && !now.events(Instant.MIN, Instant.MAX, since)) {
      return false;
    }
    boolean tables = (!text.contains("cohort") || now.table(Changes.Table.COHORT_PEOPLE, since))
        && (!text.contains("groups") || now.table(Changes.Table.GROUPS, since))
        && (!text.contains("persons") || now.table(Changes.Table.PERSONS, since));
    int days = sql.measure().trailingDays();
    Instant from = days == 0
        ? sql.range().from(interval)
        : sql.range().starts().get(interval).minusDays(days + SPARE_DAYS).toInstant();
    return tables && now.events(from, sql.range().to(interval), since);
  }

  private static String words(TrendSql sql) {
    return (sql.condition()
            + sql.measure().value()
            + sql.actor().sql()
            + sql.breakdown().sql())
        .toLowerCase(Locale.ROOT);
  }

  /** Returns all that the number of an interval depends on but the interval. */
  String series() {
    return String.join(
        "\0",
        String.valueOf(ask.projectId()),
        ask.zone().getId(),
        sql.range().interval().word(),
        sql.measure().word(),
        sql.measure().value(),
        sql.measure().aggregate(),
        sql.actor().sql(),
        sql.condition(),
        String.valueOf(share),
        sql.breakdown().toString());
  }
}
