package dev.hedgerow.server.insight.path;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import java.util.List;
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

  /** Returns how often a path went this way. */
  int times(List<PathShape.Step> path) {
    if (dropoff != null) {
      return dropoff.equals(PathEdges.key(path, path.size())) ? 1 : 0;
    }
    int times = 0;
    for (int i = 1; i <= path.size(); i++) {
      boolean left = from == null || (i > 1 && from.equals(PathEdges.key(path, i - 1)));
      if (left && (to == null || to.equals(PathEdges.key(path, i)))) {
        times++;
      }
    }
    return times;
  }
}
