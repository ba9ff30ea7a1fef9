package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;

/**
 * Everything that is kept of a project, in pages, each read for itself: nothing is held open between two, so that a slow
 * reader hinders nobody. What comes after a place stays after it, so an export that broke off, or was made last week, goes
 * on where it ended. Safe from any thread.
 */
public interface ExportReads {
  /** A page ends before it has much more than so many characters. */
  int PAGE_CHARS = 4 << 20;

  /** Most distinct ids in one row of a person. */
  int IDS_MAX = 1_000;

  /**
   * Returns the rows after a place, which two columns of the last row name, joined by {@code _}: {@code created_at} and {@code
   * uuid} of events, {@code id} and the last of the {@code distinct_ids} of persons, {@code index} and {@code key} of groups.
   * An event whose moment is not over, as others of it are still on their way, waits for a later page.
   *
   * @throws RejectedException if the place is none
   */
  ExportPage page(Export export) throws RejectedException, IOException;
}
