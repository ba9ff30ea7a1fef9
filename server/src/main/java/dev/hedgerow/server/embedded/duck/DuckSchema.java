package dev.hedgerow.server.embedded.duck;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables. They live in a schema of their own, off the search path, so that a name in a
 * question's SQL never finds one by itself.
 */
final class DuckSchema {
  static final String NAME = "kept";
  static final int VERSION = 1;

  /** The version of a file that has had columns for properties, which older programs would not write. */
  static final int WITH_COLUMNS = 2;

  /** The version of a file that had rows of erased projects, which older programs would not leave out. */
  static final int WITH_GONE = 3;

  /** Event properties with a column of their own: few different values, and often asked for. */
  static final List<String> HOT =
      List.of("$browser", "$os", "$device_type", "$lib", "$event_type", "$geoip_country_code");

  /** Group types with a column (contract S 2.9). */
  static final int GROUPS = 5;

  private static final List<String> TABLES = List.of(
      "CREATE SCHEMA IF NOT EXISTS kept",
      """
      CREATE TABLE IF NOT EXISTS kept.event_rows (
        project_id INTEGER, uuid UUID, event VARCHAR, "timestamp" TIMESTAMP, created_at TIMESTAMP,
        distinct_id VARCHAR, person_id UUID, person_created_at TIMESTAMP, person_mode VARCHAR,
        session_id VARCHAR, window_id VARCHAR, elements_chain VARCHAR, group_0 VARCHAR,
        group_1 VARCHAR, group_2 VARCHAR, group_3 VARCHAR, group_4 VARCHAR, %s,
        properties VARCHAR USING COMPRESSION zstd, person_properties VARCHAR USING COMPRESSION zstd)
      """.formatted(
          HOT.stream().map(name -> '"' + name + "\" VARCHAR").collect(Collectors.joining(", "))),
      """
      CREATE TABLE IF NOT EXISTS kept.override_rows (
        project_id INTEGER, distinct_id VARCHAR, person_id UUID, version BIGINT)
      """,
      """
      CREATE TABLE IF NOT EXISTS kept.person_rows (
        project_id INTEGER, id UUID, created_at TIMESTAMP, is_identified BOOLEAN, version BIGINT,
        properties VARCHAR)
      """,
      """
      CREATE TABLE IF NOT EXISTS kept.assignment_rows (
        project_id INTEGER, distinct_id VARCHAR, person_id UUID, version BIGINT)
      """,
      """
      CREATE TABLE IF NOT EXISTS kept.group_rows (
        project_id INTEGER, "index" INTEGER, "key" VARCHAR, "type" VARCHAR, created_at TIMESTAMP,
        updated_at TIMESTAMP, version BIGINT, properties VARCHAR)
      """,
      """
      CREATE TABLE IF NOT EXISTS kept.warning_rows (
        project_id INTEGER, "type" VARCHAR, noticed_at TIMESTAMP, event VARCHAR, distinct_id VARCHAR,
        uuid UUID, details VARCHAR)
      """,
      "CREATE TABLE IF NOT EXISTS kept.cohort_rows (project_id INTEGER, cohort_id INTEGER,"
          + " person_id UUID)",
      "CREATE TABLE IF NOT EXISTS kept.column_rows (number INTEGER, of_person BOOLEAN, name VARCHAR,"
          + " filled_to BIGINT, last BIGINT, filled BOOLEAN)",
      "CREATE TABLE IF NOT EXISTS kept.gone_projects (id INTEGER)",
      "CREATE TABLE IF NOT EXISTS kept.wish_rows (project_id INTEGER, of_person BOOLEAN,"
          + " name VARCHAR, asked INTEGER, place INTEGER)",
      "CREATE TABLE IF NOT EXISTS kept.meta (outbox BIGINT, schema_version INTEGER)",
      "INSERT INTO kept.meta SELECT 0, 1 WHERE NOT EXISTS (SELECT 1 FROM kept.meta)");

  private DuckSchema() {}

  /** Makes what is missing, in one transaction. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN TRANSACTION");
      for (String table : TABLES) {
        statement.execute(table);
      }
      statement.execute("COMMIT");
      try (ResultSet meta = statement.executeQuery("SELECT schema_version FROM kept.meta")) {
        if (!meta.next() || meta.getInt(1) < VERSION || meta.getInt(1) > WITH_GONE) {
          throw new SQLException(
              "expected an event store of version " + VERSION + " to " + WITH_GONE);
        }
      }
    }
  }

  /** Has an older program refuse a file that it would not understand. */
  static void requireVersion(Statement statement, int version) throws SQLException {
    statement.execute(
        "UPDATE kept.meta SET schema_version = greatest(schema_version, " + version + ")");
  }

  /** Returns the tables that say of each row which project it is of. */
  static List<String> ofProjects(Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT table_name FROM information_schema.columns"
            + " WHERE table_catalog = current_database() AND table_schema = '" + NAME
            + "' AND column_name = 'project_id' ORDER BY table_name")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  /** Returns the projects of which all was erased. */
  static Set<Integer> gone(Connection connection) throws SQLException {
    Set<Integer> found = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM kept.gone_projects")) {
      while (rows.next()) {
        found.add(rows.getInt(1));
      }
    }
    return found;
  }

  /** Returns the number of the last outbox block in the tables. */
  static long outbox(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet meta = statement.executeQuery("SELECT outbox FROM kept.meta")) {
      if (!meta.next()) {
        throw new SQLException("expected the outbox number in the event store");
      }
      return meta.getLong(1);
    }
  }
}
