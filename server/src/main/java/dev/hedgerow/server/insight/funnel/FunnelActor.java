package dev.hedgerow.server.insight.funnel;

import dev.hedgerow.server.insight.funnel.FunnelPlan.Part;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One actor in a funnel: its events in the order of time, then what came of them under which value
 * of the breakdown (contract S 6.2). For one thread; to be used for one actor after another.
 *
 * <p>Values are numbers: those that have a result of their own from 0, the more frequent first, and
 * one for all others; {@link #NONE} is that an event has none.
 */
final class FunnelActor {
  /** The number of no value. */
  static final int NONE = -1;

  /** Which of an actor's events tells the value it counts under. */
  enum Touch {
    /** There is no breakdown: all count under 0. */
    NOBODY,
    /** The first event that matches a step and has a value; of one moment the more frequent value. */
    FIRST_TOUCH,
    /** The last such event; of one moment the more frequent value. */
    LAST_TOUCH,
    /** All of them: for each value the actor counts with the events that have it, and only these. */
    ALL_EVENTS,
    /**
     * That of one step: for each value its events have, the actor counts with these for that step.
     */
    STEP
  }

  /** Who is told what came of an actor, once for each value it counts under. */
  interface Taker {
    void took(int value, FunnelLane lane);
  }

  private final FunnelPlan plan;
  private final List<Part> parts;
  private final Touch touch;
  private final long stepBit;
  private final Map<Integer, FunnelLane> lanes = new TreeMap<>();
  private FunnelLane plain;
  private int touched = NONE;
  private long touchedAt;

  /**
   * Makes one for a funnel.
   *
   * @param step the step that tells the value, from 0; only for {@link Touch#STEP}
   */
  FunnelActor(FunnelPlan plan, Touch touch, int step) {
    this.plan = plan;
    this.parts = plan.parts();
    this.touch = touch;
    this.stepBit = touch == Touch.STEP ? 1L << step : 0;
    this.plain = FunnelLane.of(plan, parts);
  }

  /** Takes the actor's next event, with its mask over all steps and its value. */
  void event(long time, long mask, int value) {
    switch (touch) {
      case NOBODY -> plain.event(time, mask);
      case FIRST_TOUCH, LAST_TOUCH -> {
        plain.event(time, mask);
        if (value != NONE && (mask & FunnelRules.STEP_BITS) != 0) {
          touch(time, value);
        }
      }
      case ALL_EVENTS ->
        lanes.computeIfAbsent(value, key -> FunnelLane.of(plan, parts)).event(time, mask);
      case STEP -> {
        if ((mask & stepBit) != 0) {
          lanes.computeIfAbsent(value, key -> plain.copy());
        }
        plain.event(time, mask & ~stepBit);
        lanes.forEach((other, lane) -> lane.event(time, other == value ? mask : mask & ~stepBit));
      }
    }
  }

  private void touch(long time, int value) {
    boolean fits = touch == Touch.LAST_TOUCH || time == touchedAt;
    if (touched == NONE || (fits && (time != touchedAt || value < touched))) {
      touched = value;
      touchedAt = time;
    }
  }

  /** Tells what came of the actor, and begins with another. */
  void end(Taker taker) {
    if (touch == Touch.ALL_EVENTS || (touch == Touch.STEP && !lanes.isEmpty())) {
      lanes.forEach(taker::took);
    } else {
      taker.took(touch == Touch.NOBODY ? 0 : touched, plain);
    }
    lanes.clear();
    plain = FunnelLane.of(plan, parts);
    touched = NONE;
  }
}
