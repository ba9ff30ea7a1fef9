package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

  /**
   * Answers one SELECT whose own condition leaves it events of one effective person alone, so that others need not be looked at;
   * as {@link #select(int, String, int)} in all else.
   */
  default Table select(int projectId, String sql, int limit, UUID person)
      throws RejectedException, IOException {
    return select(projectId, sql, limit);
  }

  /**
   * Answers one SELECT and counts the rows read for it ({@link Table#rowsRead}), where that is known; as {@link #select(int, String, int)}
   * in all else.
   */
  default Table measured(int projectId, String sql, int limit)
      throws RejectedException, IOException {
    return select(projectId, sql, limit);
  }

  /** Takes the rows of an answer, one after the other. */
  interface RowTaker {
    void take(Row row) throws RejectedException;
  }

  /** The row at hand, whose columns count from 0. Only good until the next. */
  interface Row {

    /** Returns whether a column is NULL. */
    boolean isNull(int column);

    /** Returns a whole number, or a boolean as 0 or 1; 0 for NULL. */
    long number(int column);

    /** Returns a number of any kind; 0 for NULL. */
    double decimal(int column);

    /** Returns a text, or null for NULL; other types are to be cast to text in the SQL. */
    @Nullable
    String text(int column);
  }

  /**
   * Gives out any number of rows of one SELECT, in its order, without keeping them.
   *
   * @throws RejectedException as of {@link #select(int, String, int)}, or as the taker throws it
   * @throws IOException if the store cannot be read
   */
  void each(int projectId, String sql, RowTaker taker) throws RejectedException, IOException;

  /**
   * Returns the properties that questions read from columns of their own, some as they were often asked for: of events, or of
   * the persons they tell of. Of all projects, so not for every eye.
   */
  default Set<String> columns(boolean ofPersons) {
    return Set.of();
  }

  /** Returns how far what that thread asks for has come, or null when it asks for nothing or that is not known. */
  default @Nullable Headway headway(Thread asker) {
    return null;
  }

  /** Returns what tells when the tables were last changed, or null where nobody tells. */
  default @Nullable Changes changes() {
    return null;
  }
}
