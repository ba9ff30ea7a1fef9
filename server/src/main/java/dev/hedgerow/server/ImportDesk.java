package dev.hedgerow.server;

import dev.hedgerow.server.http.Imports;
import dev.hedgerow.server.store.GroupType;
import dev.hedgerow.server.store.Seen;
import dev.hedgerow.server.store.StateStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks up in the state what imports need to know. */
final class ImportDesk implements Imports {
  private final StateStore state;

  ImportDesk(StateStore state) {
    this.state = state;
  }

  /** Chunks are taken in order, so the last one is found by halving. */
  @Override
  public long done(int projectId, String name) throws IOException {
    long beyond = 1;
    while (seen(projectId, name, beyond)) {
      beyond *= 2;
    }
    long done = beyond / 2;
    while (beyond - done > 1) {
      long middle = (done + beyond) / 2;
      if (seen(projectId, name, middle)) {
        done = middle;
      } else {
        beyond = middle;
      }
    }
    return done;
  }

  private boolean seen(int projectId, String name, long number) throws IOException {
    Seen chunk = new Seen(projectId, Imports.chunk(projectId, name, number), 0);
    return !state.seen(List.of(chunk)).isEmpty();
  }

  @Override
  public @Nullable String conflict(int projectId, Map<Integer, String> types) throws IOException {
    for (GroupType known : state.groupTypes(projectId)) {
      String wanted = types.get(known.index());
      boolean elsewhere = types.containsValue(known.type()) && !known.type().equals(wanted);
      if (elsewhere || (wanted != null && !wanted.equals(known.type()))) {
        return "expected no group type " + known.type() + " at place " + known.index()
            + " of the project, where the import has " + (wanted == null ? "none" : wanted)
            + "; import into another project";
      }
    }
    return null;
  }
}
