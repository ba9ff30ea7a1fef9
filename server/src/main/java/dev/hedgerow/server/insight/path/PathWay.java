package dev.hedgerow.server.insight.path;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.SqlText;
import org.jspecify.annotations.Nullable;

/**
 * A way that paths may have gone, by the keys of an answer's steps.
 *
 * @param from the step before, or null for any
 * @param to the step after, or null for any
 * @param dropoff the last step of the path, or null for any
 */
record PathWay(
    @Nullable String from, @Nullable String to, @Nullable String dropoff) {

  /** Reads {@code pathStartKey}, {@code pathEndKey} and {@code pathDropoffKey}. */
  static PathWay of(Asked filter) throws RejectedException {
    return new PathWay(
        filter.string("pathStartKey"),
        filter.string("pathEndKey"),
        filter.string("pathDropoffKey"));
  }

  /** Returns the condition that a row of {@link PathSql#steps} went this way, as SQL. */
  String condition() {
    String step = "number || '_' || name = ";
    if (dropoff != null) {
      return step + SqlText.literal(dropoff) + " AND next IS NULL";
    }
    if (from == null) {
      return to == null ? "true" : step + SqlText.literal(to);
    }
    return step + SqlText.literal(from) + " AND "
        + (to == null ? "next IS NOT NULL" : "number + 1 || '_' || next = " + SqlText.literal(to));
  }
}
