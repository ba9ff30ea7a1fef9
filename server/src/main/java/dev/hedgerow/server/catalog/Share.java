package dev.hedgerow.server.catalog;

import java.time.Instant;

/**
 * A link by which anybody may see one thing.
 *
 * @param hash of the link's token, which itself is not kept
 */
public record Share(Kind kind, int projectId, int thingId, String hash, Instant since) {
  /** What can be shared. */
  public enum Kind {
    INSIGHT,
    DASHBOARD
  }
}
