package dev.hedgerow.server.catalog;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A personal API key as kept: its hash, never the key.
 *
 * @param hash lower-case hex SHA-256 of the whole key
 * @param label what its owner calls it
 * @param projectIds the projects it opens, empty for all, also for later ones
 * @param revokedAt since when it opens nothing, or null
 * @param lastUsedAt when it was last seen, to some minutes, or null
 */
public record ApiKey(
    int id,
    String hash,
    String label,
    Instant createdAt,
    Scope scope,
    Set<Integer> projectIds,
    @Nullable Instant revokedAt,
    @Nullable Instant lastUsedAt) {
  public ApiKey {
    projectIds = Set.copyOf(projectIds);
  }

  /** Returns whether it is not revoked and opens all projects to that scope. */
  public boolean opensAll(Scope needed) {
    return revokedAt == null && projectIds.isEmpty() && scope.includes(needed);
  }
}
