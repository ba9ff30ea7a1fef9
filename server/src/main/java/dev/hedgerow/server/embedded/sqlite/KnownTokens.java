package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.event.Project;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The projects of tokens that were asked for, as nothing but the catalog in this process changes
 * them. Unknown tokens are not kept: they are looked up each time. Safe from any thread.
 */
final class KnownTokens {
  private static final int MAX = 10_000;

  private final Map<String, Project> known = new ConcurrentHashMap<>();
  private volatile long changes;

  /** Returns the token's project as the catalog has it now, or null when that has to be read. */
  @Nullable
  Project find(String token) {
    return known.get(token);
  }

  /** Returns how often the catalog has changed; ask before reading what {@link #keep} gets. */
  long changes() {
    return changes;
  }

  /** Keeps what was read, unless the catalog has changed since. */
  synchronized void keep(String token, Project project, long asOf) {
    if (asOf == changes) {
      if (known.size() >= MAX) {
        known.clear();
      }
      known.put(token, project);
    }
  }

  /** Forgets all; to be called after each change, also after one that failed. */
  synchronized void forget() {
    changes++;
    known.clear();
  }
}
