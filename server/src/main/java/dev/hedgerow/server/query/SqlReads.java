package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;

/**
 * SELECT-only SQL over one project's {@code events}, {@code persons}, {@code person_distinct_ids}
 * and {@code groups} (contract S 6.5). It can't write, read files, reach the network or see another
 * project, and stops at its limits of time, rows and memory. An interrupt of the thread that asks
 * ends its question within a moment, with an exception. Safe from any thread.
 */
public interface SqlReads {

  /**
   * Answers one SELECT.
   *
   * @param limit most rows to answer, from 1; more than that sets {@link Table#hasMore}
   * @throws RejectedException if the text is not one allowed SELECT, fails in the engine, or
   *     outlives its limits; the detail says which
   * @throws IOException if the store cannot be read
   */
  Table select(int projectId, String sql, int limit) throws RejectedException, IOException;
}
