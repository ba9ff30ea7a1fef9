package dev.hedgerow.server.embedded;

import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.embedded.duck.DuckTold;
import dev.hedgerow.server.embedded.sqlite.SqliteState;
import dev.hedgerow.server.store.OutboxBlock;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts persons, distinct ids and groups that the state lost to damage back from the event store, which was told of all of
 * them. What that lacks as well is a person without properties, and is told to it.
 */
final class StateMending {
  private static final Logger LOG = LoggerFactory.getLogger(StateMending.class);
  private static final int BLOCKS_A_WRITE = 64;

  private StateMending() {}

  static void from(DuckEvents events, SqliteState state) throws IOException {
    List<OutboxBlock> blocks = state.outbox(events.outbox(), BLOCKS_A_WRITE);
    while (!blocks.isEmpty()) {
      events.write(blocks);
      blocks = state.outbox(events.outbox(), BLOCKS_A_WRITE);
    }
    DuckTold told = new DuckTold(events.file());
    int back = told.persons(state::addMissingPersons)
        + told.assignments(state::addMissingAssignments)
        + told.groups(state::addMissingGroups);
    int empty = state.addMissingOwners();
    LOG.error(
        "{} rows of state.db were put back from the event store; {} persons are without properties",
        back,
        empty);
    if (empty > 0) {
      state.tellAgain();
    }
  }
}
