package dev.hedgerow.server.insight.retention;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.ActorSource;
import dev.hedgerow.server.insight.ask.Answer;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Breakdown;
import dev.hedgerow.server.insight.ask.Filters;
import dev.hedgerow.server.insight.ask.Kind;
import dev.hedgerow.server.insight.ask.Marks;
import dev.hedgerow.server.insight.ask.Points;
import dev.hedgerow.server.query.Asked;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code RetentionQuery}: who came back after how long (contract S 6.2).
 *
 * <p>Answers rows {@code {date, label, values: [{count, label, percentage}]}}; row i has as many
 * values as intervals are left from it on, and value 0 is the size of its cohort. Broken down, there
 * are such rows for each value, with {@code breakdown_value}; an actor is in the one that its first
 * target event looked at has.
 */
public final class Retention implements Kind, ActorSource {

  @Override
  public Answer answer(Ask ask) throws RejectedException, IOException {
    RetentionAsked asked = RetentionAsked.of(ask);
    Breakdown breakdown = breakdown(ask, asked);
    RetentionSql sql = new RetentionSql(ask, asked, breakdown);
    RetentionValues values = new RetentionValues(() -> grid(asked));
    Duration window = asked.window();
    String text = window == null ? sql.counts() : sql.stream();
    if (window == null) {
      Marks marks = sql.marks();
      int value = 2 * marks.words();
      ask.sources()
          .sql()
          .each(
              ask.projectId(),
              text,
              row -> values.add(
                  Points.text(row, value),
                  marks.read(row, 0),
                  marks.read(row, marks.words()),
                  row.number(value + 1)));
    } else {
      RetentionGrid grid = values.of("");
      windows(ask, asked, text, window, (actor, row, back, events) -> grid.add(row, back, 1));
    }
    double sample = Filters.samplingFactor(ask);
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    if (breakdown.isNone()) {
      rows.addAll(rows(asked, values.of(""), sample, null));
    } else {
      for (String value : values.ordered(breakdown.other())) {
        rows.addAll(rows(asked, values.of(value), sample, breakdown.told(value)));
      }
    }
    return new Answer(rows, text, Map.of("resolved_date_range", asked.range().told()));
  }

  /**
   * Gives out the actors of a cohort.
   *
   * @param point {@code interval}: which row; {@code day}: after how many intervals they came back,
   *     or 0 or nothing for all of the cohort; {@code breakdown}: of which value, or nothing for all
   */
  @Override
  public void actors(Ask source, Asked point, int offset, int limit, ActorTaker taker)
      throws RejectedException, IOException {
    RetentionAsked asked = RetentionAsked.of(source);
    Breakdown breakdown = breakdown(source, asked);
    int size = asked.range().size();
    int row = point.integer("interval", 0, 0, size - 1);
    int after = point.integer("day", 0, 0, size - 1 - row);
    Object told = breakdown.isNone() ? null : point.fields().get("breakdown");
    String value = told == null ? null : breakdown.asked(told);
    RetentionSql sql = new RetentionSql(source, asked, breakdown);
    Duration window = asked.window();
    if (window == null) {
      source
          .sources()
          .sql()
          .each(
              source.projectId(),
              sql.cohort(row, after, value) + " LIMIT " + limit + " OFFSET " + offset,
              found -> taker.take(Points.text(found, 0), found.number(1)));
      return;
    }
    long[] seen = new long[1];
    windows(source, asked, sql.stream(), window, (actor, cohort, back, events) -> {
      boolean in = after == 0 || (asked.cumulative() ? back.length() > after : back.get(after));
      if (cohort == row && in && seen[0]++ >= offset && seen[0] <= (long) offset + limit) {
        taker.take(actor, events);
      }
    });
  }

  private static Breakdown breakdown(Ask ask, RetentionAsked asked) throws RejectedException {
    Breakdown breakdown = Breakdown.of(ask);
    if (!breakdown.cohorts().isEmpty()) {
      throw Asked.wrong(
          "breakdownFilter.breakdown_type",
          "no breakdown by cohorts in a RetentionQuery; filter by one instead",
          "cohort");
    }
    if (!breakdown.isNone() && asked.window() != null) {
      throw Asked.wrong("breakdownFilter", "no breakdown together with 24_hour_windows", "one");
    }
    return breakdown;
  }

  private static RetentionGrid grid(RetentionAsked asked) {
    return new RetentionGrid(asked.range().size(), asked.recurring(), asked.cumulative());
  }

  private static void windows(
      Ask ask, RetentionAsked asked, String sql, Duration window, RetentionWindows.Cohorts cohorts)
      throws RejectedException, IOException {
    RetentionWindows windows = new RetentionWindows(
        asked.range().size(),
        asked.recurring(),
        window.toMillis() * 1_000,
        asked.occurrences(),
        cohorts);
    ask.sources()
        .sql()
        .each(
            ask.projectId(),
            sql,
            row -> windows.event(
                Points.text(row, 0),
                row.number(1),
                row.number(2),
                row.number(3) != 0,
                row.number(4) != 0,
                row.number(5) != 0));
    windows.end();
  }

  private static List<Map<String, @Nullable Object>> rows(
      RetentionAsked asked, RetentionGrid grid, double sample, @Nullable Object value) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int row = 0; row < asked.range().size(); row++) {
      Map<String, @Nullable Object> told = new LinkedHashMap<>();
      told.put(
          "date",
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(asked.range().starts().get(row)));
      told.put("label", asked.label(row));
      told.put("values", values(asked, grid.row(row), sample));
      if (value != null) {
        told.put("breakdown_value", value);
      }
      rows.add(told);
    }
    return rows;
  }

  private static List<Map<String, @Nullable Object>> values(
      RetentionAsked asked, long[] counts, double sample) {
    List<Map<String, @Nullable Object>> values = new ArrayList<>();
    for (int k = 0; k < counts.length; k++) {
      long whole = counts[asked.previous() ? Math.max(0, k - 1) : 0];
      Map<String, @Nullable Object> told = new LinkedHashMap<>();
      told.put("count", Math.round(counts[k] / sample));
      told.put("label", asked.label(k));
      told.put("percentage", whole == 0 ? null : 100.0 * counts[k] / whole);
      values.add(told);
    }
    return values;
  }
}
