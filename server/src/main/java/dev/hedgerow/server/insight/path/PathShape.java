package dev.hedgerow.server.insight.path;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a path that is shown: from a start point, up to an end point, and not more steps
 * than the limit (contract S 6.2). Holds no more of a path than it shows, however long it is.
 *
 * <ul>
 *   <li>Without points, the first steps.
 *   <li>With a start point, the first steps from where it is first reached.
 *   <li>With an end point, the last steps up to where it is first reached.
 *   <li>With both, from the first start to the first end after it; of a longer way half the limit
 *       from each side, and {@code ...} between.
 * </ul>
 *
 * A path that does not reach its points has no part.
 */
final class PathShape {
  /** Stands for the steps left out between a start and an end. */
  static final String BETWEEN = "...";

  /** One step and when it was last there, in microseconds. */
  record Step(String name, long micros) {}

  private final @Nullable String start;
  private final @Nullable String end;
  private final int limit;

  private final List<Step> first = new ArrayList<>();
  private final Deque<Step> last = new ArrayDeque<>();
  private @Nullable Step omitted;
  private long steps;
  private boolean started;
  private boolean ended;

  PathShape(@Nullable String start, @Nullable String end, int limit) {
    this.start = start;
    this.end = end;
    this.limit = limit;
  }

  /** Takes the next step of a path; never the same name twice in a row. */
  void step(String name, long micros) {
    started |= start == null || start.equals(name);
    if (!started || ended) {
      return;
    }
    Step step = new Step(name, micros);
    steps++;
    int half = limit / 2;
    if (first.size() < limit) {
      first.add(step);
    }
    if (steps == half + 1L) {
      omitted = step;
    }
    if (end != null) {
      last.add(step);
      if (last.size() > limit) {
        last.remove();
      }
      ended = end.equals(name);
    }
  }

  /** Ends the path and returns its part, which may be empty, and is ready for the next. */
  List<Step> end() {
    List<Step> shown = shown();
    first.clear();
    last.clear();
    omitted = null;
    steps = 0;
    started = false;
    ended = false;
    return shown;
  }

  private List<Step> shown() {
    if (end == null) {
      return List.copyOf(first);
    }
    if (!ended) {
      return List.of();
    }
    Step between = omitted;
    if (start == null || steps <= limit || between == null) {
      return List.copyOf(last);
    }
    int half = limit / 2;
    List<Step> shown = new ArrayList<>(first.subList(0, half));
    shown.add(new Step(BETWEEN, between.micros()));
    shown.addAll(List.copyOf(last).subList(last.size() - half, last.size()));
    return shown;
  }
}
