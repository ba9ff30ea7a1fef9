package dev.hedgerow.server.insight.retention;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The grids of a broken down retention, one a value. Not safe for more than one thread. */
final class RetentionValues {
  private final Supplier<RetentionGrid> empty;
  private final Map<String, RetentionGrid> grids = new LinkedHashMap<>();
  private final Map<String, Long> actors = new LinkedHashMap<>();

  RetentionValues(Supplier<RetentionGrid> empty) {
    this.empty = empty;
  }

  /** Adds actors of a value who did the same in the same intervals. */
  void add(String value, BitSet targets, BitSet returns, long count) {
    of(value).add(targets, returns, count);
    actors.merge(value, count, Long::sum);
  }

  /** Returns the grid of a value. */
  RetentionGrid of(String value) {
    return grids.computeIfAbsent(value, none -> empty.get());
  }

  /** Returns the values, that of most actors first and the given one last. */
  List<String> ordered(String last) {
    List<String> values = new ArrayList<>(grids.keySet());
    values.sort(Comparator.comparing((String value) -> value.equals(last))
        .thenComparing(value -> -actors.getOrDefault(value, 0L))
        .thenComparing(Comparator.naturalOrder()));
    return values;
  }
}
