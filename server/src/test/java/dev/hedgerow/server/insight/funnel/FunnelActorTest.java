package dev.hedgerow.server.insight.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.insight.funnel.FunnelActor.Touch;
import dev.hedgerow.server.insight.funnel.FunnelRules.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One actor's funnel beside the reference that writes down all ways. */
class FunnelActorTest {
  private static final int SEEDS = 10 * Integer.getInteger("hedgerow.faults.seeds", 100);
  private static final int MANY = 300_000;
  private static final List<Order> ORDERS = List.of(Order.ORDERED, Order.STRICT, Order.UNORDERED);

  /** A random funnel and the events of an actor. */
  private record Case(
      InsightsReferenceFunnel.Rules rules, List<InsightsReferenceFunnel.Event> events) {
    static Case of(Random random) {
      Order order = ORDERS.get(random.nextInt(3));
      int steps = 1 + random.nextInt(4);
      List<InsightsReferenceFunnel.Exclusion> exclusions = new ArrayList<>();
      if (order != Order.UNORDERED && steps > 1) {
        for (int i = random.nextInt(3); i > 0; i--) {
          int from = 1 + random.nextInt(steps - 1);
          exclusions.add(
              new InsightsReferenceFunnel.Exclusion(from, from + 1 + random.nextInt(steps - from)));
        }
      }
      int most = order == Order.UNORDERED ? 6 : 8;
      int times = random.nextBoolean() ? 5 : 25;
      List<InsightsReferenceFunnel.Event> events = new ArrayList<>();
      for (int i = random.nextInt(most + 1); i > 0; i--) {
        events.add(event(random, steps, exclusions.size(), times));
      }
      String name = order.name().toLowerCase(Locale.ROOT);
      return new Case(
          new InsightsReferenceFunnel.Rules(name, steps, random.nextInt(times + 2), exclusions),
          events);
    }

    private static InsightsReferenceFunnel.Event event(
        Random random, int steps, int exclusions, int times) {
      Set<Integer> matched = new TreeSet<>();
      for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
        if (random.nextInt(6) > 0) {
          matched.add(1 + random.nextInt(steps));
        }
      }
      Set<Integer> excluded = new TreeSet<>();
      if (exclusions > 0 && random.nextInt(matched.isEmpty() ? 2 : 5) == 0) {
        excluded.add(random.nextInt(exclusions));
      }
      Integer value = random.nextInt(4) == 0 ? null : random.nextInt(3);
      return new InsightsReferenceFunnel.Event(random.nextInt(times), matched, excluded, value);
    }

    FunnelPlan plan(Long... starts) {
      List<FunnelRules.Exclusion> exclusions = new ArrayList<>();
      for (int i = 0; i < rules.exclusions().size(); i++) {
        InsightsReferenceFunnel.Exclusion one = rules.exclusions().get(i);
        exclusions.add(new FunnelRules.Exclusion(i, one.from(), one.to()));
      }
      return new FunnelPlan(
          Order.valueOf(rules.order().toUpperCase(Locale.ROOT)),
          rules.steps(),
          rules.window(),
          Collections.nCopies(rules.steps(), false),
          exclusions,
          List.of(starts));
    }

