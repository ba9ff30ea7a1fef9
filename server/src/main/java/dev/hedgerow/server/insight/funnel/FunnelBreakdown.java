package dev.hedgerow.server.insight.funnel;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Breakdown;
import dev.hedgerow.server.query.SqlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that a funnel is broken down by (contract S 6.2), as numbers: of the values told apart,
 * those most events that match a step have, the most frequent is 0; all others are one number after
 * the last. Cohorts are numbered as they are asked for.
 *
 * @param values those with a result of their own, as SQL compares them; empty for cohorts
 */
record FunnelBreakdown(Breakdown asked, List<String> values) {

  /**
   * Looks which values there are.
   *
   * @param events which events tell them, as a condition in SQL
   */
  static FunnelBreakdown of(Ask ask, Breakdown asked, String events)
      throws RejectedException, IOException {
    List<String> values = new ArrayList<>();
    if (!asked.isNone()) {
      ask.sources()
          .sql()
          .each(
              ask.projectId(),
              "SELECT \"value\", count(*) AS events FROM (SELECT " + asked.sql()
                  + " AS \"value\" FROM events WHERE " + events + ") AS told WHERE \"value\" <> "
                  + SqlText.literal(none(asked)) + " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT "
                  + asked.limit(),
              row -> values.add(String.valueOf(row.text(0))));
    }
    return new FunnelBreakdown(asked, List.copyOf(values));
  }

  private static String none(Breakdown asked) {
    return asked.other().replace(Breakdown.OTHER, Breakdown.NONE);
  }

  /** Returns the number of an event's value, as SQL; {@link FunnelActor#NONE} where nothing is told. */
  String number() {
    StringBuilder cases = new StringBuilder("CASE ")
        .append(asked.sql())
        .append(" WHEN ")
        .append(SqlText.literal(none(asked)))
        .append(" THEN " + FunnelActor.NONE);
    for (int i = 0; i < values.size(); i++) {
      cases
          .append(" WHEN ")
          .append(SqlText.literal(values.get(i)))
          .append(" THEN ")
          .append(i);
    }
    return cases.append(" ELSE ").append(values.size()).append(" END").toString();
  }

  /** Returns how many values are told apart. */
  int size() {
    return asked.cohorts().isEmpty() ? values.size() : asked.cohorts().size();
  }

  /** Returns whether a number stands for others that are left out. */
  boolean hides(int number) {
    return asked.hidesOther() && number >= size();
  }

  /** Returns the value of a number as results tell it. */
  Object told(int number) {
    if (!asked.cohorts().isEmpty()) {
      int cohort = asked.cohorts().get(number);
      return cohort == 0 ? "all" : (Object) cohort;
    }
    return asked.told(
        number == FunnelActor.NONE
            ? none(asked)
            : number < values.size() ? values.get(number) : asked.other());
  }

  /** Returns the number of a value as results tell it, or null if there is none such. */
  @Nullable
  Integer number(Object told) {
    if (!asked.cohorts().isEmpty()) {
      int number = asked.cohorts().indexOf(told.equals("all") ? 0 : told);
      return number < 0 ? null : number;
    }
    String value = asked.asked(told);
    if (value.equals(none(asked))) {
      return FunnelActor.NONE;
    }
    int number = values.indexOf(value);
    return number >= 0 ? (Integer) number : value.equals(asked.other()) ? values.size() : null;
  }
}
