package dev.hedgerow.server.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the state has come.
 *
 * @param logId the log it follows, null before the first commit
 * @param entry the last log position it contains, 0 for none
 * @param time that entry's log time
 * @param outbox the number of the newest outbox block, 0 for none; numbers rise by one
 */
public record Position(@Nullable UUID logId, long entry, Instant time, long outbox) {

  /** Where an empty state stands. */
  public static final Position START = new Position(null, 0, Instant.EPOCH, 0);

  /** Throws {@link IllegalStateException} if the change names another log or goes back in it. */
  public void requireContinuedBy(StateChange change) {
    if (logId != null && !logId.equals(change.logId())) {
      throw new IllegalStateException(
          "expected a change from log " + logId + " but found log " + change.logId());
    }
    if (change.entry() < entry) {
      throw new IllegalStateException(
          "expected a change that reaches " + entry + " or beyond but found " + change.entry());
    }
  }

  /** Returns where a state stands that stood here and then committed the change. */
  public Position after(StateChange change) {
    long blocks = change.rows().isEmpty() ? 0 : 1;
    return new Position(change.logId(), change.entry(), change.time(), outbox + blocks);
  }
}
