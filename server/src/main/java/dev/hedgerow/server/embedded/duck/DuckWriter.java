package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.wire.Json;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Writes blocks, in one transaction with the outbox number. Events and warnings are appended; of
 * persons, ids and groups the newest versions are staged in temporary tables and replace the old
 * ones (no primary keys: a duplicate would kill the appender). A new appender each time, since one
 * that failed still holds its rows. For one thread.
 */
final class DuckWriter {
  private static final List<String> STAGED =
      List.of("override_rows", "person_rows", "assignment_rows", "group_rows");

  /** Warnings that come before those of too many are looked for. */
  private static final int NEW_WARNINGS = 1_000;

  private final DuckDBConnection connection;
  private final DuckEraser eraser;
  private final DuckColumns columns;
  private final Limits limits;
  private int newWarnings = NEW_WARNINGS;

  DuckWriter(DuckDBConnection connection, Limits limits, DuckColumns columns) throws SQLException {
    this.connection = connection;
    this.limits = limits;
    this.columns = columns;
    columns.load(connection);
    this.eraser = new DuckEraser(connection, columns);
    for (String table : STAGED) {
      execute("CREATE TEMP TABLE staged_" + table + " AS SELECT * FROM kept." + table + " LIMIT 0");
    }
    execute("CREATE TEMP TABLE staged_gone (project_id INTEGER, id UUID)");
  }

  /** Writes those blocks and the number of the last, or nothing. */
  void write(List<OutboxBlock> blocks) throws SQLException {
    execute("BEGIN TRANSACTION");
    try {
      int from = 0;
      for (int next = 1; next <= blocks.size(); next++) {
        if (next == blocks.size() || !blocks.get(next).rows().erased().isEmpty()) {
          writeSome(blocks.subList(from, next));
          from = next;
        }
      }
      execute("UPDATE kept.meta SET outbox = " + blocks.get(blocks.size() - 1).number());
      execute("COMMIT");
    } catch (SQLException | RuntimeException e) {
      rollback(e);
      throw e;
    }
  }

  /** Writes blocks of which the first alone may erase somebody. */
  private void writeSome(List<OutboxBlock> blocks) throws SQLException {
    eraser.erase(blocks.get(0).rows().erased());
    appendEvents(blocks);
    appendWarnings(blocks);
    forgetWarnings(blocks);
    Newest newest = new Newest(blocks);
    replaceOverrides(newest.overrides.values());
    replaceAssignments(newest.assignments.values());
    replacePersons(newest);
    replaceGroups(newest.groups.values());
  }

