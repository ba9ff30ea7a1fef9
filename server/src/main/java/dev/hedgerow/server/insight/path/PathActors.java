package dev.hedgerow.server.insight.path;

import dev.hedgerow.server.insight.ask.ActorSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives out the actors who went a way, from one on, while their paths come by. */
final class PathActors {
  private final PathWay way;
  private final int offset;
  private final int limit;
  private final ActorSource.ActorTaker taker;

  private @Nullable String actor;
  private long times;
  private long found;

  PathActors(PathWay way, int offset, int limit, ActorSource.ActorTaker taker) {
    this.way = way;
    this.offset = offset;
    this.limit = limit;
    this.taker = taker;
  }

  /** Takes a path; those of one actor come one after the other. */
  void path(String of, List<PathShape.Step> path) {
    if (!of.equals(actor)) {
      end();
      actor = of;
    }
    times += way.times(path);
  }

  /** Ends the last actor. */
  void end() {
    String last = actor;
    if (last != null && times > 0 && found++ >= offset && found <= (long) offset + limit) {
      taker.take(last, times);
    }
    actor = null;
    times = 0;
  }
}
