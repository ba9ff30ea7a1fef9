package dev.hedgerow.server.insight.path;

import dev.hedgerow.server.query.SqlText;
import org.jspecify.annotations.Nullable;

/**
 * Paths as SQL over the steps of {@link PathSteps} (contract S 6.2): a pause of more than 30 minutes begins a new one, and a step
 * that repeats the one before it is the same step, left when the last of them was. Of a path is shown:
 *
 * <ul>
 *   <li>Without points, the first steps.
 *   <li>With a start point, the first steps from where it is first reached.
 *   <li>With an end point, the last steps up to where it is first reached.
 *   <li>With both, from the first start to the first end after it; of a longer way half the limit
 *       from each side, and {@code ...} between.
 * </ul>
 *
 * A path that does not reach its points is not shown.
 */
final class PathSql {
  /** Stands for the steps left out between a start and an end. */
  static final String BETWEEN = "...";

  /** The longest pause inside a path. */
  private static final long PAUSE_MICROS = 30L * 60 * 1_000_000;

  private static final String OF_PATH =
      " WINDOW w AS (PARTITION BY actor, path ORDER BY moment, id)";

  private PathSql() {}

  /** Returns the steps that are shown: actor, number in the path from 1, name, next name or NULL, microseconds to that. */
  static String steps(String steps, PathsAsked asked) {
    String paths = started(paths(steps), asked.start());
    String end = asked.end();
    return end == null
        ? first(paths, asked.steps())
        : linked(
            asked.start() == null
                ? last(ended(paths, end), asked.steps())
                : between(ended(paths, end), asked.steps()));
  }

  /** Returns how many paths went from a step to the next: number, name, next name or NULL, paths, microseconds of all. */
  static String ways(String steps) {
    return "SELECT number, name, next, count(*) AS paths, CAST(coalesce(sum(micros), 0) AS BIGINT) AS micros FROM ("
        + steps + ") AS shown GROUP BY ALL";
  }

  /** Returns who went a way, by their ids, and how often. */
  static String actors(String steps, PathWay way) {
    return "SELECT CAST(actor AS VARCHAR) AS id, count(*) AS times FROM (" + steps
        + ") AS shown WHERE " + way.condition() + " GROUP BY actor ORDER BY actor";
  }

  /** Leaves the last of the steps that repeat one another, and tells the paths of an actor apart by the moment before them. */
  private static String paths(String steps) {
    String window = " WINDOW w AS (PARTITION BY actor ORDER BY moment, id)";
    String each =
        "SELECT actor, moment, id, name, lead(name) OVER w AS next, coalesce(epoch_us(lead(moment) OVER w)"
            + " - epoch_us(moment) > " + PAUSE_MICROS + ", true) AS ends FROM (" + steps + ") AS s"
            + window;
    return "SELECT actor, moment, id, name, max(CASE WHEN ends THEN moment END) OVER"
        + " (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS path FROM (" + each
        + ") AS e WHERE ends OR name <> next" + window;
  }

  /** Leaves the steps from the start point on. */
  private static String started(String paths, @Nullable String start) {
    return start == null
        ? paths
        : "SELECT actor, moment, id, name, path FROM (SELECT actor, moment, id, name, path, count(*) FILTER (name = "
            + SqlText.literal(start) + ") OVER w AS starts FROM (" + paths + ") AS p" + OF_PATH
            + ") AS s WHERE starts > 0";
  }

  /** Leaves the steps up to the end point, with their numbers and how many there are. */
  private static String ended(String paths, String end) {
    String at = "count(*) FILTER (name = " + SqlText.literal(end) + ")";
    String up = "SELECT actor, moment, id, name, path FROM (SELECT actor, moment, id, name, path, "
        + at
        + " OVER w AS ends, " + at + " OVER (PARTITION BY actor, path) AS all_ends FROM (" + paths
        + ") AS p" + OF_PATH + ") AS e WHERE all_ends > 0 AND (ends = 0 OR (ends = 1 AND name = "
        + SqlText.literal(end) + "))";
    return "SELECT actor, moment, name, path, row_number() OVER w AS number,"
        + " count(*) OVER (PARTITION BY actor, path) AS steps FROM (" + up + ") AS u" + OF_PATH;
  }

  private static String first(String paths, int limit) {
    return "SELECT actor, number, name, CASE WHEN number < " + limit + " THEN next END AS next,"
        + " CASE WHEN number < " + limit
        + " THEN epoch_us(next_at) - epoch_us(moment) END AS micros FROM"
        + " (SELECT actor, moment, name, row_number() OVER w AS number, lead(name) OVER w AS next,"
        + " lead(moment) OVER w AS next_at FROM (" + paths + ") AS p" + OF_PATH
        + ") AS n WHERE number <= " + limit;
  }

  private static String last(String ended, int limit) {
    return "SELECT actor, path, moment, name, number - greatest(steps - " + limit
        + ", 0) AS number FROM (" + ended + ") AS e WHERE number > steps - " + limit;
  }

  private static String between(String ended, int limit) {
    int half = limit / 2;
    return "SELECT actor, path, moment, CASE WHEN steps > " + limit + " AND number = " + (half + 1)
        + " THEN " + SqlText.literal(BETWEEN) + " ELSE name END AS name, CASE WHEN steps > " + limit
        + " AND number > " + (half + 1) + " THEN number - steps + " + (2 * half + 1)
        + " ELSE number END AS number FROM (" + ended + ") AS e WHERE steps <= " + limit
        + " OR number <= "
        + (half + 1) + " OR number > steps - " + half;
  }

  private static String linked(String shown) {
    return "SELECT actor, number, name, lead(name) OVER w AS next, epoch_us(lead(moment) OVER w)"
        + " - epoch_us(moment) AS micros FROM (" + shown
        + ") AS s WINDOW w AS (PARTITION BY actor, path ORDER BY number)";
  }
}
