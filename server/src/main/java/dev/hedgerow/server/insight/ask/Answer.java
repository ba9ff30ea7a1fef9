package dev.hedgerow.server.insight.ask;

import java.util.Map;

/**
 * What a question answers; plain JSON values.
 *
 * @param results in the form the question's kind has
 * @param sql the SELECT that tells where the numbers come from, as a person may run it
 * @param more further fields of the answer, such as {@code columns} or {@code hasMore}
 */
public record Answer(Object results, String sql, Map<String, ?> more) {

  /** Makes an answer without further fields. */
  public Answer(Object results, String sql) {
    this(results, sql, Map.of());
  }
}
