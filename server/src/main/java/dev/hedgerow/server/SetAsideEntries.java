package dev.hedgerow.server;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.http.Aside;
import dev.hedgerow.server.log.LogWriter;
import dev.hedgerow.server.store.SetAside;
import dev.hedgerow.server.store.StateStore;
import dev.hedgerow.server.wire.EntryCodec;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;

/** What the state has set aside; another try goes through the log, so that it is replayed the same. */
final class SetAsideEntries implements Aside {
  private static final int AT_ONCE = 1_000;

  private final StateStore state;
  private final LogWriter log;

  SetAsideEntries(StateStore state, LogWriter log) {
    this.state = state;
    this.log = log;
  }

  @Override
  public List<Item> first(int max) throws IOException {
    return state.setAside(0, max).stream()
        .map(one -> new Item(one.position(), one.reason(), one.payload().length))
        .toList();
  }

  @Override
  public int replay() throws IOException {
    int tried = 0;
    List<SetAside> next = state.setAside(0, AT_ONCE);
    while (!next.isEmpty()) {
      try {
        log.submit(next.stream()
                .map(one -> EntryCodec.encode(new Entry.Again(one.position())))
                .toList())
            .join();
      } catch (CompletionException e) {
        throw new IOException("expected to append to the log", e.getCause());
      }
      tried += next.size();
      next = state.setAside(next.get(next.size() - 1).position(), AT_ONCE);
    }
    return tried;
  }
}
