package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.store.Seen;
import dev.hedgerow.server.store.StateStore;
import dev.hedgerow.server.wire.EntryCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which uuids were taken before, by the state or within this turn. */
final class Uuids {
  private record Key(int projectId, UUID uuid) {}

  private final Map<Key, Long> known = new HashMap<>();
  private final List<Seen> taken = new ArrayList<>();

  /** What a uuid turned out to be. */
  enum Finding {
    NEW,
    SAME_AGAIN,
    OTHER_CONTENT
  }

  void load(StateStore state, Collection<Seen> asked) throws IOException {
    for (Seen seen : state.seen(asked)) {
      known.put(new Key(seen.projectId(), seen.uuid()), seen.content());
    }
  }

  /** Takes a uuid, unless it was taken before. */
  Finding take(Seen seen) {
    Long before = known.putIfAbsent(new Key(seen.projectId(), seen.uuid()), seen.content());
    if (before == null) {
      taken.add(seen);
      return Finding.NEW;
    }
    return before == seen.content() ? Finding.SAME_AGAIN : Finding.OTHER_CONTENT;
  }

  List<Seen> taken() {
    return taken;
  }

  /** Returns an event's uuid with a hash of what the sender said, from its entry's bytes. */
  static Seen seen(Entry.Event event, byte[] payload) {
    return new Seen(event.projectId(), event.uuid(), EntryCodec.content(payload));
  }
}
