package dev.hedgerow.server.query;

import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an action would have matched, were it there already.
 *
 * @param events how many events
 * @param persons of how many effective persons, anonymous visitors among them
 * @param newest the newest of the events, newest first: uuid, event, timestamp, distinct id, {@code $current_url} and
 *     {@code $el_text}, each as text or null
 */
public record ActionPreview(long events, long persons, List<List<@Nullable Object>> newest) {
  /** How many events are shown at most. */
  public static final int SHOWN_MAX = 10;

  /**
   * Asks for the events of an action since then.
   *
   * @throws RejectedException if a part of it cannot be asked for, or takes longer than a question may
   * @throws IOException if the store cannot be read
   */
  public static ActionPreview of(Action action, Instant since, SqlReads sql)
      throws RejectedException, IOException {
    ActionSql.requireExpressions(action, sql);
    String from = " FROM events WHERE \"timestamp\" >= CAST("
        + SqlText.literal(since.toString().replace("Z", "")) + " AS TIMESTAMP) AND "
        + ActionSql.condition(action);
    Table counted =
        sql.select(action.projectId(), "SELECT count(*), count(DISTINCT person_id)" + from, 1);
    Table newest = sql.select(
        action.projectId(),
        "SELECT uuid, event, \"timestamp\", distinct_id, properties.\"$current_url\","
            + " properties.\"$el_text\"" + from + " ORDER BY \"timestamp\" DESC, uuid DESC",
        SHOWN_MAX);
    List<@Nullable Object> counts = counted.rows().get(0);
    return new ActionPreview(number(counts.get(0)), number(counts.get(1)), newest.rows());
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
