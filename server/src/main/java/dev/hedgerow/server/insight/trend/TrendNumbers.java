package dev.hedgerow.server.insight.trend;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.KeptTrends;
import dev.hedgerow.server.insight.ask.KeptTrends.Part;
import dev.hedgerow.server.insight.ask.Mentions;
import dev.hedgerow.server.query.Changes;
import dev.hedgerow.server.query.Unchanged;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of one series over one range. Where each interval's number depends on the events of some time alone, intervals
 * that were asked for before and in whose time nothing changed since are not asked for again.
 */
final class TrendNumbers {
  private final Ask ask;
  private final TrendSql sql;
  private final double share;
  private final TrendIntervals intervals;

  TrendNumbers(Ask ask, TrendSql sql, double share) {
    this.ask = ask;
    this.sql = sql;
    this.share = share;
    this.intervals = new TrendIntervals(ask, sql, share);
  }

  /** Returns the numbers by the value of the breakdown, one for each interval or one for all of the range. */
  Map<String, double[]> find() throws RejectedException, IOException {
    Changes changes = ask.sources().sql().changes();
    if (changes == null || !isLocal()) {
      return whole();
    }
    if (sql.breakdown().isNone()) {
      return byIntervals(changes);
    }
    Map<String, double[]> found = new BrokenTrend(ask, sql, share, intervals).find(changes);
    return found == null ? whole() : found;
  }

  /** Returns whether what an interval comes to depends on the events of some time alone. */
  private boolean isLocal() throws IOException {
    boolean local = sql.byInterval()
        && (sql.breakdown().isNone() || sql.measure().trailingDays() == 0)
        && !sql.measure().isOwn()
        && !sql.measure().isFirstTime();
    if (!local) {
      return false;
    }
    Mentions mentions = Mentions.of(ask);
    return !mentions.own() && !mentions.dates();
  }

  private Map<String, double[]> whole() throws RejectedException, IOException {
    int size = sql.byInterval() ? sql.range().size() : 1;
    Map<String, double[]> found = new LinkedHashMap<>();
    ask(sql, (number, value, counted) -> {
      if (number < size) {
        found.computeIfAbsent(value, any -> new double[size])[number] = counted;
      }
    });
    return found;
  }

  private interface Taker {
    void take(int interval, String value, double number);
  }

  private void ask(TrendSql asked, Taker taker) throws RejectedException, IOException {
    ask.sources().sql().each(ask.projectId(), asked.sql(), row -> {
      long number = row.number(0);
      if (number >= 0 && number <= Integer.MAX_VALUE) {
        taker.take(
            (int) number, String.valueOf(row.text(1)), sql.measure().scaled(row.decimal(2), share));
      }
    });
  }

  private Map<String, double[]> byIntervals(Changes changes) throws RejectedException, IOException {
    DateRange range = sql.range();
    KeptTrends kept = ask.sources().kept();
    String series = intervals.series();
    long since = changes.now();
    Map<Instant, Part> parts = ask.sources().anew() ? Map.of() : kept.find(series);
    List<int[]> runs = List.of(new int[] {0, range.size()});
    if (!parts.isEmpty()) {
      runs =
          intervals.changed(parts, Unchanged.look(ask.sources().sql(), changes, ask.projectId()));
    }
    Map<Instant, Part> fresh = new HashMap<>();
    for (int[] run : runs) {
      ask(run[0], run[1], since, fresh);
    }
    if (!fresh.isEmpty()) {
      kept.keep(series, fresh);
    }
    double[] numbers = new double[range.size()];
    for (int i = 0; i < numbers.length; i++) {
      Instant start = range.starts().get(i).toInstant();
      Part part = fresh.containsKey(start) ? fresh.get(start) : parts.get(start);
      numbers[i] = part == null ? 0 : part.numbers().getOrDefault("", 0.0);
    }
    return Map.of("", numbers);
  }

  private void ask(int first, int end, long since, Map<Instant, Part> fresh)
      throws RejectedException, IOException {
    DateRange range = sql.range();
    for (int i = first; i < end; i++) {
      fresh.put(
          range.starts().get(i).toInstant(),
          new Part(range.from(i), range.to(i), since, new HashMap<>(), Map.of()));
    }
    ask(sql.over(range.part(first, end)), (number, value, counted) -> {
      if (first + number < end) {
        Part part = fresh.get(range.starts().get(first + number).toInstant());
        if (part != null) {
          part.numbers().put(value, counted);
        }
      }
    });
  }
}
