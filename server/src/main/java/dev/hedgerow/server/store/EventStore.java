package dev.hedgerow.server.store;

import dev.hedgerow.server.query.EventReads;
import dev.hedgerow.server.query.IngestionReads;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that questions are asked of. It follows the state's outbox and never leads it: rows and
 * the outbox number are one transaction. One thread writes; reads are safe from any thread and see
 * whole transactions only.
 */
public interface EventStore extends Closeable {

  /** Returns the number of the last outbox block it contains, 0 for none. */
  long outbox() throws IOException;

  /**
   * Returns the number of the last outbox block that it would still contain if its write-ahead log
   * were lost. The outbox keeps everything past it.
   */
  long checkpointed() throws IOException;

  /**
   * Writes those blocks, if any, in one transaction. Blocks it already contains are passed over; on an
   * exception none is written. Warnings older than their time, or with more than their number of newer ones of their type,
   * may go with any write, and have gone after a thousand new ones.
   *
   * @throws IllegalStateException if a block is missing before the first new one
   */
  void write(List<OutboxBlock> blocks) throws IOException;

  /**
   * Goes on after that block although it lacks what came before: its events stay, and all else is forgotten, as it is about
   * to be told again.
   */
  void beginAfter(long outbox) throws IOException;

  /**
   * Forgets events and recordings that happened before a moment, at most so many, and returns how many those were. What is
   * written later is not touched, whenever it happened.
   *
   * @param projectId the project, or null for all
   */
  int forget(@Nullable Integer projectId, Instant before, int most) throws IOException;

  /**
   * Removes what is left of projects that a block had erased, of which no read tells any more from that block on, at most so
   * many rows, and returns how many those were: 0 when none is left.
   */
  int clear(int most) throws IOException;

  /** Returns how many rows are left of a project that a block had erased, 0 of any other. */
  long left(int projectId) throws IOException;

  /** Returns when the oldest event or recording happened, or null when there is none. */
  @Nullable
  Instant oldest() throws IOException;

  /** Makes everything written so far independent of the write-ahead log. */
  void checkpoint() throws IOException;

  /**
   * Makes its files anew of what it contains, checkpointed, so that they hold nothing that was removed before. Blocks may be
   * written meanwhile; those are taken from the outbox once more, which nobody may trim. Reads and writes wait at most while
   * files are copied and exchanged, writes beside the outbox all the time.
   */
  void rewrite(Outbox outbox) throws IOException;

  /** Returns the read side over events. */
  EventReads events();

  /** Returns the read side over what became of events on their way in. */
  IngestionReads ingestion();
}
