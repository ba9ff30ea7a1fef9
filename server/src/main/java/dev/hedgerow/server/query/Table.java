package dev.hedgerow.server.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A typed answer: columns, their types in the engine's words, and rows of JSON values.
 *
 * @param rows at most the asked limit; timestamps as ISO-8601 text in UTC, uuids as text
 * @param hasMore whether the limit cut rows off
 * @param sql the text the engine was given in the end
 */
public record Table(
    List<String> columns,
    List<String> types,
    List<List<@Nullable Object>> rows,
    boolean hasMore,
    String sql) {}
