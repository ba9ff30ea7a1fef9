package dev.hedgerow.server.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A typed answer: columns, their types in the engine's words, and rows of JSON values.
 *
 * @param rows at most the asked limit; timestamps as ISO-8601 text in UTC, uuids as text
 * @param hasMore whether the limit cut rows off
 * @param sql the text the engine was given in the end
 * @param rowsRead how many rows of the store the engine looked at, also those that a condition then left out; null where nobody
 *     asked for it
 */
public record Table(
    List<String> columns,
    List<String> types,
    List<List<@Nullable Object>> rows,
    boolean hasMore,
    String sql,
    @Nullable Long rowsRead) {

  /** Makes an answer of which nobody asked how much was read for it. */
  public Table(
      List<String> columns,
      List<String> types,
      List<List<@Nullable Object>> rows,
      boolean hasMore,
      String sql) {
    this(columns, types, rows, hasMore, sql, null);
  }

  /** Returns the same answer with how much was read for it. */
  public Table withRowsRead(@Nullable Long read) {
    return new Table(columns, types, rows, hasMore, sql, read);
  }
}
