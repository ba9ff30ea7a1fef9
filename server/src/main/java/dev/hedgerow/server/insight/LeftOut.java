package dev.hedgerow.server.insight;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.DateRange;
import dev.hedgerow.server.insight.ask.Interval;
import dev.hedgerow.server.insight.retention.RetentionAsked;
import dev.hedgerow.server.query.PropertyFilters;
import dev.hedgerow.server.query.SqlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Says how many anonymous events a question about persons left out (contract S 4): they have no person's properties and are in no
 * cohort, so such a question is answered over the identified ones alone.
 */
final class LeftOut {
  private LeftOut() {}

  /** Returns the warnings of a question's answer: one, or none where it is not about persons or leaves nothing out. */
  static List<Map<String, Object>> warnings(Ask ask) throws RejectedException, IOException {
    if (!aboutPersons(ask.query().fields())) {
      return List.of();
    }
    if ("ActorsQuery".equals(ask.query().string("kind"))) {
      return warnings(ask.about(ask.query().inner("source").inner("source")));
    }
    DateRange range = "RetentionQuery".equals(ask.query().string("kind"))
        ? RetentionAsked.of(ask).range()
        : DateRange.of(ask, Interval.DAY);
    Object counted = ask.sources()
        .sql()
        .select(
            ask.projectId(),
            "SELECT count(*) FROM events WHERE " + range.condition() + named(ask)
                + " AND events.person_mode = 'propertyless'",
            1)
        .rows()
        .get(0)
        .get(0);
    if (!(counted instanceof Number count) || count.longValue() == 0) {
      return List.of();
    }
    return List.of(Map.of(
        "code",
        "anonymous_left_out",
        "count",
        count.longValue(),
        "detail",
        "this question is about properties of persons or cohorts, so it is answered over identified events; "
            + count.longValue()
            + " anonymous events of this time, which have no person, were left out"));
  }

  /** Restricts to the events of the series, where these are all of one name each. */
  private static String named(Ask ask) {
    List<String> names = new ArrayList<>();
    if (ask.query().fields().get("series") instanceof List<?> series) {
      for (Object item : series) {
        if (!(item instanceof Map<?, ?> node) || !(node.get("event") instanceof String name)) {
          return "";
        }
        names.add(SqlText.literal(name));
      }
    }
    return names.isEmpty() ? "" : " AND events.event IN (" + String.join(", ", names) + ")";
  }

  private static boolean aboutPersons(Object part) {
    if (part instanceof List<?> list) {
      return list.stream().anyMatch(item -> item != null && aboutPersons(item));
    }
    if (!(part instanceof Map<?, ?> map)) {
      return false;
    }
    Object type = map.get("breakdown_type");
    return "person".equals(type)
        || "cohort".equals(type)
        || PropertyFilters.aboutPersons(map.get("properties"))
        || map.entrySet().stream()
            .anyMatch(entry -> !"properties".equals(entry.getKey())
                && entry.getValue() != null
                && aboutPersons(entry.getValue()))
        || (map.get("breakdowns") instanceof List<?> list
            && list.stream()
                .anyMatch(one -> one instanceof Map<?, ?> by && "person".equals(by.get("type"))));
  }
}
