package dev.hedgerow.server.embedded;

import java.util.Collection;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * The projects of which all was erased. What is left of them is removed some rows at a time, and meanwhile whoever reads one
 * finds nothing. Safe from any thread.
 */
final class GoneProjects {
  /** A project that nobody has. */
  private static final int NOBODYS = -1;

  private volatile Set<Integer> ids = Set.of();

  /** Learns which those are. */
  void are(Set<Integer> found) {
    ids = Set.copyOf(found);
  }

  Set<Integer> all() {
    return ids;
  }

  boolean has(int projectId) {
    return ids.contains(projectId);
  }

  /** Returns the project to read instead of one: itself, or for one that is gone one without any rows. */
  int visible(int projectId) {
    return has(projectId) ? NOBODYS : projectId;
  }

  /** Returns those that are not of such a project. */
  <T> Collection<T> without(Collection<T> keys, ToIntFunction<T> project) {
    return ids.isEmpty()
        ? keys
        : keys.stream().filter(key -> !has(project.applyAsInt(key))).toList();
  }
}
