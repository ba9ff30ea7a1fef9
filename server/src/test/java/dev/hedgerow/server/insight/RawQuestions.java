package dev.hedgerow.server.insight;

/**
 * SQL that a person who knows the tables would write for the answers of {@link BenchQuestion}, with the columns of their lines. It looks at
 * the page views of project 1 by their effective persons, until the end of March 7th.
 */
final class RawQuestions {
  private static final String PERSON = "coalesce(o.person_id, e.person_id)";
  private static final String PAGES = "e.event = '$pageview'";
  private static final String MONTH = "e.\"timestamp\" >= '2026-02-06'";
  private static final String WEEK = "e.\"timestamp\" >= '2026-03-01'";
  private static final String DAY = "CAST(e.\"timestamp\" AS DATE)";
  private static final String WINDOW = "INTERVAL 14 DAY";

  private RawQuestions() {}

  private static String rows(String columns, String condition) {
    return "SELECT " + columns + " FROM kept.event_rows e LEFT JOIN kept.override_rows o"
        + " ON o.project_id = e.project_id AND o.distinct_id = e.distinct_id"
        + " WHERE e.project_id = 1 AND " + condition;
  }

  /** Day, nothing, persons. */
  static String users() {
    return rows(
        DAY + ", '', count(DISTINCT " + PERSON + ")", PAGES + " AND " + MONTH + " GROUP BY ALL");
  }

  /** Day, value, persons; the 25 most frequent values, the others together. */
  static String usersBy(String value) {
    return "WITH e AS ("
        + rows(
            DAY + " AS d, coalesce(" + value + ", '$$_posthog_breakdown_null_$$') AS b, " + PERSON
                + " AS p",
            PAGES + " AND " + MONTH)
        + "), top AS (SELECT b FROM e GROUP BY b ORDER BY count(*) DESC, b LIMIT 25) SELECT d,"
        + " CASE WHEN b IN (FROM top) THEN b ELSE '$$_posthog_breakdown_other_$$' END, count(DISTINCT p)"
        + " FROM e GROUP BY ALL";
  }

  /** Uuid, event, distinct id, person; then what else an event shows. */
  static String latest() {
    return rows(columns(), "e.event <> '$snapshot' AND e.\"timestamp\" > '2026-03-07'") + newest();
  }

  /** The same of one person: what was stored as theirs and is still, and what came to them since. */
  static String timeline(String person) {
    String id = "CAST('" + person + "' AS UUID)";
    return rows(
            columns(),
            "e.event <> '$snapshot' AND e.person_id = " + id + " AND coalesce(o.person_id = " + id
                + ", true)")
        + " UNION ALL "
        + rows(
            columns(),
            "e.event <> '$snapshot' AND o.person_id = " + id + " AND e.person_id <> " + id)
        + newest();
  }

  private static String columns() {
    return "e.uuid, e.event, e.distinct_id, " + PERSON + " AS p, e.\"timestamp\", e.properties,"
        + " e.elements_chain, e.person_created_at, e.person_properties";
  }

  private static String newest() {
    return " ORDER BY \"timestamp\" DESC, uuid DESC LIMIT 100";
  }

  /** Week, weeks later, persons. */
  static String firstTime(int least) {
    return weeks() + ", f AS (SELECT p, min(w) AS f FROM w GROUP BY p HAVING min(w) >= 0)"
        + " SELECT f, w - f, count(*) FROM w JOIN f USING (p) WHERE w = f OR n >= " + least
        + " GROUP BY ALL";
  }

  /** Week, weeks later, persons. */
  static String recurring() {
    return weeks()
        + " SELECT a.w, b.w - a.w, count(*) FROM w AS a JOIN w AS b ON a.p = b.p AND b.w >= a.w"
        + " WHERE a.w >= 0 GROUP BY ALL";
  }

  private static String weeks() {
    return "WITH w AS ("
        + rows(
            PERSON + " AS p, date_diff('day', DATE '2026-01-11', " + DAY
                + ") // 7 - 1 AS w, count(*) AS n",
            PAGES + " GROUP BY ALL")
        + ")";
  }

  /** Day, status, persons. */
  static String lifecycle() {
    return "WITH e AS ("
        + rows(
            PERSON
                + " AS p, e.\"timestamp\" AS t, e.person_mode = 'propertyless' AS alone, e.person_created_at AS c, "
                + PAGES + " AND e.\"timestamp\" >= '2026-02-05' AS hit",
            "true")
        + "), s AS (SELECT p, min(t) FILTER (alone) AS seen, min(c) FILTER (hit AND NOT alone) AS made FROM e"
        + " GROUP BY p), b AS (SELECT p, CAST(least(coalesce(r.created_at, made), seen) AS DATE) AS born FROM s"
        + " LEFT JOIN kept.person_rows r ON r.project_id = 1 AND r.id = s.p),"
        + " d AS (SELECT DISTINCT p, CAST(t AS DATE) AS d FROM e WHERE hit),"
        + " n AS (SELECT p, d, lag(d) OVER w AS b, lead(d) OVER w AS a FROM d WINDOW w AS (PARTITION BY p"
        + " ORDER BY d)) SELECT d, CASE WHEN n.b IS NULL AND born = d THEN 'new' WHEN n.b = d - 1 THEN 'returning'"
        + " ELSE 'resurrecting' END, count(*) FROM n JOIN b USING (p) WHERE d >= DATE '2026-02-06' GROUP BY ALL"
        + " UNION ALL SELECT d + 1, 'dormant', -count(*) FROM n WHERE a IS NULL OR a > d + 1 GROUP BY ALL";
  }

