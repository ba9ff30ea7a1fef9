package dev.hedgerow.server.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of an export. A cell is null, a text, a number, a boolean, a {@link java.util.UUID}, an {@link
 * java.time.Instant}, or JSON: a list, a map, or a {@link dev.hedgerow.server.event.JsonText}.
 *
 * @param next where the next page begins, or null when there is none now
 */
public record ExportPage(
    List<List<@Nullable Object>> rows, @Nullable String next) {}