  private void rollback(Exception cause) {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private interface Filling {
    void fill(DuckDBAppender appender) throws SQLException;
  }

  private void append(String catalog, String schema, String table, Filling filling)
      throws SQLException {
    try (DuckDBAppender appender = connection.createAppender(catalog, schema, table)) {
      filling.fill(appender);
    }
  }

  private void stage(String table, Filling filling) throws SQLException {
    append("temp", "main", "staged_" + table, filling);
  }

  private void appendEvents(List<OutboxBlock> blocks) throws SQLException {
    if (columns.all().isEmpty()) {
      append(connection.getCatalog(), DuckSchema.NAME, "event_rows", to -> events(to, blocks));
      return;
    }
    execute("CREATE TEMP TABLE staged_event_rows AS SELECT " + columns.others()
        + " FROM kept.event_rows LIMIT 0");
    stage("event_rows", to -> events(to, blocks));
    execute("INSERT INTO kept.event_rows BY NAME " + columns.readFrom("staged_event_rows"));
    execute("DROP TABLE staged_event_rows");
  }

  private static void events(DuckDBAppender to, List<OutboxBlock> blocks) throws SQLException {
    for (OutboxBlock block : blocks) {
      for (EventRow row : block.rows().events()) {
        event(to, row);
      }
    }
  }

  private static void event(DuckDBAppender to, EventRow row) throws SQLException {
    to.beginRow()
        .append(row.projectId())
        .append(row.uuid())
        .append(row.event())
        .appendEpochMicros(Micros.of(row.timestamp()))
        .appendEpochMicros(Micros.of(row.createdAt()))
        .append(row.distinctId())
        .append(row.personId())
        .appendEpochMicros(Micros.of(row.personCreatedAt()))
        .append(row.personMode().word())
        .append(row.sessionId())
        .append(row.windowId())
        .append(row.elementsChain());
    for (int index = 0; index < DuckSchema.GROUPS; index++) {
      to.append(row.groups().get(index));
    }
    for (String name : DuckSchema.HOT) {
      to.append(text(row.properties().get(name)));
    }
    to.append(Json.utf8(row.properties()))
        .append(Json.utf8(row.personProperties()))
        .endRow();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null || value instanceof String ? (String) value : Json.text(value);
  }

  /** The time is the newest warning's, so that a replay forgets the same ones. */
  private void forgetWarnings(List<OutboxBlock> blocks) throws SQLException {
    long added =
        blocks.stream().mapToLong(block -> block.rows().warnings().size()).sum();
    newWarnings = (int) Math.min(NEW_WARNINGS, newWarnings + added);
    if (added == 0 || newWarnings < NEW_WARNINGS) {
      return;
    }
    long micros = limits.warningsKeptFor().toSeconds() * 1_000_000;
    execute("DELETE FROM kept.warning_rows WHERE rowid IN (SELECT row FROM (SELECT rowid AS row,"
        + " noticed_at, max(noticed_at) OVER () AS newest, row_number() OVER (PARTITION BY"
        + " project_id, \"type\" ORDER BY noticed_at DESC, rowid DESC) AS place"
        + " FROM kept.warning_rows) WHERE place > " + limits.warningsKept()
        + " OR noticed_at < newest - to_microseconds(" + micros + "))");
    newWarnings = 0;
  }

  private void appendWarnings(List<OutboxBlock> blocks) throws SQLException {
    append(connection.getCatalog(), DuckSchema.NAME, "warning_rows", to -> {
      for (OutboxBlock block : blocks) {
        for (Warning warning : block.rows().warnings()) {
          to.beginRow()
              .append(warning.projectId())
              .append(warning.type())
              .appendEpochMicros(Micros.of(warning.at()))
              .append(warning.event())
              .append(warning.distinctId())
              .append(warning.uuid())
              .append(Json.text(warning.details()))
              .endRow();
        }
      }
    });
  }

  private void replaceOverrides(Collection<Assignment> overrides) throws SQLException {
    if (overrides.isEmpty()) {
      return;
    }
    stage("override_rows", to -> assignments(to, overrides));
    String same = "o.project_id = s.project_id AND o.distinct_id = s.distinct_id";
    execute("DELETE FROM kept.override_rows o USING staged_override_rows s WHERE " + same
        + " AND o.version <= s.version");
    execute("INSERT INTO kept.override_rows SELECT * FROM staged_override_rows s WHERE NOT EXISTS"
        + " (SELECT 1 FROM kept.override_rows o WHERE " + same + ")");
    execute("DELETE FROM staged_override_rows");
  }

  private void replaceAssignments(Collection<Assignment> assignments) throws SQLException {
    if (!assignments.isEmpty()) {
      stage("assignment_rows", to -> assignments(to, assignments));
      replace("assignment_rows", "o.project_id = s.project_id AND o.distinct_id = s.distinct_id");
    }
  }

  private static void assignments(DuckDBAppender to, Collection<Assignment> all)
      throws SQLException {
    for (Assignment one : all) {
      to.beginRow()
          .append(one.key().projectId())
          .append(one.key().distinctId())
          .append(one.personId())
          .append(one.version())
          .endRow();
    }
  }

  private void replacePersons(Newest newest) throws SQLException {
    if (newest.persons.isEmpty()) {
      return;
    }
    append("temp", "main", "staged_gone", to -> {
      for (var key : newest.persons.keySet()) {
        to.beginRow().append(key.projectId()).append(key.personId()).endRow();
      }
    });
    execute("DELETE FROM kept.person_rows o USING staged_gone s"
        + " WHERE o.project_id = s.project_id AND o.id = s.id");
    stage("person_rows", to -> {
      for (var person : newest.persons.values()) {
        if (person.isPresent()) {
          person(to, person.get());
        }
      }
    });
    if (newest.persons.containsValue(Optional.<Person>empty())) {
      execute(
          "DELETE FROM kept.cohort_rows o USING staged_gone s"
              + " WHERE o.project_id = s.project_id AND o.person_id = s.id AND NOT EXISTS"
              + " (SELECT 1 FROM staged_person_rows p WHERE p.project_id = s.project_id AND p.id = s.id)");
    }
    execute("DELETE FROM staged_gone");
    execute("INSERT INTO kept.person_rows SELECT * FROM staged_person_rows");
    execute("DELETE FROM staged_person_rows");
  }

  private static void person(DuckDBAppender to, Person person) throws SQLException {
    to.beginRow()
        .append(person.projectId())
        .append(person.id())
        .appendEpochMicros(Micros.of(person.createdAt()))
        .append(person.identified())
        .append(person.version())
        .append(Json.text(person.properties()))
        .endRow();
  }

  private void replaceGroups(Collection<Group> groups) throws SQLException {
    if (groups.isEmpty()) {
      return;
    }
    stage("group_rows", to -> {
      for (Group group : groups) {
        to.beginRow()
            .append(group.key().projectId())
            .append(group.key().index())
            .append(group.key().key())
            .append(group.type())
            .appendEpochMicros(Micros.of(group.createdAt()))
            .appendEpochMicros(Micros.of(group.updatedAt()))
            .append(group.version())
            .append(Json.text(group.properties()))
            .endRow();
      }
    });
    replace(
        "group_rows",
        "o.project_id = s.project_id AND o.\"index\" = s.\"index\" AND o.\"key\" = s.\"key\"");
  }

  private void replace(String table, String same) throws SQLException {
    execute("DELETE FROM kept." + table + " o USING staged_" + table + " s WHERE " + same);
    execute("INSERT INTO kept." + table + " SELECT * FROM staged_" + table);
    execute("DELETE FROM staged_" + table);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
