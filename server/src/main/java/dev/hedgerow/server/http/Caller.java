package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.ApiKey;
import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.event.RejectedException;
import java.util.Set;

/**
 * Who asks, and what that allows.
 *
 * @param projectIds the projects that are open, empty for all
 * @param keyId the key's id, 0 where it is none
 * @param who the key's label, or else a few words
 */
record Caller(Scope scope, Set<Integer> projectIds, int keyId, String who) {
  /** Who runs the server, by the link it printed at start. */
  static final Caller OPERATOR =
      new Caller(Scope.ADMIN, Set.of(), 0, "whoever had the link printed at start");

  /** Who may read the data folder, by a tool on the same machine. */
  static final Caller COMMAND_LINE =
      new Caller(Scope.ADMIN, Set.of(), 0, "the command line on the server's machine");

  static Caller of(ApiKey key) {
    return new Caller(key.scope(), key.projectIds(), key.id(), key.label());
  }

  /** Refuses with 403 what the caller may not do in that project. */
  void require(Scope needed, int projectId) throws RejectedException {
    if (!projectIds.isEmpty() && !projectIds.contains(projectId)) {
      throw denied("that key does not open this project");
    }
    requireScope(needed);
  }

  /** Refuses with 403 what the caller may not do everywhere. */
  void requireEverywhere(Scope needed) throws RejectedException {
    if (!projectIds.isEmpty()) {
      throw denied("expected a key that opens all projects");
    }
    requireScope(needed);
  }

  private void requireScope(Scope needed) throws RejectedException {
    if (!scope.includes(needed)) {
      throw denied("expected a key with the scope " + needed.word() + " but found " + scope.word());
    }
  }

  private static RejectedException denied(String detail) {
    return new RejectedException(403, "permission_denied", detail, null);
  }
}
