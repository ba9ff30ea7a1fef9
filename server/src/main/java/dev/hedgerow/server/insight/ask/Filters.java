package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.PropertyFilters;
import java.util.ArrayList;
import java.util.List;

/** What a question leaves out for all its series: {@code properties}, {@code filterTestAccounts} and {@code
 * samplingFactor} (contract S 6.2, 6.3). */
public final class Filters {
  private static final long GRAINS = 1_000_000;

  private Filters() {}

  /** Returns the condition under which an event counts at all. */
  public static String condition(Ask ask) throws RejectedException {
    List<String> conditions = new ArrayList<>(PropertyFilters.conditions(ask.query(), ask.when()));
    if (ask.query().flag("filterTestAccounts", false)) {
      conditions.addAll(
          PropertyFilters.conditions("filterTestAccounts", ask.testAccounts(), ask.when()));
    }
    double sample = samplingFactor(ask);
    if (sample < 1) {
      conditions.add("hash(events.person_id) % " + GRAINS + " < " + Math.round(sample * GRAINS));
    }
    return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
  }

  /** Returns the share of persons that are looked at, above 0 and at most 1; counts are divided by it. */
  public static double samplingFactor(Ask ask) throws RejectedException {
    Object found = ask.query().fields().get("samplingFactor");
    if (found == null) {
      return 1;
    }
    if (found instanceof Number number
        && number.doubleValue() >= 1.0 / GRAINS
        && number.doubleValue() <= 1) {
      return number.doubleValue();
    }
    throw Asked.wrong("samplingFactor", "a share from 0.000001 to 1", found);
  }
}
