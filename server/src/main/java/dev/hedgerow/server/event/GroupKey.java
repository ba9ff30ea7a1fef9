package dev.hedgerow.server.event;

/**
 * A group within its project.
 *
 * @param index the group type's index, 0 to 4 (contract S 2.9)
 * @param key the group's key, at most 400 characters
 */
public record GroupKey(int projectId, int index, String key) {
  public GroupKey {
    if (index < 0) {
      throw new IllegalArgumentException("expected a group index from 0 but found " + index);
    }
  }
}
