package dev.hedgerow.server.insight.funnel;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.ActorSource;
import dev.hedgerow.server.insight.ask.Answer;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Filters;
import dev.hedgerow.server.insight.ask.Kind;
import dev.hedgerow.server.query.Asked;
import java.io.IOException;
import java.util.Map;

/**
 * {@code FunnelsQuery}: how many actors take one step after the other (contract S 6.2). What an
 * attempt is says {@link FunnelRules}.
 *
 * <p>Answers by {@code funnelVizType} the steps ({@link FunnelSteps}), the time between two of them
 * ({@link FunnelTimes}) or the share of conversions over time ({@link FunnelTrends}).
 */
public final class Funnels implements Kind, ActorSource {

  @Override
  public Answer answer(Ask ask) throws RejectedException, IOException {
    FunnelAsked asked = FunnelAsked.of(ask);
    double sample = Filters.samplingFactor(ask);
    FunnelStream stream = FunnelStream.of(ask, asked);
    Object results = switch (asked.viz()) {
      case STEPS -> {
        FunnelSteps steps = new FunnelSteps(asked);
        stream.each(false, (id, value, lane) -> steps.took(value, lane));
        yield steps.results(stream.breakdown(), sample);
      }
      case TIME_TO_CONVERT -> {
        FunnelTimes times = new FunnelTimes(asked);
        stream.each(false, (id, value, lane) -> times.took(lane));
        yield times.results(asked.bins(), sample);
      }
      case TRENDS -> {
        FunnelTrends trends = new FunnelTrends(asked);
        stream.each(false, (id, value, lane) -> trends.took(value, lane));
        yield trends.results(stream.breakdown(), sample);
      }
    };
    return new Answer(
        results, stream.sql(), Map.of("resolved_date_range", asked.range().told()));
  }

  /**
   * Gives out who reached a step, or did not.
   *
   * @param point {@code funnelStep}: <i>n</i> for those who came to step <i>n</i>, counted from 1,
   *     <i>-n</i> for those who came to the step before it and no further; {@code
   *     funnelStepBreakdown}: the value they count under. In a funnel over time instead {@code
   *     funnelTrendsEntrancePeriodStart}: a day of the answer in which they began, and {@code
   *     funnelTrendsDropOff}: whether to give out those who did not come to the last step. In one of the time to convert, instead,
   *     {@code funnelTimeFrom}, where a bar begins in seconds, and {@code funnelTimeTo}, where the next does
   */
  @Override
  public void actors(Ask source, Asked point, int offset, int limit, ActorTaker taker)
      throws RejectedException, IOException {
    FunnelAsked asked = FunnelAsked.of(source);
    FunnelStream stream = FunnelStream.of(source, asked);
    FunnelPoint meant = FunnelPoint.of(asked, stream.breakdown(), point);
    Page page = new Page(offset, limit, taker);
    FunnelStream.Taker all = (id, value, lane) -> {
      long events = meant.events(lane);
      if (events > 0 && meant.isValue(value)) {
        page.take(id, events);
      }
    };
    Integer cohort = meant.value();
    if (!asked.isBroken() || asked.breakdown().cohorts().isEmpty()) {
      stream.each(true, all);
    } else if (cohort == null) {
      throw point.refuse("funnelStepBreakdown", "a cohort of the answer", null);
    } else {
      stream.each(true, cohort, (id, value, lane) -> all.took(id, cohort, lane));
    }
  }

  /** Passes on one page of actors, each once. */
  private static final class Page {
    private final int offset;
    private final int limit;
    private final ActorTaker taker;
    private long seen;
    private String last = "";

    private Page(int offset, int limit, ActorTaker taker) {
      this.offset = offset;
      this.limit = limit;
      this.taker = taker;
    }

    private void take(String id, long events) {
      if (id.equals(last)) {
        return;
      }
      last = id;
      if (seen >= offset && seen - offset < limit) {
        taker.take(id, events);
      }
      seen++;
    }
  }
}
