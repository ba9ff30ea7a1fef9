package dev.hedgerow.server.insight.trend;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Actor;
import dev.hedgerow.server.insight.ask.ActorSource;
import dev.hedgerow.server.insight.ask.Answer;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Breakdown;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.Entity;
import dev.hedgerow.server.insight.ask.Filters;
import dev.hedgerow.server.insight.ask.Interval;
import dev.hedgerow.server.insight.ask.Kind;
import dev.hedgerow.server.insight.ask.Points;
import dev.hedgerow.server.query.Asked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code TrendsQuery} (contract S 6.2): numbers over time of one or more series, with formulas, breakdowns and the comparison with
 * an earlier time. Displays of one number for all of the range ({@code BoldNumber}, pies, tables, maps) ask for that number
 * itself, not for a sum of intervals.
 */
public final class Trends implements Kind, ActorSource {
  /** Series of one question. */
  static final int SERIES_MAX = 26;

  private static final Set<String> OF_TOTALS =
      Set.of("ActionsBarValue", "ActionsPie", "ActionsTable", "BoldNumber", "WorldMap");
  private static final List<String> DISPLAYS = List.of(
      "ActionsLineGraph",
      "ActionsLineGraphCumulative",
      "ActionsBar",
      "ActionsUnstackedBar",
      "ActionsAreaGraph",
      "ActionsStackedBar",
      "ActionsBarValue",
      "ActionsPie",
      "ActionsTable",
      "BoldNumber",
      "WorldMap");
  private static final int SMOOTHED_MAX = 1_000;

  /** A series as asked. */
  record Series(Entity entity, Measure measure) {}

  /** What a question asks, read. */
  private record Read(
      Ask ask,
      List<Series> series,
      List<DateRange> ranges,
      Breakdown breakdown,
      Actor actor,
      String filter,
      String display,
      double share) {

    boolean byInterval() {
      return !OF_TOTALS.contains(display);
    }

    boolean compares() {
      return ranges.size() > 1;
    }
  }

  private static Read read(Ask ask) throws RejectedException, IOException {
    List<Asked> nodes = ask.query().objects("series");
    if (nodes.isEmpty() || nodes.size() > SERIES_MAX) {
      throw Asked.wrong("series", "1 to " + SERIES_MAX + " series", nodes.size() + " of them");
    }
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      series.add(new Series(Entity.of(ask, nodes.get(i), i), Measure.of(nodes.get(i))));
    }
    Asked filter = ask.query().inner("trendsFilter");
    DateRange range = DateRange.of(ask, Interval.of(ask.query(), "interval"));
    List<DateRange> ranges = new ArrayList<>(List.of(range));
    Asked compare = ask.query().inner("compareFilter");
    if (compare.flag("compare", false)) {
      String to = compare.string("compare_to");
      ranges.add(to == null ? range.before() : range.ago(to));
    }
    return new Read(
        ask,
        series,
        ranges,
        Breakdown.of(ask),
        Actor.of(ask),
        Filters.condition(ask),
        filter.oneOf("display", DISPLAYS.get(0), DISPLAYS),
        Filters.samplingFactor(ask));
  }

  @Override
  public Answer answer(Ask ask) throws RejectedException, IOException {
    Read read = read(ask);
    List<TrendLine> lines = new ArrayList<>();
    List<String> asked = new ArrayList<>();
    for (int era = 0; era < read.ranges().size(); era++) {
      for (int i = 0; i < read.series().size(); i++) {
        lines.addAll(lines(read, i, era, asked));
      }
    }
    Asked filter = ask.query().inner("trendsFilter");
    List<TrendLine> shown = TrendFormulas.of(filter, read.series().size()).applied(lines);
    int smoothed = filter.integer("smoothingIntervals", 1, 1, SMOOTHED_MAX);
    boolean cumulative = read.display().equals("ActionsLineGraphCumulative");
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    for (TrendLine line : shown) {
      TrendLine drawn = line.smoothed(smoothed);
      results.add((cumulative ? drawn.cumulative() : drawn)
          .told(
              read.ranges().get(line.era()), read.byInterval(), read.compares(), read.breakdown()));
    }
    return new Answer(
        results,
        String.join(";\n\n", asked),
        Map.of(
            "resolved_date_range",
            read.ranges().get(0).told(),
            "interval",
            read.ranges().get(0).interval().word()));
  }

  private static List<TrendLine> lines(Read read, int place, int era, List<String> asked)
      throws RejectedException, IOException {
    if (read.breakdown().cohorts().isEmpty()) {
      return lines(read, place, era, null, asked);
    }
    List<TrendLine> lines = new ArrayList<>();
    for (int cohort : read.breakdown().cohorts()) {
      lines.addAll(lines(read, place, era, cohort, asked));
    }
    return lines;
  }

  private static List<TrendLine> lines(
      Read read, int place, int era, @Nullable Integer cohort, List<String> asked)
      throws RejectedException, IOException {
    Series series = read.series().get(place);
    DateRange range = read.ranges().get(era);
    TrendSql sql = new TrendSql(
        range,
        series.measure(),
        read.breakdown(),
        read.actor(),
        condition(read, series, cohort),
        read.byInterval());
    asked.add(sql.sql());
    int size = read.byInterval() ? range.size() : 1;
    Map<String, double[]> found =
        new LinkedHashMap<>(new TrendNumbers(read.ask(), sql, read.share()).find());
    if (found.isEmpty() && read.breakdown().isNone()) {
      found.put("", new double[size]);
    }
    List<TrendLine> lines = new ArrayList<>();
    found.forEach((value, numbers) -> lines.add(new TrendLine(
        place,
        era,
        cohort == null ? value : String.valueOf(cohort),
        series,
        Arrays.stream(numbers).boxed().toList())));
    return TrendLine.ordered(lines, read.breakdown());
  }

  private static String condition(Read read, Series series, @Nullable Integer cohort) {
    String member = cohort == null || cohort == 0
        ? ""
        : " AND events.person_id IN (SELECT person_id FROM cohort_people WHERE cohort_id = "
            + cohort + ")";
    return series.entity().condition() + " AND " + read.filter() + " AND "
        + read.actor().condition() + read.breakdown().condition() + member;
  }

  @Override
  public void actors(Ask source, Asked point, int offset, int limit, ActorTaker taker)
      throws RejectedException, IOException {
    Read read = read(source);
    int place = point.integer("series", 0, 0, read.series().size() - 1);
    Series series = read.series().get(place);
    boolean previous = "previous".equals(point.string("compare"));
    DateRange range = read.ranges().get(previous && read.compares() ? 1 : 0);
    Breakdown breakdown = read.breakdown();
    Object value = point.fields().get("breakdown");
    Integer cohort = value == null || value.equals("all") || breakdown.cohorts().isEmpty()
        ? null
        : (Integer) point.integer("breakdown", 0, 0, Integer.MAX_VALUE);
    TrendSql whole = new TrendSql(
        range,
        series.measure(),
        breakdown,
        read.actor(),
        condition(read, series, cohort),
        point.has("day"));
    String told = value == null || breakdown.isNone() ? null : breakdown.asked(value);
    String sql = whole.actors(point.has("day") ? Points.interval(range, point) : null, told)
        + " LIMIT " + limit + " OFFSET " + offset;
    source
        .sources()
        .sql()
        .each(
            source.projectId(), sql, row -> taker.take(String.valueOf(row.text(0)), row.number(1)));
  }
}
