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

/** The buffer as one turn sees it: what the state holds, and over it what came and went. */
final class Waiting {
  private static final Comparator<HeldEvent> BY_DUE =
      Comparator.comparing(HeldEvent::dueAt).thenComparingLong(HeldEvent::position);

  private final StateStore state;
  private final int chunk;
  private final int most;
  private final Instant turnEnd;

  private final Set<IdKey> asked = new HashSet<>();
  private final Set<IdKey> inState = new HashSet<>();
  private final Map<Long, HeldEvent> added = new TreeMap<>();
  private final Map<IdKey, List<HeldEvent>> addedById = new HashMap<>();
  private final Set<Long> removed = new HashSet<>();
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
      inState.addAll(state.withHeld(missing));
    }
  }

  boolean full() {
    return count >= most;
  }

  long count() {
    return count;
  }

  void add(HeldEvent held) {
    added.put(held.position(), held);
    addedById.computeIfAbsent(held.event().idKey(), key -> new ArrayList<>()).add(held);
    byDue.add(held);
    count++;
  }

  /** Returns the first distinct ids with something due then, in order; each is to be taken. */
  Set<IdKey> due(Instant now) throws IOException {
    loadDue();
    Set<IdKey> ids = new LinkedHashSet<>();
    int events = 0;
    for (HeldEvent held : byDue) {
      if (held.dueAt().isAfter(now) || events++ == chunk) {
        break;
      }
      ids.add(held.event().idKey());
    }
    return ids;
  }

  /** Takes all that a distinct id has waiting, in the order it came. */
  List<HeldEvent> take(IdKey key) throws IOException {
    load(List.of(key));
    List<HeldEvent> taken = new ArrayList<>();
    if (inState.remove(key)) {
      for (HeldEvent held : state.held(key, Integer.MAX_VALUE)) {
        taken.add(held);
        removed.add(held.position());
      }
    }
    List<HeldEvent> recent = addedById.remove(key);
    if (recent != null) {
      taken.addAll(recent);
      recent.forEach(held -> added.remove(held.position()));
    }
    taken.forEach(byDue::remove);
    count -= taken.size();
    return taken;
  }

  List<HeldEvent> added() {
    return List.copyOf(added.values());
  }

  List<Long> removed() {
    return removed.stream().sorted().toList();
  }

  /** Keeps at least a chunk of the state's earliest in view, as far as they matter to this turn. */
  private void loadDue() throws IOException {
    if (allDueLoaded || loadedDue - removed.size() > chunk) {
      return;
    }
    int ask = removed.size() + 4 * chunk;
    List<HeldEvent> found = state.due(turnEnd, ask);
    Set<IdKey> ids = new HashSet<>();
    for (HeldEvent held : found) {
      if (!removed.contains(held.position())) {
        byDue.add(held);
        ids.add(held.event().idKey());
      }
    }
    inState.addAll(ids);
    asked.addAll(ids);
    loadedDue = found.size();
    allDueLoaded = found.size() < ask;
  }
}
