package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds out whether what was read of one project is as it was. Asks the store only for what {@link Changes} cannot know: in which hours
 * those have events who went to another person, once for each, and when the newest event happens, once after a start. For one
 * thread.
 */
public final class Unchanged {
  private static final double HOUR_MICROS = 3.6e9;

  private final SqlReads sql;
  private final Changes changes;
  private final int projectId;

  private Unchanged(SqlReads sql, Changes changes, int projectId) {
    this.sql = sql;
    this.changes = changes;
    this.projectId = projectId;
  }

  /**
   * Looks at a project as it is now.
   *
   * @param changes what that store tells
   * @throws RejectedException if the store has too much to do
   * @throws IOException if the store cannot be read
   */
  public static Unchanged look(SqlReads sql, Changes changes, int projectId)
      throws RejectedException, IOException {
    Unchanged found = new Unchanged(sql, changes, projectId);
    found.settle();
    return found;
  }

  private void settle() throws RejectedException, IOException {
    Changes.Moves moves = changes.moves(projectId);
    if (moves == null) {
      return;
    }
    String ids =
        moves.distinctIds().stream().map(SqlText::literal).collect(Collectors.joining(", "));
    Set<Long> hours = new TreeSet<>();
    sql.each(
        projectId,
        "SELECT DISTINCT CAST(floor(epoch_us(events.\"timestamp\") / " + HOUR_MICROS
            + ") AS BIGINT) AS hour_number FROM events WHERE events.distinct_id IN (" + ids + ")",
        row -> hours.add(row.number(0)));
    changes.settle(projectId, moves, hours);
  }

  /** Returns whether the events of [from, to) are those that they were at a number, and of the same people. */
  public boolean events(Instant from, Instant to, long since) {
    return !changes.changed(projectId, from, to, since);
  }

  /** Returns whether a table is as it was at a number. */
  public boolean table(Changes.Table table, long since) {
    return !changes.changed(projectId, table, since);
  }

  /**
   * Returns whether there is surely no event at a moment or after it.
   *
   * @throws RejectedException if the store has too much to do
   * @throws IOException if the store cannot be read
   */
  public boolean endsBefore(Instant at) throws RejectedException, IOException {
    Instant newest = changes.newest(projectId);
    if (newest == null) {
      long since = changes.now();
      List<?> row = sql.select(projectId, "SELECT epoch_us(max(\"timestamp\")) FROM events", 1)
          .rows()
          .get(0);
      newest = row.get(0) instanceof Number micros
          ? Instant.EPOCH.plusNanos(Math.multiplyExact(micros.longValue(), 1_000L))
          : Instant.MIN;
      changes.newest(projectId, newest, since);
    }
    return newest.isBefore(at);
  }
}
