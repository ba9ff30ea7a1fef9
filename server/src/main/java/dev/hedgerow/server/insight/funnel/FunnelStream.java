package dev.hedgerow.server.insight.funnel;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Entity;
import dev.hedgerow.server.insight.ask.Filters;
import dev.hedgerow.server.insight.funnel.FunnelActor.Touch;
import dev.hedgerow.server.insight.funnel.FunnelRules.Order;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The events a funnel looks at, as a stream of narrow rows in the order of actors and times: who,
 * when, which steps and exclusions it is, which value of the breakdown it has.
 */
final class FunnelStream {
  private final Ask ask;
  private final FunnelAsked asked;
  private final String counted;
  private final @Nullable FunnelBreakdown breakdown;

  private FunnelStream(
      Ask ask, FunnelAsked asked, String counted, @Nullable FunnelBreakdown breakdown) {
    this.ask = ask;
    this.asked = asked;
    this.counted = counted;
    this.breakdown = breakdown;
  }

  /** Makes it, looking for the values of the breakdown if there is one. */
  static FunnelStream of(Ask ask, FunnelAsked asked) throws RejectedException, IOException {
    String counted = asked.range().condition() + " AND " + Filters.condition(ask) + " AND "
        + asked.actor().condition() + (asked.isBroken() ? asked.breakdown().condition() : "");
    FunnelBreakdown breakdown = asked.isBroken()
        ? FunnelBreakdown.of(ask, asked.breakdown(), counted + any(conditions(asked.steps())))
        : null;
    return new FunnelStream(ask, asked, counted, breakdown);
  }

  /** Returns the breakdown, or null. */
  @Nullable
  FunnelBreakdown breakdown() {
    return breakdown;
  }

  /** Takes one actor's result after the other. */
  interface Taker {
    /**
     * Takes what came of an actor under a value.
     *
     * @param id the actor's id, empty unless asked for
     */
    void took(String id, int value, FunnelLane lane);
  }

  /**
   * Follows each actor through the funnel, with a breakdown by cohorts once in each of them.
   *
   * @param withIds whether to tell ids, in their order
   */
  void each(boolean withIds, Taker taker) throws RejectedException, IOException {
    List<Integer> cohorts = asked.isBroken() ? asked.breakdown().cohorts() : List.of();
    if (cohorts.isEmpty()) {
      walk(sql(withIds, ""), withIds, taker);
    }
    for (int i = 0; i < cohorts.size(); i++) {
      int number = i;
      each(withIds, number, (id, value, lane) -> taker.took(id, number, lane));
    }
  }

  /** Follows each actor of the cohort of that number. */
  void each(boolean withIds, int cohort, Taker taker) throws RejectedException, IOException {
    int id = asked.breakdown().cohorts().get(cohort);
    String member =
        " AND events.person_id IN (SELECT person_id FROM cohort_people WHERE cohort_id = " + id
            + ")";
    walk(sql(withIds, id == 0 ? "" : member), withIds, taker);
  }

  private void walk(String sql, boolean withIds, Taker taker)
      throws RejectedException, IOException {
    FunnelActor actor = new FunnelActor(asked.plan(), asked.touch(), asked.touchStep());
    boolean valued = asked.touch() != Touch.NOBODY;
    At at = new At();
    ask.sources().sql().each(ask.projectId(), sql, row -> {
      String id = withIds ? String.valueOf(row.text(0)) : "";
      long number = withIds ? 0 : row.number(0);
      if (at.begun && (number != at.number || !id.equals(at.id))) {
        actor.end((value, lane) -> taker.took(at.id, value, lane));
      }
      at.begun = true;
      at.id = id;
      at.number = number;
      actor.event(row.number(1), row.number(2), valued ? (int) row.number(3) : 0);
    });
    if (at.begun) {
      actor.end((value, lane) -> taker.took(at.id, value, lane));
    }
  }

  /** Whose events come. */
  private static final class At {
    private boolean begun;
    private String id = "";
    private long number;
  }

  /** Returns the SELECT of all events that matter, as a person may run it. */
  String sql() {
    return sql(true, "");
  }

  /** Returns the SELECT; without ids the first column only tells neighbours apart. */
  private String sql(boolean withIds, String cohort) {
    String who = asked.actor().sql();
    List<String> looked = conditions(asked.steps());
    looked.addAll(asked.excluded());
    boolean all = asked.plan().order() == Order.STRICT;
    return "SELECT "
        + (withIds ? "CAST(" + who + " AS VARCHAR)" : "CAST(hash(" + who + ") >> 1 AS BIGINT)")
        + " AS actor, epoch_us(events.\"timestamp\") AS at, "
        + mask(looked)
        + " AS mask"
        + (breakdown == null || asked.touch() == Touch.NOBODY
            ? ""
            : ", " + breakdown.number() + " AS \"value\"")
        + " FROM events WHERE "
        + counted
        + (all ? "" : any(looked))
        + cohort
        + " ORDER BY "
        + who
        + ", 2";
  }

  private String mask(List<String> looked) {
    List<String> bits = new ArrayList<>();
    int steps = asked.steps().size();
    for (int i = 0; i < looked.size(); i++) {
      long bit = 1L << (i < steps ? i : FunnelRules.STEPS_MAX + i - steps);
      bits.add("CASE WHEN " + looked.get(i) + " THEN CAST(" + bit + " AS BIGINT) ELSE 0 END");
    }
    return String.join(" + ", bits);
  }

  private static String any(List<String> conditions) {
    return " AND (" + String.join(" OR ", conditions) + ")";
  }

  private static List<String> conditions(List<Entity> steps) {
    return steps.stream().map(Entity::condition).collect(Collectors.toCollection(ArrayList::new));
  }
}
