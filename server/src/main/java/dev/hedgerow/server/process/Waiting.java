package dev.hedgerow.server.process;

import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.store.HeldEvent;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The buffer as one turn sees it: what the state holds, and over it what came and went. However
 * many events are held, and of however few ids, only as many are in memory as the turn may release.
 */
final class Waiting {
  private static final Comparator<HeldEvent> BY_DUE =
      Comparator.comparing(HeldEvent::dueAt).thenComparingLong(HeldEvent::position);

  /** What of one distinct id waits, the first of it in view. */
  private static final class Line {
    private final TreeMap<Long, HeldEvent> inView = new TreeMap<>();

    /** Whether the state may have more than is in view. */
    private boolean more;

    /** How many in view are the state's. */
    private int ofState;

    /** How many of the state's went on in this turn. */
    private int gone;

    Line(boolean more) {
      this.more = more;
    }
  }

  private final StateStore state;
  private final int chunk;
  private final int most;
  private final Instant turnEnd;

  private final Set<IdKey> asked = new HashSet<>();
  private final Map<IdKey, Line> lines = new HashMap<>();
  private final Map<Long, HeldEvent> added = new TreeMap<>();
  private final Map<Long, HeldEvent> hastened = new TreeMap<>();
  private final Set<Long> removed = new HashSet<>();
  private final List<IdKey> dropped = new ArrayList<>();
  private final TreeSet<HeldEvent> byDue = new TreeSet<>(BY_DUE);
  private int loadedDue;
  private boolean allDueLoaded;
  private long count;

  /**
   * Makes the view of a turn.
   *
   * @param count events held before it
   * @param turnEnd the log time of the turn's last entry
   */
  Waiting(StateStore state, Limits limits, long count, Instant turnEnd) {
    this.state = state;
    this.chunk = limits.releaseChunkMax();
    this.most = limits.heldEventsMax();
    this.count = count;
    this.turnEnd = turnEnd;
    this.allDueLoaded = count == 0;
  }

  /** Reads which of those ids have held events, in one go. */
  void load(Collection<IdKey> keys) throws IOException {
    List<IdKey> missing = new ArrayList<>();
    for (IdKey key : keys) {
      if (asked.add(key)) {
        missing.add(key);
      }
    }
    if (!missing.isEmpty() && count > 0) {
      state.withHeld(missing).forEach(key -> lines.put(key, new Line(true)));
    }
  }

  boolean full() {
    return count >= most;
  }

  long count() {
    return count;
  }

  /** Returns whether a distinct id has anything waiting. */
  boolean has(IdKey key) throws IOException {
    return line(key) != null;
  }

  void add(HeldEvent held) throws IOException {
    IdKey key = held.event().idKey();
    Line line = line(key);
    if (line == null) {
      line = new Line(false);
      lines.put(key, line);
    }
    line.inView.put(held.position(), held);
    added.put(held.position(), held);
    byDue.add(held);
    count++;
  }

  /** Returns the distinct ids of the first events that are due then, at most that many, in order. */
  Set<IdKey> due(Instant now, int eventsMax) throws IOException {
    loadDue();
    Set<IdKey> ids = new LinkedHashSet<>();
    int events = 0;
    for (HeldEvent held : byDue) {
      if (held.dueAt().isAfter(now) || events++ == eventsMax) {
        break;
      }
      ids.add(held.event().idKey());
    }
    return ids;
  }

  /** Takes the first that a distinct id has waiting, at most that many, in the order they came. */
  List<HeldEvent> take(IdKey key, int eventsMax) throws IOException {
    Line line = line(key);
    if (line == null || eventsMax == 0) {
      return List.of();
    }
    bringIntoView(key, line, eventsMax + 1);
    List<HeldEvent> taken = new ArrayList<>();
    while (taken.size() < eventsMax && !line.inView.isEmpty()) {
      HeldEvent held = line.inView.pollFirstEntry().getValue();
      byDue.remove(held);
      if (added.remove(held.position()) == null) {
        hastened.remove(held.position());
        removed.add(held.position());
        line.ofState--;
        line.gone++;
      }
      taken.add(held);
    }
    if (line.inView.isEmpty()) {
      lines.remove(key);
    }
    count -= taken.size();
    return taken;
  }

  /**
   * Lets all go that a distinct id has waiting, however much that is, without reading it. Nothing of that id may come
   * afterwards in the same turn, and {@link #count} does not know of it.
   */
  void drop(IdKey key) {
    lines.remove(key);
    dropped.add(key);
  }

  /** Lets the first that a distinct id has waiting, if any, be due by then. */
  void hasten(IdKey key, Instant now) throws IOException {
    Line line = line(key);
    if (line == null) {
      return;
    }
    bringIntoView(key, line, 1);
    Map.Entry<Long, HeldEvent> first = line.inView.firstEntry();
    if (first == null || !first.getValue().dueAt().isAfter(now)) {
      return;
    }
    HeldEvent late = first.getValue();
    HeldEvent sooner = new HeldEvent(late.position(), late.heldAt(), now, late.event());
    line.inView.put(sooner.position(), sooner);
    byDue.remove(late);
    byDue.add(sooner);
    (added.containsKey(sooner.position()) ? added : hastened).put(sooner.position(), sooner);
  }

  List<HeldEvent> added() {
    return List.copyOf(added.values());
  }

  /** Returns those that the state holds until later than they are due now. */
  List<HeldEvent> hastened() {
    return List.copyOf(hastened.values());
  }

  List<Long> removed() {
    return removed.stream().sorted().toList();
  }

  /** Returns the distinct ids of which all went without being looked at. */
  List<IdKey> dropped() {
    return List.copyOf(dropped);
  }

  private @Nullable Line line(IdKey key) throws IOException {
    load(List.of(key));
    return lines.get(key);
  }

  /** Has at least that many of the state's in view, or all there are. */
  private void bringIntoView(IdKey key, Line line, int events) throws IOException {
    if (!line.more || line.ofState >= events) {
      return;
    }
    int ask = line.gone + Math.max(events, 2 * chunk);
    List<HeldEvent> found = state.held(key, ask);
    for (HeldEvent held : found) {
      if (!removed.contains(held.position())
          && line.inView.putIfAbsent(held.position(), held) == null) {
        line.ofState++;
      }
    }
    line.more = found.size() == ask;
  }

  /** Keeps at least a chunk of the state's earliest in view, as far as they matter to this turn. */
  private void loadDue() throws IOException {
    if (allDueLoaded || loadedDue - removed.size() > chunk) {
      return;
    }
    int ask = removed.size() + 4 * chunk;
    List<HeldEvent> found = state.due(turnEnd, ask);
    for (HeldEvent held : found) {
      IdKey key = held.event().idKey();
      if (!removed.contains(held.position()) && !hastened.containsKey(held.position())) {
        byDue.add(held);
        if (asked.add(key)) {
          lines.put(key, new Line(true));
        }
      }
    }
    loadedDue = found.size();
    allDueLoaded = found.size() < ask;
  }
}
