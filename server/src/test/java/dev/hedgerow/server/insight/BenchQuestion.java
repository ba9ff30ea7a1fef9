package dev.hedgerow.server.insight;

import static dev.hedgerow.server.insight.VisitsStore.object;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A question of {@link QuestionsBench}, and SQL for the same answer.
 *
 * @param asked as the query endpoint takes it
 * @param lines what its answer tells, as {@link AnswerLines}
 * @param columns how many of the SQL's columns make the same lines
 * @param sql by the engine alone
 */
record BenchQuestion(
    String name,
    Map<String, Object> asked,
    Function<Map<String, ?>, List<String>> lines,
    int columns,
    String sql) {
  /** The property that has a column. */
  static final String WITH_COLUMN = "$property_3";

  private static final List<?> PAGES = List.of(object("kind", "EventsNode", "event", "$pageview"));

  /**
   * Returns all of them.
   *
   * @param person whose timeline is asked for
   * @param column that of the property that has one
   */
  static List<BenchQuestion> all(String person, String column) {
    List<BenchQuestion> all = new ArrayList<>();
    all.add(trend("trend, 30 days, users", null, RawQuestions.users()));
    all.add(trend("trend by $browser", "$browser", RawQuestions.usersBy("e.\"$browser\"")));
    all.add(trend(
        "trend by a custom property",
        "$property_4",
        RawQuestions.usersBy("json_extract_string(e.properties, '$.\"$property_4\"')")));
    all.add(
        trend("the same by one with a column", WITH_COLUMN, RawQuestions.usersBy("e." + column)));
    all.add(events("latest 100 events", object(), RawQuestions.latest()));
    all.add(events(
        "one person's timeline",
        object("after", "all", "personId", person),
        RawQuestions.timeline(person)));
    all.add(retention("first time", object(), RawQuestions.firstTime(1)));
    all.add(retention(
        "recurring", object("retentionType", "retention_recurring"), RawQuestions.recurring()));
    all.add(retention("twice a week", object("minimumOccurrences", 2), RawQuestions.firstTime(2)));
    all.add(new BenchQuestion(
        "lifecycle, 30 days",
        month("LifecycleQuery", "series", PAGES),
        AnswerLines::byDay,
        3,
        RawQuestions.lifecycle()));
    all.add(new BenchQuestion(
        "stickiness, 30 days",
        month("StickinessQuery", "series", PAGES),
        AnswerLines::stickiness,
        2,
        RawQuestions.stickiness()));
    all.add(new BenchQuestion(
        "funnel of 3 steps, 30 days",
        month(
            "FunnelsQuery",
            "series",
            List.of(
                object("event", "$pageview"),
                object("event", "$autocapture"),
                object("event", "buy"))),
        AnswerLines::funnel,
        5,
        RawQuestions.funnel()));
    Map<String, Object> pages = object("includeEventTypes", List.of("$pageview"));
    all.add(new BenchQuestion(
        "paths, 7 days",
        object("kind", "PathsQuery", "pathsFilter", pages),
        AnswerLines::paths,
        4,
        RawQuestions.paths(false)));
    all.add(new BenchQuestion(
        "paths, 30 days",
        month("PathsQuery", "pathsFilter", pages),
        AnswerLines::paths,
        4,
        RawQuestions.paths(true)));
    return all;
  }

  /** Returns how many persons looked at pages, by the values of a property. */
  static Map<String, Object> users(@Nullable String by) {
    return month(
        "TrendsQuery",
        "series",
        List.of(object("event", "$pageview", "math", "dau")),
        "breakdownFilter",
        by == null ? null : object("breakdown", by));
  }

  private static BenchQuestion trend(String name, @Nullable String by, String sql) {
    return new BenchQuestion(name, users(by), AnswerLines::byDay, 3, sql);
  }

  private static BenchQuestion events(String name, Map<String, Object> which, String sql) {
    Map<String, Object> asked = object("kind", "EventsQuery");
    asked.putAll(which);
    return new BenchQuestion(name, asked, AnswerLines::events, 4, sql);
  }

  private static BenchQuestion retention(String name, Map<String, Object> how, String sql) {
    Map<String, Object> filter = object("period", "Week", "totalIntervals", 8);
    filter.putAll(how);
    return new BenchQuestion(
        "retention, 8 weeks, " + name,
        object("kind", "RetentionQuery", "retentionFilter", filter),
        AnswerLines::retention,
        3,
        sql);
  }

  private static Map<String, Object> month(String kind, @Nullable Object... fields) {
    Map<String, Object> asked = new LinkedHashMap<>(object(fields));
    asked.put("kind", kind);
    asked.put("dateRange", object("date_from", "-30d"));
    return asked;
  }
}
