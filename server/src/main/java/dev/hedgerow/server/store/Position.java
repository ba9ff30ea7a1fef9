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
}
