package dev.hedgerow.server.insight.funnel;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.funnel.FunnelAsked.Viz;
import dev.hedgerow.server.query.Asked;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A point of a funnel's answer, and who is behind it.
 *
 * @param step which step, from 0
 * @param dropped whether those are meant who came to the step before it and no further
 * @param interval in which interval they began, or null
 * @param value the value they count under, or null for any
 * @param bar how long they took, or null
 */
record FunnelPoint(
    FunnelAsked asked,
    int step,
    boolean dropped,
    @Nullable Integer interval,
    @Nullable Integer value,
    @Nullable Bar bar) {

  /** A bar of the time to convert: from so many whole seconds to less than so many. */
  private record Bar(FunnelTimes times, int from, int end) {
    boolean has(FunnelLane lane) {
      return times.isBetween(from, end, lane);
    }
  }

  /** Reads the point of a request, see {@link Funnels#actors}. */
  static FunnelPoint of(FunnelAsked asked, @Nullable FunnelBreakdown breakdown, Asked point)
      throws RejectedException {
    Integer value = value(breakdown, point);
    if (asked.viz() == Viz.TRENDS) {
      return new FunnelPoint(
          asked,
          asked.to(),
          point.flag("funnelTrendsDropOff", false),
          interval(asked, point),
          value,
          null);
    }
    if (asked.viz() == Viz.TIME_TO_CONVERT && point.has("funnelTimeFrom")) {
      int from = point.integer("funnelTimeFrom", 0, 0, Integer.MAX_VALUE);
      int end = point.integer("funnelTimeTo", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
      return new FunnelPoint(
          asked, asked.to(), false, null, value, new Bar(new FunnelTimes(asked), from, end));
    }
    int last = asked.steps().size();
    int step = point.integer("funnelStep", 0, -last, last);
    if (step == 0 || step == -1) {
      throw point.refuse(
          "funnelStep", "a step from 1, or from -2 for who dropped off before it", step);
    }
    return new FunnelPoint(asked, Math.abs(step) - 1, step < 0, null, value, null);
  }

  private static @Nullable Integer value(@Nullable FunnelBreakdown breakdown, Asked point)
      throws RejectedException {
    Object found = point.fields().get("funnelStepBreakdown");
    if (found == null || breakdown == null) {
      return null;
    }
    Integer number = breakdown.number(found);
    if (number == null) {
      throw point.refuse("funnelStepBreakdown", "a value of the answer", found);
    }
    return number;
  }

  private static int interval(FunnelAsked asked, Asked point) throws RejectedException {
    String text = point.needed("funnelTrendsEntrancePeriodStart");
    DateRange range = asked.range();
    int found = range.days().indexOf(text);
    if (found < 0 && text.length() >= 10) {
      found = range
          .days()
          .indexOf(range.interval().isShort() ? text.replace('T', ' ') : text.substring(0, 10));
    }
    if (found < 0) {
      throw point.refuse("funnelTrendsEntrancePeriodStart", "a day of the answer", text);
    }
    return found;
  }

  /** Returns whether those who count under a value are meant. */
  boolean isValue(int number) {
    return value == null || value == number;
  }

  /** Returns how many events of an actor are behind the point, 0 if it is not. */
  long events(FunnelLane lane) {
    if (interval != null) {
      int reached = lane.entries().getOrDefault(interval, 0);
      return reached > asked.from() && reached > step != dropped ? reached : 0;
    }
    long[] times = lane.times();
    if (times == null || (bar != null && !bar.has(lane))) {
      return 0;
    }
    if (bar != null) {
      return times.length;
    }
    List<Boolean> optional = asked.plan().optional();
    int before = (int) optional.subList(0, step).stream().filter(one -> !one).count();
    boolean reached = times.length > before;
    if (optional.get(step)) {
      reached = lane.optionalTimes(step - before) != null;
    }
    return (dropped ? times.length >= before && !reached : reached) ? times.length : 0;
  }
}
