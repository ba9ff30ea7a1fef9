package dev.hedgerow.server.insight;

import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.insight.ask.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long questions take, beside SQL that a person would write for the same answer, run by the engine alone with the same
 * threads and memory; that both say the same is checked. Arguments: a folder, made where there is none, how many million events it is to
 * hold, 1 unless said, and part of the names of the questions to ask, all unless said.
 */
final class QuestionsBench {
  private static final Instant NOW = Instant.parse("2026-03-08T00:00:00Z");
  private static final Project SHOP = new Project(1, "Shop", "phc_bench", NOW, 1);
  private static final int MEGABYTES = 1_024;
  private static final int ROUNDS = 3;
  private static final int TIMES = 3;

  private final Path folder;

  private QuestionsBench(Path folder) {
    this.folder = folder;
  }

  /** Measures, and prints a line a question: the least milliseconds here and by SQL alone, the ratio, and how many lines were compared. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    double millions = args.length > 1 ? Double.parseDouble(args[1]) : 1;
    if (!Files.exists(folder.resolve("events.duckdb"))) {
      DuckEvents.open(folder, MEGABYTES, Limits.STANDARD).close();
      fill(folder, Math.round(millions * 1_000_000));
    }
    new QuestionsBench(folder).measure(args.length > 2 ? args[2] : "");
  }

  private void measure(String which) throws Exception {
    promote();
    List<BenchQuestion> questions = BenchQuestion.all(
        first(
            "SELECT CAST(person_id AS VARCHAR) FROM kept.event_rows WHERE distinct_id = 'visitor-5'"),
        first("SELECT 'p_' || number FROM kept.column_rows WHERE name = '"
            + BenchQuestion.WITH_COLUMN + "'"));
    for (BenchQuestion question : questions) {
      if (!question.name().contains(which)) {
        continue;
      }
      double[] least = {Double.MAX_VALUE, Double.MAX_VALUE};
      int lines = 0;
      for (int round = 0; round < ROUNDS; round++) {
        lines = compare(question, least);
      }
      System.out.printf(
          Locale.ROOT,
          "%-34s %8.0f ms %8.0f ms   %.2f   %d lines, all equal%n",
          question.name(),
          least[0],
          least[1],
          least[0] / least[1],
          lines);
    }
  }

  /** Asks one way and the other, notes the least times, and returns how many lines were equal. */
  private int compare(BenchQuestion question, double[] least) throws Exception {
    List<String> ours = List.of();
    try (DuckEvents store = open()) {
      for (int i = 0; i < TIMES; i++) {
        long begun = System.nanoTime();
        Map<String, ?> answer = insights(store).answer(SHOP, question.asked(), NOW, true);
        least[0] = Math.min(least[0], (System.nanoTime() - begun) / 1e6);
        ours = question.lines().apply(answer).stream().sorted().toList();
      }
    }
    List<String> raw = List.of();
    try (Connection connection = engine(folder)) {
      for (int i = 0; i < TIMES; i++) {
        long begun = System.nanoTime();
        List<List<Object>> rows = rows(connection, question.sql());
        least[1] = Math.min(least[1], (System.nanoTime() - begun) / 1e6);
        raw = rows.stream()
            .map(row -> AnswerLines.line(row.subList(0, question.columns()).toArray()))
            .sorted()
            .toList();
      }
    }
    if (ours.isEmpty() || !ours.equals(raw)) {
      throw new IllegalStateException(
          "expected of " + question.name() + " " + raw + " but found " + ours);
    }
    return ours.size();
  }

  private DuckEvents open() throws Exception {
    return DuckEvents.open(folder, MEGABYTES, Limits.STANDARD);
  }

  private static Insights insights(DuckEvents store) {
    return new Insights(new Sources(store, new InMemoryActions(), Limits.STANDARD));
  }

  private static List<List<Object>> rows(Connection connection, String sql) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(found.getObject(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private String first(String sql) throws SQLException {
    try (Connection connection = engine(folder)) {
      return String.valueOf(rows(connection, sql + " LIMIT 1").get(0).get(0));
    }
  }

  /** Asks until the property has a column, and fills that with nothing else to do. */
  private void promote() throws Exception {
    try (DuckEvents store = open()) {
      if (store.columns(false).contains(BenchQuestion.WITH_COLUMN)) {
        return;
      }
      for (int i = 0; i < TIMES; i++) {
        insights(store).answer(SHOP, BenchQuestion.users(BenchQuestion.WITH_COLUMN), NOW, true);
      }
      long begun = System.nanoTime();
      long turn = begun;
      long longest = 0;
      while (store.promoteProperties() > 0) {
        longest = Math.max(longest, System.nanoTime() - turn);
        turn = System.nanoTime();
      }
      System.out.printf(
          Locale.ROOT,
          "a property's column was filled once in %.0f ms, of which %.0f ms at once%n",
          (System.nanoTime() - begun) / 1e6,
          longest / 1e6);
    }
  }

  /** Fifty-six days, some fifty events a person, four of five persons anonymous, thirty properties. */
  private static void fill(Path folder, long events) throws SQLException {
    StringBuilder properties =
        new StringBuilder("'{\"$current_url\":\"https://shop.example/p/'||((h>>20)%40)||'\"");
    for (int i = 0; i < 28; i++) {
      properties
          .append(",\"$property_")
          .append(i)
          .append("\":\"value '||((h>>")
          .append(i)
          .append(")%7)||'\"");
    }
    properties.append("}'");
    try (Connection connection = engine(folder);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO kept.event_rows BY NAME SELECT 1 AS project_id, uuid() AS uuid,"
              + " CASE WHEN h%10 < 7 THEN '$pageview' WHEN h%10 < 9 THEN '$autocapture' ELSE 'buy' END AS event,"
              + " t AS \"timestamp\", t AS created_at, 'visitor-' || p AS distinct_id,"
              + " CAST(md5('p' || p) AS UUID) AS person_id,"
              + " CASE WHEN p%5 = 0 THEN TIMESTAMP '2026-01-20' ELSE TIMESTAMP '1970-01-01 00:00:05' END"
              + " AS person_created_at, CASE WHEN p%5 = 0 THEN 'full' ELSE 'propertyless' END AS person_mode,"
              + " '' AS elements_chain, 'Browser ' || (h%6) AS \"$browser\", " + properties
              + " AS properties, '{}' AS person_properties"
              + " FROM (SELECT h, h%" + Math.max(1, events / 50)
              + " AS p, TIMESTAMP '2026-01-11' + to_microseconds(CAST(i * "
              + (56.0 * 86_400e6 / events)
              + " AS BIGINT)) AS t FROM (SELECT i, CAST(hash(i) >> 2 AS BIGINT) AS h"
              + " FROM range(" + events + ") AS r(i)) AS a) AS b");
      statement.execute("CHECKPOINT");
    }
  }

  private static Connection engine(Path folder) throws SQLException {
    Connection connection =
        DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("events.duckdb"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 2");
      statement.execute("SET memory_limit = '" + MEGABYTES + "MB'");
    }
    return connection;
  }
}
