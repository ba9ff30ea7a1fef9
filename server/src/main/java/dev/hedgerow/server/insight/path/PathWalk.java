package dev.hedgerow.server.insight.path;

import dev.hedgerow.server.event.RejectedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the steps of one actor after the other into paths (contract S 6.2): a pause of more than 30
 * minutes begins a new one, and a step that repeats the one before it is the same step, left when
 * the last of them was. Steps come oldest first. Not safe for more than one thread.
 */
final class PathWalk {
  /** The longest pause inside a path. */
  static final long PAUSE_MICROS = 30L * 60 * 1_000_000;

  /** Takes the shown part of each path, which is never empty. */
  interface Paths {
    void take(String actor, List<PathShape.Step> path) throws RejectedException;
  }

  private final PathShape shape;
  private final Paths paths;

  private @Nullable String actor;
  private @Nullable String name;
  private long micros;

  PathWalk(PathShape shape, Paths paths) {
    this.shape = shape;
    this.paths = paths;
  }

  /** Takes the next step. */
  void step(String of, long at, String step) throws RejectedException {
    if (!of.equals(actor) || at - micros > PAUSE_MICROS) {
      end();
    } else if (!step.equals(name)) {
      leave();
    }
    actor = of;
    name = step;
    micros = at;
  }

  /** Ends the last path. */
  void end() throws RejectedException {
    String whose = actor;
    if (whose == null) {
      return;
    }
    leave();
    actor = null;
    List<PathShape.Step> path = shape.end();
    if (!path.isEmpty()) {
      paths.take(whose, path);
    }
  }

  private void leave() {
    String left = name;
    if (left != null) {
      shape.step(left, micros);
    }
    name = null;
  }
}
