package dev.hedgerow.server.insight;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Points;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.query.SqlText;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom the {@code search} of an {@code ActorsQuery} fits. */
final class ActorSearch {
  private static final int CHARS_MAX = 200;
  private static final int FITTING_MAX = 10_000;

  private ActorSearch() {}

  /**
   * Returns the ids of the actors that have the text in their id, a distinct id, their {@code
   * email} or {@code name}; null without a search.
   *
   * @param group the type of groups searched, or null for persons
   * @throws RejectedException if the text is too long, or fits too many
   */
  static @Nullable Set<String> of(Ask ask, @Nullable Integer group)
      throws RejectedException, IOException {
    String search = ask.query().string("search");
    if (search == null || search.isBlank()) {
      return null;
    }
    if (search.length() > CHARS_MAX) {
      throw Asked.wrong(
          "search", "at most " + CHARS_MAX + " characters", search.length() + " of them");
    }
    String text = SqlText.literal(search.strip().toLowerCase(Locale.ROOT));
    Set<String> fitting = new HashSet<>();
    ask.sources()
        .sql()
        .each(
            ask.projectId(),
            (group == null ? persons(text) : groups(text, group)) + " LIMIT " + (FITTING_MAX + 1),
            row -> fitting.add(Points.text(row, 0)));
    if (fitting.size() > FITTING_MAX) {
      throw Asked.wrong(
          "search", "a text that fits at most " + FITTING_MAX + ", in a longer text", search);
    }
    return fitting;
  }

  private static String persons(String text) {
    return "SELECT CAST(id AS VARCHAR) AS id FROM persons WHERE contains(lower(concat_ws(' ', CAST(id"
        + " AS VARCHAR), persons.properties.email, persons.properties.name)), " + text
        + ") UNION SELECT CAST(person_id AS VARCHAR) FROM person_distinct_ids WHERE"
        + " contains(lower(distinct_id), " + text
        + ") UNION SELECT CAST(person_id AS VARCHAR) FROM events WHERE"
        + " contains(lower(distinct_id), " + text + ") OR contains(CAST(person_id AS VARCHAR), "
        + text + ")";
  }

  private static String groups(String text, int index) {
    String column = "events.\"$group_" + index + '"';
    return "SELECT \"key\" AS id FROM groups WHERE \"index\" = " + index
        + " AND contains(lower(concat_ws(' ', \"key\", groups.properties.name)), " + text
        + ") UNION SELECT " + column + " FROM events WHERE contains(lower(" + column + "), " + text
        + ")";
  }
}
