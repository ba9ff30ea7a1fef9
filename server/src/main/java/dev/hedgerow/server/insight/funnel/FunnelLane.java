package dev.hedgerow.server.insight.funnel;

import dev.hedgerow.server.insight.funnel.FunnelPlan.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One actor on its way through a funnel, under one value of the breakdown. */
final class FunnelLane {
  private final List<Part> parts;
  private final List<FunnelTrack> tracks;
  private final boolean whole;

  private FunnelLane(List<Part> parts, List<FunnelTrack> tracks, boolean whole) {
    this.parts = parts;
    this.tracks = tracks;
    this.whole = whole;
  }

  /** Makes one that has seen nothing. */
  static FunnelLane of(FunnelPlan plan, List<Part> parts) {
    List<FunnelTrack> tracks = new ArrayList<>(parts.size());
    for (Part part : parts) {
      FunnelRun run = plan.starts().isEmpty()
          ? FunnelWalk.of(part.rules())
          : new FunnelEntries(part.rules(), plan.starts());
      tracks.add(new FunnelTrack(run, part.rules().steps()));
    }
    return new FunnelLane(parts, tracks, plan.isWhole());
  }

  /** Takes the actor's next event. */
  void event(long time, long mask) {
    if (whole) {
      tracks.get(0).event(time, mask);
      return;
    }
    for (int i = 0; i < tracks.size(); i++) {
      tracks.get(i).event(time, parts.get(i).of(mask));
    }
  }

  FunnelLane copy() {
    return new FunnelLane(parts, tracks.stream().map(FunnelTrack::copy).toList(), whole);
  }

  /**
   * Returns the times of the attempt through the steps that have to be taken, or null if the actor
   * does not count. Not for a funnel with intervals of entry.
   */
  long @Nullable [] times() {
    return ((FunnelWalk) tracks.get(0).end()).times();
  }

  /**
   * Returns the times of the attempt that came to the optional step of that number, from 0 over the
   * optional ones, or null if none did.
   */
  long @Nullable [] optionalTimes(int number) {
    long[] times = ((FunnelWalk) tracks.get(number + 1).end()).times();
    return times != null && times.length == parts.get(number + 1).steps().size() ? times : null;
  }

  /** Returns, by interval of entry, how many steps were reached; 0 where the actor does not count. */
  Map<Integer, Integer> entries() {
    return ((FunnelEntries) tracks.get(0).end()).reached();
  }
}
