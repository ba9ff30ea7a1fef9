package dev.hedgerow.server.insight.funnel;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Follows one actor through a funnel once for each interval in which an attempt of it begins: how
 * far the attempts begun there came.
 */
final class FunnelEntries implements FunnelRun {
  private final FunnelRules rules;
  private final List<Long> starts;
  private final Map<Integer, Entry> running = new TreeMap<>();
  private final Map<Integer, Integer> reached = new TreeMap<>();

  /** An interval whose attempts may still go on. */
  private static final class Entry {
    private final FunnelWalk walk;
    private long begunLast;

    private Entry(FunnelWalk walk) {
      this.walk = walk;
    }
  }

  /**
   * Makes one that has seen nothing.
   *
   * @param starts when the intervals begin, in microseconds, rising; one without end is the last
   */
  FunnelEntries(FunnelRules rules, List<Long> starts) {
    this.rules = rules;
    this.starts = starts;
  }

  @Override
  public void take(FunnelMoment moment) {
    int interval = interval(moment.time());
    boolean begins =
        rules.order() == FunnelRules.Order.UNORDERED ? moment.kept() > 0 : moment.matches(1);
    if (interval >= 0 && begins && !reached.containsKey(interval)) {
      running.computeIfAbsent(interval, key -> new Entry(FunnelWalk.of(rules))).begunLast =
          moment.time();
    }
    Iterator<Map.Entry<Integer, Entry>> each = running.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Integer, Entry> one = each.next();
      Entry entry = one.getValue();
      boolean over =
          one.getKey() != interval && moment.time() - entry.begunLast > rules.windowMicros();
      if (!over) {
        entry.walk.take(moment, one.getKey() == interval);
      }
      if (over || entry.walk.settled()) {
        reached.put(one.getKey(), reached(entry));
        each.remove();
      }
    }
  }

  private int interval(long time) {
    int found = Collections.binarySearch(starts, time);
    return found >= 0 ? found : -found - 2;
  }

  private static int reached(Entry entry) {
    long[] times = entry.walk.times();
    return times == null ? 0 : times.length;
  }

  @Override
  public boolean settled() {
    return false;
  }

  /** Returns, by interval, how many steps its attempts reached; 0 where they do not count. */
  Map<Integer, Integer> reached() {
    Map<Integer, Integer> all = new TreeMap<>(reached);
    running.forEach((interval, entry) -> all.put(interval, reached(entry)));
    return all;
  }

  @Override
  public FunnelEntries copy() {
    FunnelEntries copy = new FunnelEntries(rules, starts);
    copy.reached.putAll(reached);
    running.forEach((interval, entry) -> {
      Entry other = new Entry(entry.walk.copy());
      other.begunLast = entry.begunLast;
      copy.running.put(interval, other);
    });
    return copy;
  }
}
