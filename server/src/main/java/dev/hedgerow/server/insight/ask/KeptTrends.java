package dev.hedgerow.server.insight.ask;

import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Numbers of trends that were found before, by their intervals; as far as there is room, what was not asked for longest goes first.
 * Safe from any thread.
 */
public final class KeptTrends {
  /** Intervals of one series. */
  private static final int PARTS_MAX = 2 * DateRange.INTERVALS_MAX;

  private static final int ENTRY_BYTES = 100;

  /**
   * What one interval came to.
   *
   * @param from the first moment that was looked at
   * @param to the first moment after it
   * @param since the number of the last change before it was asked for
   * @param numbers by the value of the breakdown; nothing where there was no event
   * @param rows how many events each value had, also those that are told together
   */
  public record Part(
      Instant from, Instant to, long since, Map<String, Double> numbers, Map<String, Long> rows) {
    private long bytes() {
      return ENTRY_BYTES + bytes(numbers) + bytes(rows);
    }

    private static long bytes(Map<String, ?> values) {
      return values.keySet().stream()
          .mapToLong(value -> ENTRY_BYTES + 2L * value.length())
          .sum();
    }
  }

  private final long bytesMax;
  private final Map<String, Map<Instant, Part>> all = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** Makes it with room for that many bytes, nearly. */
  public KeptTrends(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Returns what is kept of a series by the beginnings of its intervals. */
  public synchronized Map<Instant, Part> find(String series) {
    Map<Instant, Part> found = all.get(series);
    return found == null ? Map.of() : Map.copyOf(found);
  }

  /** Returns whether anything was kept of a series, were it nothing. */
  public synchronized boolean knows(String series) {
    return all.containsKey(series);
  }

  /** Keeps more of a series, in the place of older numbers of the same intervals. */
  public synchronized void keep(String series, Map<Instant, Part> parts) {
    Map<Instant, Part> together = new HashMap<>();
    Map<Instant, Part> before = all.remove(series);
    if (before != null) {
      bytes -= bytes(series, before);
      together.putAll(before);
    }
    together.putAll(parts);
    if (together.size() > PARTS_MAX) {
      together = new HashMap<>(parts);
    }
    all.put(series, together);
    bytes += bytes(series, together);
    Iterator<Map.Entry<String, Map<Instant, Part>>> oldest = all.entrySet().iterator();
    while (bytes > bytesMax && oldest.hasNext()) {
      Map.Entry<String, Map<Instant, Part>> one = oldest.next();
      bytes -= bytes(one.getKey(), one.getValue());
      oldest.remove();
    }
  }

  private static long bytes(String series, Map<Instant, Part> parts) {
    return ENTRY_BYTES
        + 2L * series.length()
        + parts.values().stream().mapToLong(Part::bytes).sum();
  }

  /** Returns the bytes in use, nearly. */
  public synchronized long bytes() {
    return bytes;
  }
}
