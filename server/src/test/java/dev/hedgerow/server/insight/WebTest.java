package dev.hedgerow.server.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.insight.ask.Sources;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The overview of a site and its tables, worked out by hand. In the two days of the range: Ann reads / and /docs for 60 s and
 * leaves; Vic reads / for 4 s and is gone, and later /docs, where he clicks. In the two days before: Vic reads / only.
 */
class WebTest {
  private static final Instant NOW = Instant.parse("2026-03-10T18:00:00Z");
  private static final Project SITE = new Project(1, "Site", "phc_site", NOW, 1);

  @TempDir
  static Path folder;

  private static DuckEvents store;
  private static Insights insights;

  @BeforeAll
  static void openStore() throws IOException {
    store = DuckEvents.open(folder, 256, Limits.STANDARD);
    insights = new Insights(new Sources(store, new InMemoryActions(), Limits.STANDARD));
    List<EventRow> events = new ArrayList<>();
    events.add(event("$pageview", "09T10:00:00", "ann", "s1", "/", "news.example"));
    events.add(event("$pageview", "09T10:00:40", "ann", "s1", "/docs", "$direct"));
    events.add(event("$pageleave", "09T10:01:00", "ann", "s1", "/docs", "$direct"));
    events.add(event("bought", "09T10:30:00", "ann", "s1", "/docs", "$direct"));
    events.add(event("$pageview", "10T10:00:00", "vic", "s2", "/", "$direct"));
    events.add(event("$pageleave", "10T10:00:04", "vic", "s2", "/", "$direct"));
    events.add(event("$pageview", "10T12:00:00", "vic", "s3", "/docs", "$direct"));
    events.add(event("$autocapture", "10T12:00:02", "vic", "s3", "/docs", "$direct"));
    events.add(event("$pageview", "07T12:00:00", "vic", "s4", "/", "$direct"));
    store.write(List.of(new OutboxBlock(
        1, new Rows(events, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()))));
  }

  @AfterAll
  static void closeStore() throws IOException {
    store.close();
  }

  private static EventRow event(
      String name, String at, String who, String session, String path, String from) {
    Map<String, Object> properties =
        new HashMap<>(Map.of("$session_id", session, "$pathname", path));
    properties.put("$referring_domain", from);
    return new EventRow(
        1,
        UUID.randomUUID(),
        name,
        who,
        Instant.parse("2026-03-" + at + "Z"),
        NOW,
        UUID.nameUUIDFromBytes(who.getBytes(StandardCharsets.UTF_8)),
        NOW,
        who.equals("vic") ? PersonMode.PROPERTYLESS : PersonMode.FULL,
        Map.of(),
        properties,
        "",
        Map.of());
  }

  @Test
  void theOverviewStandsBesideTheTimeBefore() throws Exception {
    List<String> told = new ArrayList<>();
    for (Object item : results("{'kind':'WebOverviewQuery','dateRange':{'date_from':'-1d'}}")) {
      Map<?, ?> one = (Map<?, ?>) item;
      told.add(one.get("key") + " " + one.get("value") + " " + one.get("previous") + " "
          + one.get("changeFromPreviousPct"));
    }
    assertThat(told)
        .containsExactly(
            "visitors 2 1 100",
            "views 4 1 300",
            "sessions 3 1 200",
            "session duration 22 0 null", // (60 + 4 + 2) / 3
            "bounce rate 33.33333333333333 100 -67");
  }

  @Test
  void sessionsAreToldByTheDayTheyBeganIn() throws Exception {
    Map<String, ?> answer = insights.answer(
        SITE,
        json(
            "{'kind':'WebTrendsQuery','interval':'day','dateRange':{'date_from':'-1d'},'compareFilter':{'compare':true}}"),
        NOW);
    assertThat(answer.get("results"))
        .hasToString("[{bucket=2026-03-09, metrics={Sessions=1, SessionDuration=60, BounceRate=0}},"
            + " {bucket=2026-03-10, metrics={Sessions=2, SessionDuration=3, BounceRate=50}}]");
    // Two days before: nothing, then one look of Vic's.
    assertThat(answer.get("previous"))
        .hasToString(
            "[{bucket=2026-03-07, metrics={Sessions=1, SessionDuration=0, BounceRate=100}},"
                + " {bucket=2026-03-08, metrics={Sessions=0, SessionDuration=null, BounceRate=null}}]");
    assertThat(
            results(
                "{'kind':'WebTrendsQuery','metrics':['BounceRate'],'dateRange':{'date_from':'dStart'}}"))
        .hasToString("[{bucket=2026-03-10, metrics={BounceRate=50}}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Page | [[/, [2, 1], [2, 1]], [/docs, [2, 0], [2, 0]]]",
        "InitialPage | [[/, [2, 1], [3, 1]], [/docs, [1, 0], [1, 0]]]",
        "ExitPage | [[/docs, [2, 0], [3, 0]], [/, [1, 1], [1, 1]]]",
        "InitialReferringDomain | [[$direct, [1, 1], [2, 1]], [news.example, [1, 0], [2, 0]]]",
        "Country | [[null, [2, 1], [4, 1]]]",
      })
  void tablesCountVisitorsAndViews(String by, String expected) throws Exception {
    assertThat(results("{'kind':'WebStatsTableQuery','breakdownBy':'" + by
            + "','dateRange':{'date_from':'-1d'}}"))
        .hasToString(expected);
  }

  @Test
  void whatIsLeftOutOfAQuestionAboutPersonsIsSaid() throws Exception {
    String question =
        "{'kind':'TrendsQuery','series':[{'event':'$pageview'}],'properties':[{'type':'person','key':'plan','operator':'is_not_set'}]}";

    assertThat((List<?>) insights.answer(SITE, json(question), NOW).get("warnings"))
        .singleElement()
        .satisfies(warning -> assertThat(((Map<?, ?>) warning).get("count")).isEqualTo(3L))
        .asString()
        .contains("3 anonymous events of this time, which have no person, were left out");
    assertThat((List<?>) insights
            .answer(SITE, json(question.replace("person", "event")), NOW)
            .get("warnings"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'kind':'WebStatsTableQuery' | breakdownBy",
        "'kind':'WebStatsTableQuery','breakdownBy':'Shoe' | breakdownBy",
        "'kind':'WebStatsTableQuery','breakdownBy':'Page','limit':0 | limit",
        "'kind':'WebOverviewQuery','dateRange':{'date_from':'never'} | dateRange.date_from",
        "'kind':'WebTrendsQuery','metrics':['Views'] | metrics",
        "'kind':'WebTrendsQuery','interval':'year' | interval",
        "'kind':'OverviewQuery' | kind",
      })
  void wrongQuestionsAreRefusedByField(String fields, String attribute) {
    RejectedException refused =
        catchThrowableOfType(RejectedException.class, () -> results("{" + fields + "}"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.attribute()).isEqualTo(attribute);
  }

  private static List<?> results(String query) throws Exception {
    Object found = insights.answer(SITE, json(query), NOW).get("results");
    return found instanceof List<?> list ? list : List.of();
  }

  private static Map<String, Object> json(String text) throws IOException {
    return Json.object(text.replace('\'', '"'));
  }
}
