package dev.hedgerow.server.embedded.folder;

import java.util.Collection;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * The projects of which all was erased. What is left of them is removed some rows at a time, and meanwhile whoever reads one
 * finds nothing. Safe from any thread.
 */
public final class GoneProjects {
  /** A project that nobody has. */
  private static final int NOBODYS = -1;

  private volatile Set<Integer> ids = Set.of();

  /** Learns which those are. */
  public void are(Set<Integer> found) {
    ids = Set.copyOf(found);
  }

  /** Returns them all. */
  public Set<Integer> all() {
    return ids;
  }

  /** Returns whether a project is one of them. */
  public boolean has(int projectId) {
    return ids.contains(projectId);
  }

  /** Returns the project to read instead of one: itself, or for one that is gone one without any rows. */
  public int visible(int projectId) {
    return has(projectId) ? NOBODYS : projectId;
  }

  /** Returns those that are not of such a project. */
  public <T> Collection<T> without(Collection<T> keys, ToIntFunction<T> project) {
    return ids.isEmpty()
        ? keys
        : keys.stream().filter(key -> !has(project.applyAsInt(key))).toList();
  }
}
