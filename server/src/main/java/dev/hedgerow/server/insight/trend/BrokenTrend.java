package dev.hedgerow.server.insight.trend;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.KeptTrends;
import dev.hedgerow.server.insight.ask.KeptTrends.Part;
import dev.hedgerow.server.query.Changes;
import dev.hedgerow.server.query.Unchanged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one series by the values of a breakdown. Of each interval is kept how many events each value had; from these follows
 * which values are the most frequent ones of the range, and an interval's numbers are still right if the same of its values are
 * told apart. Only for who asks a second time, as counting costs.
 */
final class BrokenTrend {
  /** Values, in one interval after the other, of which that is kept. */
  private static final int VALUES_MAX = 20_000;

  private static final int NAMED_MAX = 200;
  private static final int NAMED_CHARS_MAX = 50_000;
  private static final Comparator<String> AS_BYTES = (a, b) -> Arrays.compareUnsigned(
      a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final Ask ask;
  private final TrendSql sql;
  private final double share;
  private final TrendIntervals intervals;
  private final DateRange range;
  private int counted;

  BrokenTrend(Ask ask, TrendSql sql, double share, TrendIntervals intervals) {
    this.ask = ask;
    this.sql = sql;
    this.share = share;
    this.intervals = intervals;
    this.range = sql.range();
  }

  /** Returns the numbers by value, or null where all is to be asked for. */
  @Nullable
  Map<String, double[]> find(Changes changes) throws RejectedException, IOException {
    KeptTrends kept = ask.sources().kept();
    String series = intervals.series();
    if (ask.sources().anew() || !kept.knows(series)) {
      kept.keep(series, Map.of());
      return null;
    }
    String many = series + "\0many";
    if (kept.knows(many)) {
      return null;
    }
    long since = changes.now();
    Map<Instant, Part> parts = new HashMap<>(kept.find(series));
    Map<Instant, Part> fresh = new HashMap<>();
    List<int[]> runs = parts.isEmpty()
        ? List.of(new int[] {0, range.size()})
        : intervals.changed(parts, Unchanged.look(ask.sources().sql(), changes, ask.projectId()));
    try {
      for (int[] run : runs) {
        count(run, since, fresh);
      }
    } catch (RejectedException e) {
      if (counted <= VALUES_MAX) {
        throw e;
      }
      kept.keep(many, Map.of());
      return null;
    }
    parts.putAll(fresh);
    Set<String> named = named(parts);
    if (named == null) {
      kept.keep(many, Map.of());
      return null;
    }
    for (int[] run : TrendIntervals.few(otherwise(parts, fresh, named))) {
      number(run, parts, fresh, named);
    }
    if (!fresh.isEmpty()) {
      kept.keep(series, fresh);
    }
    return together(parts);
  }

  private Instant start(int interval) {
    return range.starts().get(interval).toInstant();
  }

  private void count(int[] run, long since, Map<Instant, Part> fresh)
      throws RejectedException, IOException {
    for (int i = run[0]; i < run[1]; i++) {
      fresh.put(
          start(i), new Part(range.from(i), range.to(i), since, new HashMap<>(), new HashMap<>()));
    }
    each(sql.over(range.part(run[0], run[1])).counts(), run, (interval, value, number) -> {
      Part part = fresh.get(start(interval));
      if (++counted > VALUES_MAX) {
        throw new RejectedException("query_too_large", "expected fewer values of the breakdown");
      }
      if (part != null) {
        part.rows().put(value, (long) number);
      }
    });
  }

  private void number(
      int[] run, Map<Instant, Part> parts, Map<Instant, Part> fresh, Set<String> named)
      throws RejectedException, IOException {
    for (int i = run[0]; i < run[1]; i++) {
      Part before = parts.get(start(i));
      if (before != null) {
        Part part =
            new Part(before.from(), before.to(), before.since(), new HashMap<>(), before.rows());
        parts.put(start(i), part);
        fresh.put(start(i), part);
      }
    }
    each(sql.over(range.part(run[0], run[1])).among(named), run, (interval, value, number) -> {
      Part part = parts.get(start(interval));
      if (part != null) {
        part.numbers().put(value, sql.measure().scaled(number, share));
      }
    });
  }

  private interface Taker {
    void take(int interval, String value, double number) throws RejectedException;
  }

  private void each(String select, int[] run, Taker taker) throws RejectedException, IOException {
    ask.sources().sql().each(ask.projectId(), select, row -> {
      long number = row.number(0);
      if (number >= 0 && number < run[1] - run[0]) {
        taker.take(run[0] + (int) number, String.valueOf(row.text(1)), row.decimal(2));
      }
    });
  }

  /** Returns the most frequent values of the range, or null if they are too many or can't be told apart in SQL. */
  private @Nullable Set<String> named(Map<Instant, Part> parts) {
    Map<String, Long> all = new HashMap<>();
    int values = 0;
    for (int i = 0; i < range.size(); i++) {
      Part part = parts.get(start(i));
      if (part != null) {
        part.rows().forEach((value, rows) -> all.merge(value, rows, Long::sum));
        values += part.rows().size();
      }
    }
    List<String> frequent = all.keySet().stream()
        .sorted(Comparator.comparing((String value) -> -all.getOrDefault(value, 0L))
            .thenComparing(AS_BYTES))
        .limit(sql.breakdown().limit())
        .toList();
    boolean plain = all.keySet().stream()
        .noneMatch(
            value -> value.indexOf(0) >= 0 || value.equals(sql.breakdown().other()));
    boolean few = values <= VALUES_MAX
        && frequent.size() <= NAMED_MAX
        && frequent.stream().mapToInt(String::length).sum() <= NAMED_CHARS_MAX;
    return plain && few ? new LinkedHashSet<>(frequent) : null;
  }

  /** Returns the intervals whose numbers are not known, or tell other values apart. */
  private List<int[]> otherwise(
      Map<Instant, Part> parts, Map<Instant, Part> fresh, Set<String> named) {
    List<int[]> runs = new ArrayList<>();
    int[] run = {0, -1};
    for (int i = 0; i < range.size(); i++) {
      Part part = parts.get(start(i));
      boolean known = part == null
          || part.rows().isEmpty()
          || (!fresh.containsKey(start(i))
              && part.rows().keySet().stream()
                  .allMatch(value -> part.numbers().containsKey(value) == named.contains(value)));
      if (!known) {
        if (run[1] != i) {
          run = new int[] {i, i};
          runs.add(run);
        }
        run[1] = i + 1;
      }
    }
    return runs;
  }

  private Map<String, double[]> together(Map<Instant, Part> parts) {
    Map<String, double[]> found = new LinkedHashMap<>();
    for (int i = 0; i < range.size(); i++) {
      Part part = parts.get(start(i));
      if (part == null) {
        continue;
      }
      for (Map.Entry<String, Double> one : part.numbers().entrySet()) {
        found.computeIfAbsent(one.getKey(), value -> new double[range.size()])[i] = one.getValue();
      }
    }
    return found;
  }
}
