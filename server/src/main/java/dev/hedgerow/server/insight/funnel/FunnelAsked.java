package dev.hedgerow.server.insight.funnel;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Actor;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Breakdown;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.Entity;
import dev.hedgerow.server.insight.ask.Interval;
import dev.hedgerow.server.insight.funnel.FunnelActor.Touch;
import dev.hedgerow.server.insight.funnel.FunnelRules.Exclusion;
import dev.hedgerow.server.insight.funnel.FunnelRules.Order;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.Expression;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code FunnelsQuery} read and checked (contract S 6.2).
 *
 * @param steps what each step is
 * @param excluded when an event is the exclusion of that number, as SQL
 * @param from the step that time to convert and trends count from, from 0
 * @param to the step they count to
 * @param touchStep the step that tells the value of the breakdown, for {@link Touch#STEP}
 * @param bins how many bars times are told in, or null for as many as suit them
 */
record FunnelAsked(
    List<Entity> steps,
    List<String> excluded,
    FunnelPlan plan,
    Viz viz,
    int from,
    int to,
    Touch touch,
    int touchStep,
    @Nullable Integer bins,
    Actor actor,
    DateRange range,
    Breakdown breakdown) {
  private static final int WINDOW_MAX = 10_000;
  private static final int BINS_MAX = 90;
  private static final Map<String, Duration> UNITS = Map.of(
      "second", Duration.ofSeconds(1),
      "minute", Duration.ofMinutes(1),
      "hour", Duration.ofHours(1),
      "day", Duration.ofDays(1),
      "week", Duration.ofDays(7),
      "month", Duration.ofDays(31));
  private static final List<String> UNIT_WORDS =
      List.of("second", "minute", "hour", "day", "week", "month");

  /** What is told. */
  enum Viz {
    STEPS,
    TIME_TO_CONVERT,
    TRENDS
  }

  /** Reads a question. */
  static FunnelAsked of(Ask ask) throws RejectedException, IOException {
    Asked query = ask.query();
    Asked filter = query.inner("funnelsFilter");
    List<Asked> nodes = query.objects("series");
    if (nodes.isEmpty() || nodes.size() > FunnelRules.STEPS_MAX) {
      throw query.refuse(
          "series", "1 to " + FunnelRules.STEPS_MAX + " steps", nodes.size() + " of them");
    }
    Order order = word(filter, "funnelOrderType", Order.values(), Order.ORDERED);
    Viz viz = word(filter, "funnelVizType", Viz.values(), Viz.STEPS);
    filter.oneOf("funnelStepReference", "total", List.of("total", "previous"));
    int last = nodes.size() - 1;
    int to = filter.integer("funnelToStep", last, Math.min(1, last), last);
    int from = filter.integer("funnelFromStep", 0, 0, Math.max(0, to - 1));
    if (viz != Viz.STEPS && last == 0) {
      throw query.refuse("series", "at least 2 steps", "1");
    }
    Breakdown breakdown = Breakdown.of(ask);
    Touch touch = touch(breakdown, filter, viz);
    List<Boolean> optional = optional(nodes, order, viz, from, to);
    List<String> excluded = new ArrayList<>();
    List<Exclusion> exclusions = exclusions(ask, filter, order, optional, excluded);
    if (viz == Viz.TRENDS) {
      nodes = nodes.subList(0, to + 1);
      optional = optional.subList(0, to + 1);
      exclusions = upTo(to + 1, exclusions);
    }
    DateRange range = DateRange.of(ask, Interval.of(query, "interval"));
    FunnelPlan plan = new FunnelPlan(
        order,
        nodes.size(),
        windowMicros(filter),
        optional,
        exclusions,
        viz == Viz.TRENDS ? starts(range) : List.of());
    return new FunnelAsked(
        steps(ask, nodes),
        excluded,
        plan,
        viz,
        from,
        to,
        touch,
        touch == Touch.STEP ? touchStep(filter, nodes.size()) : 0,
        bins(filter),
        actor(ask, filter),
        range,
        breakdown);
  }

  private static List<Entity> steps(Ask ask, List<Asked> nodes)
      throws RejectedException, IOException {
    List<Entity> steps = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      steps.add(Entity.of(ask, nodes.get(i), i));
    }
    return steps;
  }

  private static <T extends Enum<T>> T word(Asked asked, String name, T[] all, T otherwise)
      throws RejectedException {
    List<String> words = new ArrayList<>();
    for (T one : all) {
      words.add(one.name().toLowerCase(Locale.ROOT));
    }
    String found = asked.oneOf(name, otherwise.name().toLowerCase(Locale.ROOT), words);
    return all[words.indexOf(found)];
  }

  private static long windowMicros(Asked filter) throws RejectedException {
    int many = filter.integer("funnelWindowInterval", 14, 1, WINDOW_MAX);
    String unit = filter.oneOf("funnelWindowIntervalUnit", "day", UNIT_WORDS);
    return UNITS.getOrDefault(unit, Duration.ZERO).toSeconds() * 1_000_000L * many;
  }

  private static List<Boolean> optional(List<Asked> nodes, Order order, Viz viz, int from, int to)
      throws RejectedException {
    List<Boolean> optional = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      boolean one = nodes.get(i).flag("optionalInFunnel", false);
      if (one && (order != Order.ORDERED || viz == Viz.TRENDS)) {
        throw nodes.get(i).refuse("optionalInFunnel", "false unless ordered steps are shown", true);
      }
      if (one && (i == 0 || i == nodes.size() - 1)) {
        throw nodes.get(i).refuse("optionalInFunnel", "false of the first and last step", true);
      }
      if (one && viz == Viz.TIME_TO_CONVERT && (i == from || i == to)) {
        throw nodes.get(i).refuse("optionalInFunnel", "false of the steps times are between", true);
      }
      optional.add(one);
    }
    return optional;
  }

  private static List<Exclusion> exclusions(
      Ask ask, Asked filter, Order order, List<Boolean> optional, List<String> conditions)
      throws RejectedException, IOException {
    List<Asked> nodes = filter.objects("exclusions");
    if (nodes.size() > FunnelRules.STEPS_MAX) {
      throw filter.refuse(
          "exclusions", "at most " + FunnelRules.STEPS_MAX, nodes.size() + " of them");
    }
    if (order == Order.UNORDERED && !nodes.isEmpty()) {
      throw filter.refuse(
          "exclusions", "none where the steps have no order", nodes.size() + " of them");
    }
    List<Exclusion> exclusions = new ArrayList<>();
    int last = optional.size() - 1;
    for (Asked node : nodes) {
      int from = node.integer("funnelFromStep", 0, 0, Math.max(0, last - 1));
      int to = node.integer("funnelToStep", last, Math.min(last, from + 1), last);
      if (from >= to) {
        throw node.refuse("funnelToStep", "a step after funnelFromStep", to);
      }
      for (String end : List.of("funnelFromStep", "funnelToStep")) {
        int step = end.equals("funnelToStep") ? to : from;
        if (optional.get(step)) {
          throw node.refuse(end, "a step that is not optional", step);
        }
      }
      exclusions.add(new Exclusion(exclusions.size(), from + 1, to + 1));
      conditions.add(Entity.of(ask, node, exclusions.size() - 1).condition());
    }
    return exclusions;
  }

  private static List<Exclusion> upTo(int last, List<Exclusion> exclusions) {
    return exclusions.stream()
        .filter(one -> one.after() < last)
        .map(one -> new Exclusion(one.number(), one.after(), Math.min(one.before(), last)))
        .toList();
  }

  private static Touch touch(Breakdown breakdown, Asked filter, Viz viz) throws RejectedException {
    Touch[] known = {Touch.FIRST_TOUCH, Touch.LAST_TOUCH, Touch.ALL_EVENTS, Touch.STEP};
    Touch touch = word(filter, "breakdownAttributionType", known, Touch.FIRST_TOUCH);
    return viz == Viz.TIME_TO_CONVERT || breakdown.isNone() ? Touch.NOBODY : touch;
  }

  /** Returns whether results are told for each value. */
  boolean isBroken() {
    return viz != Viz.TIME_TO_CONVERT
        && !(breakdown.isNone() && breakdown.cohorts().isEmpty());
  }

  private static int touchStep(Asked filter, int steps) throws RejectedException {
    return filter.integer("breakdownAttributionValue", 0, 0, steps - 1);
  }

  private static @Nullable Integer bins(Asked filter) throws RejectedException {
    return "auto".equals(filter.fields().get("binCount")) || !filter.has("binCount")
        ? null
        : filter.integer("binCount", 1, 1, BINS_MAX);
  }

  private static Actor actor(Ask ask, Asked filter) throws RejectedException {
    String expression = filter.string("funnelAggregateByHogQL");
    if (expression == null || expression.isBlank()) {
      return Actor.of(ask);
    }
    String sql = "CAST((" + Expression.of(filter.at() + "funnelAggregateByHogQL", expression)
        + ") AS VARCHAR)";
    return new Actor(sql, "coalesce(" + sql + ", '') <> ''");
  }

  private static List<Long> starts(DateRange range) {
    return range.starts().stream()
        .map(start -> start.toEpochSecond() * 1_000_000L)
        .toList();
  }
}
