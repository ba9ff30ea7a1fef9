package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.VisitsStore.object;

import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.embedded.DuckEvents;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Kind;
import dev.hedgerow.server.insight.ask.Sources;
import dev.hedgerow.server.insight.funnel.Funnels;
import dev.hedgerow.server.insight.path.Paths;
import dev.hedgerow.server.insight.retention.Lifecycle;
import dev.hedgerow.server.insight.retention.Retention;
import dev.hedgerow.server.insight.retention.Stickiness;
import dev.hedgerow.server.query.Asked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long retention, lifecycle, stickiness, funnels and paths take, beside SQL that a person would write
 * for the same answer, run by the engine alone. Arguments: a folder, made where there is none, and
 * how many million events it is to hold, 1 unless said.
 */
final class QuestionsBench {
  private static final Instant NOW = Instant.parse("2026-03-08T00:00:00Z");
  private static final int MEGABYTES = 1_024;
  private static final int TIMES = 3;

  private QuestionsBench() {}

  /** Measures, and prints a line a question: milliseconds here, by SQL alone, and the ratio. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    double millions = args.length > 1 ? Double.parseDouble(args[1]) : 1;
    if (!Files.exists(folder.resolve("events.duckdb"))) {
      DuckEvents.open(folder, MEGABYTES, Limits.STANDARD).close();
      fill(folder, Math.round(millions * 1_000_000));
    }
    Map<String, Double> ours = new LinkedHashMap<>();
    Map<String, Double> raw = new LinkedHashMap<>();
    for (int i = 0; i < TIMES; i++) {
      ours(folder).forEach((name, millis) -> ours.merge(name, millis, Math::min));
      raw(folder).forEach((name, millis) -> raw.merge(name, millis, Math::min));
    }
    ours.forEach((name, millis) -> System.out.printf(
        "%-34s %8.0f ms %8s ms   %s%n",
        name,
        millis,
        raw.containsKey(name) ? String.format("%.0f", raw.get(name)) : "-",
        raw.containsKey(name) ? String.format("%.2f", millis / raw.get(name)) : "-"));
  }

  /** Fifty-six days, some fifty events a person, four of five persons anonymous, thirty properties. */
  private static void fill(Path folder, long events) throws SQLException {
    StringBuilder properties =
        new StringBuilder("'{\"$current_url\":\"https://shop.example/p/'||(h%40)||'\"");
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

  private interface Work {
    void run() throws Exception;
  }

  private static double best(Work work) throws Exception {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 2; i++) {
      long begun = System.nanoTime();
      work.run();
      best = Math.min(best, (System.nanoTime() - begun) / 1e6);
    }
    return best;
  }

  private static Map<String, Double> ours(Path folder) throws Exception {
    Map<String, Double> millis = new LinkedHashMap<>();
    try (DuckEvents store = DuckEvents.open(folder, MEGABYTES, Limits.STANDARD)) {
      Map<String, Object> month = object("date_from", "-30d");
      List<?> series = List.of(object("kind", "EventsNode", "event", "$pageview"));
      Map<String, Object> trend = object(
          "kind",
          "TrendsQuery",
          "dateRange",
          month,
          "series",
          List.of(object("event", "$pageview", "math", "dau")));
      ask(millis, store, "trend, 30 days, users", trend);
      ask(millis, store, "trend by $browser", broken(trend, "$browser"));
      ask(millis, store, "trend by a custom property", broken(trend, "$property_4"));
      promote(millis, store, broken(trend, "$property_3"));
      ask(millis, store, "the same by one with a column", broken(trend, "$property_3"));
      ask(millis, store, "latest 100 events", object("kind", "EventsQuery"));
      ask(
          millis,
          store,
          "one person's timeline",
          object("kind", "EventsQuery", "after", "all", "personId", person(store)));
      measure(
          millis,
          store,
          "retention, 8 weeks, first time",
          new Retention(),
          object("retentionFilter", object("period", "Week", "totalIntervals", 8)));
      measure(
          millis,
          store,
          "retention, 8 weeks, recurring",
          new Retention(),
          object(
              "retentionFilter",
              object(
                  "period", "Week", "totalIntervals", 8, "retentionType", "retention_recurring")));
      measure(
          millis,
          store,
          "retention, 8 weeks, twice a week",
          new Retention(),
          object(
              "retentionFilter",
              object("period", "Week", "totalIntervals", 8, "minimumOccurrences", 2)));
      measure(
          millis,
          store,
          "retention, 30 days, own windows",
          new Retention(),
          object(
              "retentionFilter",
              object("totalIntervals", 30, "timeWindowMode", "24_hour_windows")));
      measure(
          millis,
          store,
          "lifecycle, 30 days",
          new Lifecycle(),
          object("dateRange", month, "series", series));
      measure(
          millis,
          store,
          "stickiness, 30 days",
          new Stickiness(),
          object("dateRange", month, "series", series));
      measure(
          millis,
          store,
          "funnel of 3 steps, 30 days",
          new Funnels(),
          object(
              "dateRange",
              month,
              "series",
              List.of(
                  object("event", "$pageview"),
                  object("event", "$autocapture"),
                  object("event", "buy"))));
      measure(
          millis,
          store,
          "paths, 7 days",
          new Paths(),
          object("pathsFilter", object("includeEventTypes", List.of("$pageview"))));
      measure(
          millis,
          store,
          "paths, 30 days",
          new Paths(),
          object(
              "dateRange",
              month,
              "pathsFilter",
              object("includeEventTypes", List.of("$pageview"))));
    }
    return millis;
  }

