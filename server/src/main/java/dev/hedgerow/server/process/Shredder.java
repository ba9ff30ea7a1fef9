package dev.hedgerow.server.process;

import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.store.Erasure;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.util.List;

/**
 * Finishes erasures: once every stage is past one, all files are made anew, so that none holds what was erased. Belongs to
 * whoever keeps the log and the outbox from being trimmed elsewhere meanwhile.
 */
public final class Shredder {
  private final EventLog log;
  private final StateStore state;
  private final StoreWriter store;

  /** Makes one; does nothing yet. */
  public Shredder(EventLog log, StateStore state, StoreWriter store) {
    this.log = log;
    this.state = state;
    this.store = store;
  }

  /** Finishes all that the state has erased, and returns how many. Safe to repeat after an exception. */
  public int finish() throws IOException {
    List<Erasure> open = state.erasures().unfinished();
    if (open.isEmpty()) {
      return 0;
    }
    Erasure last = open.get(open.size() - 1);
    store.rewrite(last.outbox());
    long safe = state.checkpoint();
    if (safe < last.position()) {
      throw new IOException("expected a checkpoint of the state up to " + last.position()
          + " but it reached " + safe);
    }
    log.trim(safe);
    state.rewrite();
    log.rewrite();
    state.erasures().finish(last.position(), state.position().time());
    return open.size();
  }
}
