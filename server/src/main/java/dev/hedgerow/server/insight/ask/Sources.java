package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.catalog.Actions;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.query.SqlReads;

/**
 * What questions are answered from.
 *
 * @param kept numbers found before
 * @param anew whether none of these may do
 */
public record Sources(SqlReads sql, Actions actions, Limits limits, KeptTrends kept, boolean anew) {
  private static final long KEPT_BYTES_MAX =
      Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 64);

  /** Makes them with nothing found before. */
  public Sources(SqlReads sql, Actions actions, Limits limits) {
    this(sql, actions, limits, new KeptTrends(KEPT_BYTES_MAX), false);
  }

  /** Returns the same for a question that is to be asked anew. */
  public Sources askedAnew() {
    return new Sources(sql, actions, limits, kept, true);
  }
}