    void feed(FunnelActor actor) {
      events.stream()
          .sorted(Comparator.comparingLong(InsightsReferenceFunnel.Event::time))
          .forEach(event -> {
            long mask = 0;
            for (int step : event.steps()) {
              mask |= 1L << (step - 1);
            }
            for (int exclusion : event.exclusions()) {
              mask |= 1L << (FunnelRules.STEPS_MAX + exclusion);
            }
            Integer value = event.value();
            actor.event(event.time(), mask, value == null ? FunnelActor.NONE : value);
          });
    }
  }

  @Test
  void theAttemptThatCountsIsTheReferences() {
    int reachedAll = 0;
    int thrownOut = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Case one = Case.of(new Random(seed));
      List<Long> expected = InsightsReferenceFunnel.times(one.rules(), one.events(), event -> true);
      FunnelActor actor = new FunnelActor(one.plan(), Touch.NOBODY, 0);
      one.feed(actor);
      List<@Nullable List<Long>> found = new ArrayList<>();
      actor.end((value, lane) -> found.add(list(lane.times())));

      assertThat(found).as("seed %s: %s", seed, one).isEqualTo(Collections.singletonList(expected));
      reachedAll += expected != null && expected.size() == one.rules().steps() ? 1 : 0;
      thrownOut += expected == null ? 1 : 0;
    }
    assertThat(reachedAll).isGreaterThan(SEEDS / 10);
    assertThat(thrownOut).isGreaterThan(SEEDS / 120);
  }

  @Test
  void everyAttributionOfABreakdownIsTheReferences() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Case one = Case.of(new Random(seed));
      for (Touch touch :
          List.of(Touch.FIRST_TOUCH, Touch.LAST_TOUCH, Touch.ALL_EVENTS, Touch.STEP)) {
        int step = seed % one.rules().steps();
        Map<Integer, @Nullable List<Long>> expected = InsightsReferenceFunnel.byValue(
            one.rules(), one.events(), touch.name().toLowerCase(Locale.ROOT), step + 1);
        FunnelActor actor = new FunnelActor(one.plan(), touch, step);
        one.feed(actor);
        Map<Integer, @Nullable List<Long>> found = new HashMap<>();
        actor.end((value, lane) -> found.put(value, list(lane.times())));

        assertThat(found).as("seed %s, %s of %s: %s", seed, touch, step, one).isEqualTo(expected);
      }
    }
  }

  @Test
  void whatWasReachedByIntervalOfEntryIsTheReferences() {
    Long[] starts = {3L, 4L, 9L, 15L};
    for (int seed = 0; seed < SEEDS; seed++) {
      Case one = Case.of(new Random(seed));
      Map<Integer, Integer> expected = new TreeMap<>();
      for (int i = 0; i < starts.length; i++) {
        long from = starts[i];
        long to = i + 1 < starts.length ? starts[i + 1] : Long.MAX_VALUE;
        List<Long> times = InsightsReferenceFunnel.times(
            one.rules(), one.events(), event -> event.time() >= from && event.time() < to);
        if (times == null || !times.isEmpty()) {
          expected.put(i, times == null ? 0 : times.size());
        }
      }
      FunnelActor actor = new FunnelActor(one.plan(starts), Touch.NOBODY, 0);
      one.feed(actor);
      Map<Integer, Integer> found = new TreeMap<>();
      actor.end((value, lane) -> found.putAll(lane.entries()));

      assertThat(found).as("seed %s: %s", seed, one).isEqualTo(expected);
    }
  }

  @Test
  void manyEventsOfOneActorAreWalkedAsFewAre() {
    int steps = FunnelRules.STEPS_MAX;
    for (Order order : ORDERS) {
      FunnelPlan plan = new FunnelPlan(
          order, steps, 1_000_000, Collections.nCopies(steps, false), List.of(), List.of());
      FunnelActor actor = new FunnelActor(plan, Touch.NOBODY, 0);
      for (int i = 0; i < MANY; i++) {
        actor.event(i / 3, 1L << (i % (steps - 1)), 0); // all but the last step, thrice a moment
      }
      for (int i = 0; i < MANY; i++) {
        actor.event(MANY, 3L << (i % (steps - 2)), 0); // all in one moment, two steps each
      }
      List<Integer> reached = new ArrayList<>();
      actor.end((value, lane) -> {
        long[] times = lane.times();
        reached.add(times == null ? -1 : times.length);
      });

      assertThat(reached).as("%s", order).containsExactly(steps - 1);
    }
  }

  private static @Nullable List<Long> list(long @Nullable [] times) {
    return times == null ? null : Arrays.stream(times).boxed().toList();
  }
}