  /** Asks until the property has a column, and fills that with nothing else to do. */
  private static void promote(
      Map<String, Double> millis, DuckEvents store, Map<String, Object> question) throws Exception {
    if (store.columns(false).contains("$property_3")) {
      return;
    }
    ask(new LinkedHashMap<>(), store, "", question);
    ask(new LinkedHashMap<>(), store, "", question);
    long begun = System.nanoTime();
    long longest = 0;
    long turn = begun;
    while (store.promoteProperties() > 0) {
      longest = Math.max(longest, System.nanoTime() - turn);
      turn = System.nanoTime();
    }
    millis.put("filling its column, once", (System.nanoTime() - begun) / 1e6);
    millis.put("a slice of that, the longest", longest / 1e6);
  }

  private static Map<String, Object> broken(Map<String, Object> trend, String by) {
    Map<String, Object> broken = new LinkedHashMap<>(trend);
    broken.put("breakdownFilter", object("breakdown", by));
    return broken;
  }

  private static String person(DuckEvents store) throws Exception {
    return String.valueOf(store
        .select(
            1, "SELECT CAST(person_id AS VARCHAR) FROM events WHERE distinct_id = 'visitor-5'", 1)
        .rows()
        .get(0)
        .get(0));
  }

  /** Asks as the query endpoint does. */
  private static void ask(
      Map<String, Double> millis, DuckEvents store, String name, Map<String, Object> query)
      throws Exception {
    Insights insights = new Insights(new Sources(store, new InMemoryActions(), Limits.STANDARD));
    Project shop = new Project(1, "Shop", "phc_bench", NOW, 1);
    millis.put(name, best(() -> insights.answer(shop, query, NOW, true)));
  }

  private static void measure(
      Map<String, Double> millis,
      DuckEvents store,
      String name,
      Kind kind,
      Map<String, Object> query)
      throws Exception {
    Ask ask = new Ask(
        1,
        ZoneId.of("UTC"),
        NOW,
        new Asked(query),
        new Sources(store, new InMemoryActions(), Limits.STANDARD));
    millis.put(name, best(() -> kind.answer(ask)));
  }

