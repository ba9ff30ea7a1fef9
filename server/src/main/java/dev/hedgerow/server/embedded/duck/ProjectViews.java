package dev.hedgerow.server.embedded.duck;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The tables of a question, as one project's part of the tables that are kept. */
final class ProjectViews {
  private static final String EVENTS = """
      SELECT e.uuid, e.event, e.properties, e."timestamp", e.distinct_id, e.elements_chain,
        e.created_at, COALESCE(o.person_id, e.person_id) AS person_id, e.person_created_at,
        e.person_mode, e.person_properties, e.session_id AS "$session_id",
        e.window_id AS "$window_id", %s
      FROM kept.event_rows e
      LEFT JOIN kept.override_rows o
        ON o.project_id = e.project_id AND o.distinct_id = e.distinct_id
      WHERE e.event <> '$snapshot' AND e.project_id = \
      """.formatted(IntStream.range(0, DuckSchema.GROUPS)
      .mapToObj(index -> "e.group_" + index + " AS \"$group_" + index + '"')
      .collect(Collectors.joining(", ")));

  private static final Map<String, String> VIEWS = Map.of(
      "persons",
      "SELECT id, created_at, properties, is_identified FROM kept.person_rows WHERE project_id = ",
      "person_distinct_ids",
      "SELECT distinct_id, person_id FROM kept.assignment_rows WHERE project_id = ",
      "groups",
      "SELECT \"index\", \"key\", \"type\", created_at, updated_at, properties"
          + " FROM kept.group_rows WHERE project_id = ",
      "session_recordings",
      "SELECT session_id, window_id, distinct_id, \"timestamp\", properties"
          + " FROM kept.event_rows WHERE event = '$snapshot' AND project_id = ",
      "cohort_people",
      "SELECT person_id, cohort_id FROM kept.cohort_rows WHERE project_id = ");

  private ProjectViews() {}

  /**
   * Returns a SELECT among those tables of a project.
   *
   * @param columns what the events' view shows beside its own columns, as "column AS name"
   * @param readable the properties that have a column, and its name
   * @param only a condition over the rows {@code e} of the events' view
   */
  static String around(
      int projectId,
      Collection<String> tables,
      Collection<String> columns,
      Map<Property, String> readable,
      String only,
      String select) {
    String views = tables.stream()
        .map(table -> table + " AS NOT MATERIALIZED ("
            + switch (table) {
              case "sessions" -> SessionsView.sql(readable) + projectId + SessionsView.end();
              case "events" -> events(columns) + projectId + " AND " + only;
              default -> view(table) + projectId;
            }
            + ")")
        .collect(Collectors.joining(", "));
    return (views.isEmpty() ? "" : "WITH " + views + " ") + "SELECT * FROM (\n" + select
        + "\n) AS answer";
  }

  private static String events(Collection<String> columns) {
    return columns.isEmpty()
        ? EVENTS
        : "SELECT " + String.join(", ", columns) + ", " + EVENTS.substring("SELECT ".length());
  }

  private static String view(String table) {
    String view = VIEWS.get(table);
    if (view == null) {
      throw new IllegalArgumentException("expected a known table but found " + table);
    }
    return view;
  }
}
