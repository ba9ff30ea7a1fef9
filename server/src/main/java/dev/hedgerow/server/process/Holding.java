package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.store.HeldEvent;
import dev.hedgerow.server.store.SetAside;
import dev.hedgerow.server.wire.EntryCodec;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Holds events and lets them go, in one turn. */
final class Holding {
  /** More than an entry can add, so that what is due goes on even when ticks have no turn. */
  private static final int RELEASED_BEFORE_AN_ENTRY = 2;

  private final Waiting waiting;
  private final HoldRule rule;
  private final Limits limits;
  private final People people;
  private final Pipeline pipeline;
  private final Told told;
  private final Poison poison;
  private final List<SetAside> setAside;
  private int released;

  /** Makes one that adds what cannot be released to what the turn has set aside. */
  Holding(
      Waiting waiting,
      HoldRule rule,
      Limits limits,
      People people,
      Pipeline pipeline,
      Told told,
      Poison poison,
      List<SetAside> setAside) {
    this.waiting = waiting;
    this.rule = rule;
    this.limits = limits;
    this.people = people;
    this.pipeline = pipeline;
    this.told = told;
    this.poison = poison;
    this.setAside = setAside;
  }

  /** Returns how many events were released. */
  int released() {
    return released;
  }

  /**
   * Releases what is due. A tick comes when nothing else does, and has a chunk go on; what comes meanwhile has only a
   * few.
   */
  void releaseDue(Instant now, boolean isTick) throws IOException {
    int chunk = limits.releaseChunkMax();
    int left = isTick ? chunk : Math.min(chunk, RELEASED_BEFORE_AN_ENTRY);
    Set<IdKey> due = waiting.due(now, left);
    if (!poison.isOneByOne()) {
      people.load(due);
    }
    for (IdKey id : due) {
      left -= release(List.of(id), now, left);
    }
  }

  /** Releases what the ids have waiting that became known since it was last asked. */
  void releaseKnown(Instant now) throws IOException {
    release(people.takeNewlyKnown(), now, limits.releaseChunkMax());
  }

  /**
   * Holds an event that may wait for its person, or that comes while earlier ones of its id still
   * are on their way, so that it goes after them.
   */
  void holdOrGo(Entry.Event event, long position, Instant now, boolean mayWait) throws IOException {
    IdKey id = event.idKey();
    boolean known = people.of(id) != null;
    boolean behind = known && waiting.has(id);
    boolean holds = behind || (mayWait && !known && rule.mayHold(event));
    if (holds && waiting.full()) {
      release(List.of(id), now, limits.releaseChunkMax()); // what came before it goes before it
      poison.suspect(position);
      behind = waiting.has(id);
      holds = behind;
    }
    if (!holds) {
      pipeline.full(event, now);
      return;
    }
    HeldEvent held = new HeldEvent(position, now, behind ? now : now.plus(rule.delay()), event);
    waiting.add(held);
    told.held(held, behind);
  }

  /**
   * Releases what those ids have waiting, and what others have that become known by it, at most so
   * many. The rest is due at once: before the next entries, and before what comes of the same id.
   */
  private int release(List<IdKey> ids, Instant now, int most) throws IOException {
    Deque<IdKey> next = new ArrayDeque<>(ids);
    int left = most;
    while (!next.isEmpty()) {
      IdKey id = next.remove();
      List<HeldEvent> taken = waiting.take(id, left);
      left -= taken.size();
      release(id, taken, now);
      waiting.hasten(id, now);
      next.addAll(people.takeNewlyKnown());
    }
    return most - left;
  }

  private void release(IdKey id, List<HeldEvent> taken, Instant now) throws IOException {
    poison.suspect(id);
    if (poison.has(id)) {
      for (HeldEvent held : taken) {
        byte[] payload = EntryCodec.encode(held.event());
        setAside.add(new SetAside(held.position(), payload, poison.reason()));
      }
      return;
    }
    boolean personKnown = !taken.isEmpty() && people.of(id) != null;
    for (HeldEvent held : taken) {
      told.released(held, held.heldAt().plus(rule.delay()).isAfter(now), personKnown);
      pipeline.full(held.event(), now);
      released++;
    }
  }
}