  private static Map<String, Double> raw(Path folder) throws Exception {
    Map<String, Double> millis = new LinkedHashMap<>();
    String events =
        "SELECT coalesce(o.person_id, e.person_id) AS p, e.\"timestamp\" AS t, e.person_mode AS m,"
            + " e.person_created_at AS c, e.properties AS j FROM kept.event_rows e LEFT JOIN kept.override_rows o"
            + " ON o.project_id = e.project_id AND o.distinct_id = e.distinct_id WHERE e.project_id = 1"
            + " AND e.event = '$pageview'";
    String weeks = "WITH e AS (" + events + "), w AS (SELECT DISTINCT p,"
        + " date_diff('day', DATE '2026-01-18', CAST(t AS DATE)) // 7 AS w FROM e)";
    try (Connection connection = engine(folder)) {
      String month = "WITH e AS (" + events.replace("AS j FROM", "AS j, e.\"$browser\" AS b FROM")
          + " AND e.\"timestamp\" >= '2026-02-06') SELECT ";
      time(
          millis,
          connection,
          "trend, 30 days, users",
          month + "CAST(t AS DATE), count(DISTINCT p) FROM e GROUP BY ALL");
      time(
          millis,
          connection,
          "trend by $browser",
          month + "CAST(t AS DATE), b, count(DISTINCT p) FROM e GROUP BY ALL");
      time(
          millis,
          connection,
          "trend by a custom property",
          month + "CAST(t AS DATE), json_extract_string(j, '$.\"$property_4\"'),"
              + " count(DISTINCT p) FROM e GROUP BY ALL");
      time(
          millis,
          connection,
          "the same by one with a column",
          month.replace("AS b FROM", "AS b, e." + column(connection) + " AS x FROM")
              + "CAST(t AS DATE), x, count(DISTINCT p) FROM e GROUP BY ALL");
      time(
          millis,
          connection,
          "latest 100 events",
          "SELECT * FROM kept.event_rows WHERE project_id = 1 AND \"timestamp\" > '2026-03-07'"
              + " ORDER BY \"timestamp\" DESC, uuid DESC LIMIT 100");
      time(
          millis,
          connection,
          "one person's timeline",
          "SELECT * FROM kept.event_rows WHERE project_id = 1 AND person_id = (SELECT person_id FROM"
              + " kept.event_rows WHERE distinct_id = 'visitor-5' LIMIT 1) ORDER BY \"timestamp\" DESC, uuid DESC LIMIT 100");
      time(
          millis,
          connection,
          "retention, 8 weeks, first time",
          weeks
              + ", f AS (SELECT p, min(w) AS f FROM w GROUP BY p HAVING min(w) >= 0)"
              + " SELECT f, w - f, count(*) FROM w JOIN f USING (p) GROUP BY ALL");
      time(
          millis,
          connection,
          "retention, 8 weeks, recurring",
          weeks
              + " SELECT a.w, b.w - a.w, count(*) FROM w AS a JOIN w AS b ON a.p = b.p AND b.w >= a.w"
              + " WHERE a.w >= 0 GROUP BY ALL");
      time(
          millis,
          connection,
          "lifecycle, 30 days",
          "WITH e AS (" + events
              + "), s AS (SELECT p, min(CASE WHEN m = 'propertyless' THEN t ELSE c END) AS s FROM e GROUP BY p),"
              + " d AS (SELECT DISTINCT p, CAST(t AS DATE) AS d FROM e WHERE t >= '2026-02-05'),"
              + " n AS (SELECT p, d, lag(d) OVER w AS b, lead(d) OVER w AS a FROM d WINDOW w AS (PARTITION BY p"
              + " ORDER BY d)) SELECT d, count(*) FILTER (b IS NULL AND CAST(s AS DATE) = d),"
              + " count(*) FILTER (b = d - 1), count(*) FILTER (a IS NULL OR a > d + 1), count(*)"
              + " FROM n JOIN s USING (p) GROUP BY d");
      time(
          millis,
          connection,
          "stickiness, 30 days",
          "WITH e AS (" + events
              + ") SELECT n, count(*) FROM (SELECT p, count(DISTINCT CAST(t AS DATE)) AS n FROM e WHERE t >="
              + " '2026-02-06' GROUP BY p) GROUP BY n");
      time(
          millis,
          connection,
          "funnel of 3 steps, 30 days",
          "WITH e AS ("
              + events
                  .replace(" AND e.event = '$pageview'", "")
                  .replace("AS p,", "AS p, e.event AS n,")
              + " AND e.event IN ('$pageview', '$autocapture', 'buy') AND e.\"timestamp\" >= '2026-02-06'),"
              + " a AS (SELECT p, t, n, max(t) FILTER (n = '$pageview') OVER w AS a FROM e WINDOW w AS (PARTITION BY p"
              + " ORDER BY t)), b AS (SELECT p, t, n, a, max(a) FILTER (n = '$autocapture' AND t - a <= INTERVAL 14 DAY)"
              + " OVER w AS b FROM a WINDOW w AS (PARTITION BY p ORDER BY t)), c AS (SELECT p, max(CASE WHEN n = 'buy' AND"
              + " t - b <= INTERVAL 14 DAY THEN 3 WHEN n = '$autocapture' AND t - a <= INTERVAL 14 DAY THEN 2 WHEN"
              + " n = '$pageview' THEN 1 ELSE 0 END) AS s FROM b GROUP BY p) SELECT s, count(*) FROM c GROUP BY s");
      for (Map.Entry<String, String> since :
          Map.of("paths, 7 days", "2026-03-01", "paths, 30 days", "2026-02-06").entrySet()) {
        time(
            millis,
            connection,
            since.getKey(),
            "WITH e AS (" + events + " AND e.\"timestamp\" >= '"
                + since.getValue() + "'), n AS (SELECT p, t, regexp_extract(json_extract_string(j,"
                + " '$.\"$current_url\"'), '//[^/]*([^?#]*)', 1) AS u FROM e), g AS (SELECT p, t, u,"
                + " t - lag(t) OVER w > INTERVAL 30 MINUTE AS cut, lead(u) OVER w AS v, lead(t) OVER w AS x"
                + " FROM n WINDOW w AS (PARTITION BY p ORDER BY t)), s AS (SELECT p, t, u, v, x, sum(CAST(cut AS"
                + " INTEGER)) OVER (PARTITION BY p ORDER BY t) AS s FROM g), r AS (SELECT u, v, x - t AS d,"
                + " row_number() OVER (PARTITION BY p, s ORDER BY t) AS r FROM s WHERE u <> v AND x - t <="
                + " INTERVAL 30 MINUTE) SELECT r, u, v, count(*), avg(epoch(d)) FROM r WHERE r < 5 GROUP BY ALL"
                + " ORDER BY 4 DESC LIMIT 50");
      }
    }
    return millis;
  }

  private static String column(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(
            "SELECT 'p_' || number FROM kept.column_rows WHERE name = '$property_3'")) {
      found.next();
      return found.getString(1);
    }
  }

  private static void time(
      Map<String, Double> millis, Connection connection, String name, String sql) throws Exception {
    millis.put(name, best(() -> {
      try (Statement statement = connection.createStatement();
          ResultSet found = statement.executeQuery(sql)) {
        while (found.next()) {
          found.getObject(1);
        }
      }
    }));
  }
}
