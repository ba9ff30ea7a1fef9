package dev.hedgerow.server.event;

import java.time.Duration;

/**
 * When a property that questions ask for gets a column of its own in the event store, and what that may cost.
 *
 * @param most properties with such a column at one time, over all projects
 * @param asked slow questions that must have asked for it
 * @param slow a question that takes less gains nothing by a column, and does not count
 * @param rowsAtOnce rows filled at one time, during which nothing else is written
 * @param sampleRows the project's newest rows that are looked at before
 * @param oneOf it must be in one of so many of them
 * @param charsMax its values there may be so long on average, in bytes of UTF-8
 * @param unusedFor a column that no question read for so long may go for another, and a property that was declined is
 *     looked at again after as long
 */
public record ColumnRules(
    int most,
    int asked,
    Duration slow,
    int rowsAtOnce,
    int sampleRows,
    int oneOf,
    int charsMax,
    Duration unusedFor) {

  /** What the program runs with. */
  public static final ColumnRules STANDARD = new ColumnRules(
      16, 3, Duration.ofMillis(100), 50_000, 20_000, 1_000, 200, Duration.ofDays(1));
}
