package dev.hedgerow.server.insight;

import dev.hedgerow.server.event.RejectedException;
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
 * values as intervals are left from it on, and value 0 is the size of its cohort.
 */
final class Retention implements Kind, ActorSource {

  @Override
  public Answer answer(Ask ask) throws RejectedException, IOException {
    refuseBreakdown(ask);
    RetentionAsked asked = RetentionAsked.of(ask);
    RetentionSql sql = new RetentionSql(ask, asked, null);
    RetentionGrid grid = grid(asked);
    Duration window = asked.window();
    String text = window == null ? sql.counts() : sql.stream();
    if (window == null) {
      Marks marks = sql.marks();
      ask.sources()
          .sql()
          .each(
              ask.projectId(),
              text,
              row -> grid.add(
                  marks.read(row, 0),
                  marks.read(row, marks.words()),
                  row.number(2 * marks.words() + 1)));
    } else {
      windows(ask, asked, text, window, (actor, row, back, events) -> grid.add(row, back, 1));
    }
    return new Answer(
        rows(asked, grid, Filters.samplingFactor(ask)),
        text,
        Map.of("resolved_date_range", asked.range().told()));
  }

  /**
   * Gives out the actors of a cohort.
   *
   * @param point {@code interval}: which row; {@code day}: after how many intervals they came back,
   *     or 0 or nothing for all of the cohort
   */
  @Override
  public void actors(Ask source, Asked point, int offset, int limit, ActorTaker taker)
      throws RejectedException, IOException {
    refuseBreakdown(source);
    RetentionAsked asked = RetentionAsked.of(source);
    int size = asked.range().size();
    int row = point.integer("interval", 0, 0, size - 1);
    int after = point.integer("day", 0, 0, size - 1 - row);
    RetentionSql sql = new RetentionSql(source, asked, null);
    Duration window = asked.window();
    if (window == null) {
      source
          .sources()
          .sql()
          .each(
              source.projectId(),
              sql.cohort(row, after) + " LIMIT " + limit + " OFFSET " + offset,
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
      RetentionAsked asked, RetentionGrid grid, double sample) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int row = 0; row < asked.range().size(); row++) {
      Map<String, @Nullable Object> told = new LinkedHashMap<>();
      told.put(
          "date",
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(asked.range().starts().get(row)));
      told.put("label", asked.label(row));
      told.put("values", values(asked, grid.row(row), sample));
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

  private static void refuseBreakdown(Ask ask) throws RejectedException {
    Unbroken.check(ask);
  }
}
