package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.RelativeDate;
import dev.hedgerow.server.query.SqlReads;
import java.time.Instant;

/** Which point of an answer a request for its actors means, and reading who is behind it. */
public final class Points {
  private Points() {}

  /** Returns a text that a column always has. */
  public static String text(SqlReads.Row row, int column) {
    String text = row.text(column);
    if (text == null) {
      throw new IllegalStateException("expected a text in column " + column + " but found NULL");
    }
    return text;
  }

  /**
   * Returns the interval under {@code day}: its number from 0, or a date or time in it as the
   * answer's {@code days} write it.
   */
  public static int interval(DateRange range, Asked point) throws RejectedException {
    Object day = point.fields().get("day");
    if (day instanceof Number) {
      return point.integer("day", 0, 0, range.size() - 1);
    }
    String text = point.needed("day");
    Instant at = RelativeDate.of(
        point.at() + "day",
        text.replace(' ', 'T'),
        range.from(),
        range.starts().get(0).getZone());
    int found = -1;
    for (int i = 0; i < range.size(); i++) {
      if (!range.starts().get(i).toInstant().isAfter(at)) {
        found = i;
      }
    }
    if (found < 0
        || !at.isBefore(range.interval().plus(range.starts().get(found), 1).toInstant())) {
      throw point.refuse("day", "a day of the answer", text);
    }
    return found;
  }
}