  /** Days, persons. */
  static String stickiness() {
    return "SELECT n, count(*) FROM ("
        + rows("count(DISTINCT " + DAY + ") AS n", PAGES + " AND " + MONTH + " GROUP BY " + PERSON)
        + ") GROUP BY n";
  }

  /**
   * How many came to each of three steps, and the seconds they took from the one before on average. A second step counts with the
   * last first one before it; the third with the last start that has a second step.
   */
  static String funnel() {
    return "WITH e AS ("
        + rows(
            PERSON + " AS p, e.\"timestamp\" AS t, e.event AS n",
            "e.event IN ('$pageview', '$autocapture', 'buy') AND " + MONTH)
        + "), a AS (SELECT *, max(t) FILTER (n = '$pageview') OVER w AS a, max(t) FILTER (n = '$autocapture') OVER"
        + " (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS z FROM e WINDOW w AS (PARTITION BY p ORDER BY t)),"
        + " b AS (SELECT *, n = '$autocapture' AND t - a <= " + WINDOW
        + " AND coalesce(z < a, true) AS two FROM a), c AS (SELECT *, max(a) FILTER (two) OVER w AS b,"
        + " max(t) FILTER (two) OVER w AS m FROM b WINDOW w AS (PARTITION BY p ORDER BY t)),"
        + " d AS (SELECT *, n = 'buy' AND t - b <= " + WINDOW + " AS three FROM c),"
        + " r AS (SELECT p, bool_or(n = '$pageview') AS one, min(t) FILTER (two) AS t2, arg_min(a, t) FILTER (two)"
        + " AS a2, min(t) FILTER (three) AS t3, arg_min(b, t) FILTER (three) AS b3, arg_min(m, t) FILTER (three) AS m3"
        + " FROM d GROUP BY p) SELECT count(*) FILTER (one), count(t2),"
        + " avg(epoch(CASE WHEN t3 IS NULL THEN t2 - a2 ELSE m3 - b3 END)), count(t3), avg(epoch(t3 - m3)) FROM r";
  }

  /**
   * Source, target, paths and milliseconds of the fifty heaviest ways; step, nothing, paths that came there and that ended there of the steps
   * in them.
   */
  static String paths(boolean month) {
    String url = "regexp_extract(json_extract_string(e.properties, '$.\"$current_url\"'),"
        + " '^[^/]*//[^/?#]*([^?#]*?)/?(?:[?#].*)?$', 1)";
    String path = "(PARTITION BY p, s ORDER BY t, id)";
    return "WITH e AS ("
        + rows(
            PERSON + " AS p, e.\"timestamp\" AS t, e.uuid AS id, " + url + " AS x",
            PAGES + " AND " + (month ? MONTH : WEEK))
        + "), n AS (SELECT p, t, id, CASE WHEN x = '' THEN '/' ELSE x END AS u FROM e),"
        + " g AS (SELECT *, coalesce(t - lag(t) OVER w > INTERVAL 30 MINUTE, true) AS cut, coalesce(lead(u) OVER w <> u"
        + " OR lead(t) OVER w - t > INTERVAL 30 MINUTE, true) AS leaves FROM n WINDOW w AS (PARTITION BY p ORDER BY t, id)),"
        + " s AS (SELECT *, sum(CAST(cut AS INTEGER)) OVER (PARTITION BY p ORDER BY t, id) AS s FROM g),"
        + " r AS (SELECT u, t, row_number() OVER " + path + " AS r, lead(u) OVER " + path
        + " AS v, lead(t) OVER "
        + path
        + " AS x FROM s WHERE leaves), y AS (SELECT r, u, CASE WHEN r < 5 THEN v END AS v, count(*) AS n,"
        + " avg(epoch_us(x) - epoch_us(t)) / 1000 AS ms FROM r WHERE r <= 5 GROUP BY ALL),"
        + " k AS (SELECT r || '_' || u AS source, r + 1 || '_' || v AS target, n, ms FROM y),"
        + " top AS (SELECT * FROM k WHERE target IS NOT NULL ORDER BY n DESC, source, target LIMIT 50)"
        + " SELECT * FROM top UNION ALL SELECT source, '', sum(n), coalesce(sum(n) FILTER (target IS NULL), 0)"
        + " FROM k WHERE source IN (SELECT source FROM top UNION SELECT target FROM top) GROUP BY source";
  }
}
