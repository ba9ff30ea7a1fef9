package dev.hedgerow.server.store;

import static dev.hedgerow.server.store.Samples.NOON;
import static dev.hedgerow.server.store.Samples.uuid;

import dev.hedgerow.server.event.IdKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A state that is opened for each test, and changes of it. */
abstract class StateContract {
  static final UUID LOG = uuid(77);

  StateStore state = new InMemoryState();
  private long entry;

  /** Opens the state that the test works on; once closed, the next call opens what it left. */
  protected abstract StateStore open() throws IOException;

  @BeforeEach
  final void openState() throws IOException {
    state = open();
  }

  @AfterEach
  final void closeState() throws IOException {
    state.close();
  }

  /** Begins a change by the next entry. */
  final Change next() {
    entry++;
    Instant time = NOON.plusSeconds(entry);
    return new Change(LOG, entry, time);
  }

  /** Commits a change and returns how far the state has come. */
  final Position commit(Change change) throws IOException {
    return state.commit(change.made());
  }

  /** Closes the state and opens what it left. */
  final void reopen() throws IOException {
    state.close();
    state = open();
  }

  static List<IdKey> keys(String... distinctIds) {
    List<IdKey> keys = new ArrayList<>();
    for (String distinctId : distinctIds) {
      keys.add(new IdKey(1, distinctId));
    }
    return keys;
  }
}
