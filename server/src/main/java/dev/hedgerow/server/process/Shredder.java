package dev.hedgerow.server.process;

import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.store.Erasure;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.util.List;

/**
 * Finishes erasures: once every stage is past one, what is left of projects goes, some rows at a time, and all files are made
 * anew, so that none holds what was erased. A crash costs the step under way, as erasures stay unfinished until the last. Belongs to
 * whoever keeps the log and the outbox from being trimmed elsewhere meanwhile.
 */
public final class Shredder {
  /** Rows of an erased project that go at one time, so that others never wait long. */
  private static final int STATE_ROWS_AT_ONCE = 5_000;

  private static final int STORE_ROWS_AT_ONCE = 50_000;

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
    while (state.clear(STATE_ROWS_AT_ONCE) > 0) {
      // and a turn for the processor
    }
    store.rewrite(last.outbox(), STORE_ROWS_AT_ONCE);
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
