package dev.hedgerow.server.insight.funnel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long actors took from one step to another. */
final class FunnelTimes {
  private static final int BINS_MAX = 60;
  private static final double MICROS = 1_000_000;

  private final int from;
  private final int to;
  private int[] seconds = new int[64];
  private int count;
  private double sum;

  /** Makes one for the time between two steps that have to be taken. */
  FunnelTimes(FunnelAsked asked) {
    this.from = place(asked, asked.from());
    this.to = place(asked, asked.to());
  }

  private static int place(FunnelAsked asked, int step) {
    return step
        - (int) asked.plan().optional().subList(0, step).stream().filter(o -> o).count();
  }

  /** Takes an actor's result. */
  void took(FunnelLane lane) {
    long micros = micros(lane);
    if (micros < 0) {
      return;
    }
    if (count == seconds.length) {
      seconds = Arrays.copyOf(seconds, count * 2);
    }
    seconds[count++] = seconds(micros);
    sum += micros / MICROS;
  }

  /** Returns whether an actor took at least so many whole seconds, and less than so many. */
  boolean isBetween(long least, long end, FunnelLane lane) {
    long micros = micros(lane);
    return micros >= 0 && seconds(micros) >= least && seconds(micros) < end;
  }

  /** Returns how long an actor took, or -1 if it did not get there. */
  private long micros(FunnelLane lane) {
    long[] times = lane.times();
    return times == null || times.length <= to ? -1 : times[to] - times[from];
  }

  private static int seconds(long micros) {
    return (int) Math.min(Integer.MAX_VALUE, micros / 1_000_000);
  }

  /**
   * Returns {@code bins} of {@code [seconds, count]}, each with the times from there on to before the
   * next, and {@code average_conversion_time} in seconds. They begin at the shortest time, are of one
   * width in whole seconds, and reach to the longest.
   *
   * @param wanted how many bins, or null for the cube root of the number of times, at most 60
   */
  Map<String, @Nullable Object> results(@Nullable Integer wanted, double sample) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("bins", count == 0 ? List.of() : bins(wanted, sample));
    told.put("average_conversion_time", count == 0 ? null : sum / count);
    return told;
  }

  private List<List<Long>> bins(@Nullable Integer wanted, double sample) {
    long least = Integer.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, seconds[i]);
      most = Math.max(most, seconds[i]);
    }
    long suiting = Math.min(BINS_MAX, (long) Math.ceil(Math.cbrt(count)));
    long bins = wanted == null ? suiting : wanted;
    long width = (most - least) / bins + 1;
    long[] counts = new long[(int) ((most - least) / width + 1)];
    for (int i = 0; i < count; i++) {
      counts[(int) ((seconds[i] - least) / width)]++;
    }
    List<List<Long>> told = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      told.add(List.of(least + i * width, Math.round(counts[i] / sample)));
    }
    return told;
  }
}
