package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.query.Changes;
import dev.hedgerow.server.query.CohortRows;
import dev.hedgerow.server.query.Uuids;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The persons in cohorts: written between the blocks of the outbox, and only what changes. */
final class DuckCohorts implements CohortRows {
  private final DuckFile file;
  private final DuckWriting writing;

  DuckCohorts(DuckFile file, DuckWriting writing) {
    this.file = file;
    this.writing = writing;
  }

  @Override
  public void replace(int projectId, int cohortId, Uuids persons) throws IOException {
    writing.write("the persons in a cohort", connection -> {
      int[] changed = new int[1];
      DuckWriting.transaction(
          connection,
          statement -> changed[0] = replace(connection, statement, projectId, cohortId, persons));
      if (changed[0] > 0) {
        writing.changes().changed(projectId, Changes.Table.COHORT_PEOPLE);
      }
    });
  }

  /** Returns how many persons came and went. */
  private static int replace(
      DuckDBConnection connection, Statement statement, int projectId, int cohortId, Uuids persons)
      throws SQLException {
    statement.execute("CREATE TEMP TABLE staged_members (person_id UUID)");
    try (DuckDBAppender to = connection.createAppender("temp", "main", "staged_members")) {
      for (int i = 0; i < persons.size(); i++) {
        to.beginRow().append(persons.at(i)).endRow();
      }
    }
    String one = "project_id = " + projectId + " AND cohort_id = " + cohortId;
    int gone = statement.executeUpdate("DELETE FROM kept.cohort_rows c WHERE " + one
        + " AND NOT EXISTS (SELECT 1 FROM staged_members s WHERE s.person_id = c.person_id)");
    int come = statement.executeUpdate("INSERT INTO kept.cohort_rows SELECT DISTINCT " + projectId
        + ", "
        + cohortId + ", s.person_id FROM staged_members s WHERE NOT EXISTS"
        + " (SELECT 1 FROM kept.cohort_rows c WHERE " + one + " AND c.person_id = s.person_id)");
    statement.execute("DROP TABLE staged_members");
    return gone + come;
  }

  @Override
  public void retain(Set<Integer> cohortIds) throws IOException {
    String kept = cohortIds.stream().map(String::valueOf).collect(Collectors.joining(", "));
    writing.write("which cohorts there are", connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute("DELETE FROM kept.cohort_rows"
            + (kept.isEmpty() ? "" : " WHERE cohort_id NOT IN (" + kept + ")"));
        writing.changes().everything(); // once, after a start
      }
    });
  }

  @Override
  public List<UUID> persons(int projectId, int cohortId, @Nullable UUID after, int limit)
      throws IOException {
    String sql = "SELECT CAST(person_id AS VARCHAR) AS id FROM kept.cohort_rows"
        + " WHERE project_id = ? AND cohort_id = ? AND CAST(person_id AS VARCHAR) > ?"
        + " ORDER BY id LIMIT " + limit;
    try {
      return file.read(connection -> {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
          select.setInt(1, file.gone().visible(projectId));
          select.setInt(2, cohortId);
          select.setString(3, after == null ? "" : after.toString());
          return found(select);
        }
      });
    } catch (SQLException e) {
      throw new IOException("expected to read the event store", e);
    }
  }

  private static List<UUID> found(PreparedStatement select) throws SQLException {
    List<UUID> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(UUID.fromString(rows.getString(1)));
      }
    }
    return found;
  }
}
