package dev.hedgerow.server.insight.trend;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Actor;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.Expression;
import dev.hedgerow.server.query.SqlText;
import java.util.Map;

/**
 * The {@code math} of a series (contract S 6.2): what is made of the events of one interval.
 *
 * @param word as requests write it
 * @param value SQL over one event of what is aggregated, named {@code value} inside
 * @param aggregate SQL over {@code value} and {@code actor}
 * @param scales whether a sample's answer is to be divided by its share
 */
record Measure(String word, String value, String aggregate, boolean scales) {
  private static final Map<String, String> OF_NUMBERS = Map.of(
      "sum", "sum(value)",
      "avg", "avg(value)",
      "min", "min(value)",
      "max", "max(value)",
      "median", "quantile_cont(value, 0.5)",
      "p75", "quantile_cont(value, 0.75)",
      "p90", "quantile_cont(value, 0.9)",
      "p95", "quantile_cont(value, 0.95)",
      "p99", "quantile_cont(value, 0.99)");

  private static final String PER_ACTOR = "_count_per_actor";
  private static final String NOTHING = "CAST(NULL AS DOUBLE)";

  /** Reads the math of a node. */
  static Measure of(Asked node) throws RejectedException {
    String found = node.string("math");
    String word = found == null ? "total" : found;
    return switch (word) {
      case "total" -> new Measure(word, NOTHING, "count(*)", true);
      case "dau", "weekly_active", "monthly_active" ->
        new Measure(word, NOTHING, "count(DISTINCT actor)", true);
      case "unique_session" ->
        new Measure(word, "events.\"$session_id\"", "count(DISTINCT value)", true);
      case "unique_group" ->
        new Measure(
            word,
            "nullif("
                + Actor.group(node.integer("math_group_type_index", 0, 0, 4)).sql() + ", '')",
            "count(DISTINCT value)",
            true);
      case "first_time_for_user" -> new Measure(word, NOTHING, "count(*)", true);
      case "hogql" ->
        new Measure(
            word,
            NOTHING,
            "(" + Expression.of(node.at() + "math_hogql", node.needed("math_hogql")) + ")",
            false);
      default -> ofNumbers(node, word);
    };
  }

  private static Measure ofNumbers(Asked node, String word) throws RejectedException {
    boolean perActor = word.endsWith(PER_ACTOR);
    String aggregate =
        OF_NUMBERS.get(perActor ? word.substring(0, word.length() - PER_ACTOR.length()) : word);
    if (aggregate == null || (perActor && word.startsWith("sum"))) {
      throw node.refuse(
          "math", "a known math such as total, dau, sum or p90_count_per_actor", word);
    }
    String value = perActor
        ? NOTHING
        : SqlText.number("events.properties." + SqlText.name(node.needed("math_property")));
    return new Measure(word, value, aggregate, word.equals("sum"));
  }

  /** Returns whether each actor's events are counted first. */
  boolean isPerActor() {
    return word.endsWith(PER_ACTOR);
  }

  /** Returns the days looked back at from the end of each interval, or 0 where it is the interval itself. */
  int trailingDays() {
    return switch (word) {
      case "weekly_active" -> 7;
      case "monthly_active" -> 30;
      default -> 0;
    };
  }

  /** Returns whether only the first such event of each actor counts. */
  boolean isFirstTime() {
    return word.equals("first_time_for_user");
  }

  /** Returns whether it is an aggregate of the asker's own. */
  boolean isOwn() {
    return word.equals("hogql");
  }

  /** Returns a sample's answer as that of all: counts as whole numbers. */
  double scaled(double answer, double share) {
    if (!scales || share == 1) {
      return answer;
    }
    return word.equals("sum") ? answer / share : Math.round(answer / share);
  }
}
