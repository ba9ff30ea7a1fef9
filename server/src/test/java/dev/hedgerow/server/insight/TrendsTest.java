package dev.hedgerow.server.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Settings;
import dev.hedgerow.server.insight.ask.Ask;
import dev.hedgerow.server.insight.ask.Sources;
import dev.hedgerow.server.insight.trend.Trends;
import dev.hedgerow.server.query.Asked;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.wire.Json;
import dev.hedgerow.server.wire.SettingsCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Trends over five days whose numbers are worked out by hand. Ann is seen by two distinct ids, ann and a1, of which the
 * second was another person when its events were stored; Bob is identified; v is an anonymous visitor.
 *
 * <pre>
 * day        view                              buy (price)
 * March 6    ann, v                            ann 10
 * March 7    -                                 -
 * March 8    ann, a1, bob                      a1 20, bob 30
 * March 9    bob, bob                          bob 5
 * March 10   v                                 ann (a price that is no number)
 * </pre>
 */
class TrendsTest {
  private static final Instant NOW = Instant.parse("2026-03-10T18:00:00Z");
  private static final Project SHOP = new Project(1, "Shop", "phc_shop", NOW, 1);

  @TempDir
  static Path folder;

  private static DuckEvents store;
  private static Insights insights;

  @BeforeAll
  static void openStore() throws IOException {
    store = DuckEvents.open(folder, 256, Limits.STANDARD);
    insights = new Insights(new Sources(store, new InMemoryActions(), Limits.STANDARD));
    List<EventRow> events = new ArrayList<>();
    view(events, "06", "ann", "Firefox");
    view(events, "06", "v", "Chrome");
    buy(events, "06", "ann", 10);
    view(events, "08", "ann", "Firefox");
    view(events, "08", "a1", "Safari");
    view(events, "08", "bob", "Chrome");
    buy(events, "08", "a1", 20);
    buy(events, "08", "bob", 30);
    view(events, "09", "bob", "Chrome");
    view(events, "09", "bob", "Chrome");
    buy(events, "09", "bob", 5);
    view(events, "10", "v", "Chrome");
    events.add(event("buy", "10", "ann", Map.of("price", "NaN")));
    Assignment joined = new Assignment(new IdKey(1, "a1"), id("ann"), 1);
    store.write(List.of(new OutboxBlock(
        1,
        new Rows(events, List.of(joined), List.of(), List.of(), List.of(), List.of(), List.of()))));
  }

  @AfterAll
  static void closeStore() throws IOException {
    store.close();
  }

  private static void view(List<EventRow> to, String day, String who, String browser) {
    to.add(event("view", day, who, Map.of("$browser", browser, "$session_id", who + day)));
  }

  private static void buy(List<EventRow> to, String day, String who, int price) {
    to.add(event("buy", day, who, Map.of("price", price)));
  }

  private static UUID id(String who) {
    return UUID.nameUUIDFromBytes(who.getBytes(StandardCharsets.UTF_8));
  }

  private static EventRow event(
      String name, String day, String who, Map<String, Object> properties) {
    boolean anonymous = who.equals("v");
    return new EventRow(
        1,
        UUID.randomUUID(),
        name,
        who,
        Instant.parse("2026-03-" + day + "T12:00:00Z"),
        NOW,
        id(who),
        NOW,
        anonymous ? PersonMode.PROPERTYLESS : PersonMode.FULL,
        anonymous ? Map.of() : Map.of("plan", who.equals("bob") ? "free" : "pro"),
        properties,
        "",
        who.equals("bob") ? Map.of(0, "acme") : Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'event':'view'} | 2 0 3 2 1",
        "{'event':'view','math':'dau'} | 2 0 2 1 1",
        "{'event':'view','math':'weekly_active'} | 2 2 3 3 3",
        "{'event':'view','math':'unique_session'} | 2 0 3 1 1",
        "{'event':'view','math':'unique_group','math_group_type_index':0} | 0 0 1 1 0",
        "{'event':'view','math':'first_time_for_user'} | 2 0 1 0 0",
        "{'event':'view','math':'max_count_per_actor'} | 1 0 2 2 1",
        "{'event':'view','math':'avg_count_per_actor'} | 1 0 1.5 2 1",
        "{'event':'buy','math':'sum','math_property':'price'} | 10 0 50 5 0",
        "{'event':'buy','math':'avg','math_property':'price'} | 10 0 25 5 0",
        "{'event':'buy','math':'min','math_property':'price'} | 10 0 20 5 0",
        "{'event':'buy','math':'max','math_property':'price'} | 10 0 30 5 0",
        "{'event':'buy','math':'median','math_property':'price'} | 10 0 25 5 0",
        "{'event':'buy','math':'p75','math_property':'price'} | 10 0 27.5 5 0",
        "{'event':'buy','math':'hogql','math_hogql':'count(DISTINCT distinct_id)'} | 1 0 2 1 1",
        "{'event':'view','properties':[{'key':'$browser','value':'Chrome'}]} | 1 0 1 2 1",
        "{'event':'view','properties':[{'type':'person','key':'plan','value':'pro'}]} | 1 0 2 0 0",
        "{'event':null} | 3 0 5 3 2",
      })
  void eachMathCountsItsOwnWay(String series, String expected) throws Exception {
    assertThat(lines(
            "{'kind':'TrendsQuery','dateRange':{'date_from':'-4d'},'series':[" + series + "]}"))
        .containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'trendsFilter':{'display':'BoldNumber'} | 3",
        "'trendsFilter':{'display':'ActionsLineGraphCumulative'} | 2 2 4 5 6",
        "'trendsFilter':{'smoothingIntervals':2} | 2 1 1 1.5 1",
        "'interval':'week' | 2 3", // Sunday is the 8th
        "'interval':'month' | 3",
        "'breakdownFilter':{'breakdown':'$browser'} | Chrome: 1 0 1 1 1 / Firefox: 1 0 1 0 0 / Safari: 0 0 1 0 0",
        "'breakdownFilter':{'breakdown':'$browser','breakdown_limit':1} | Chrome: 1 0 1 1 1 / $$_posthog_breakdown_other_$$: 1 0 1 0 0",
        "'breakdownFilter':{'breakdown':'$browser','breakdown_limit':1,'breakdown_hide_other_aggregation':true} | Chrome: 1 0 1 1 1",
        "'breakdownFilter':{'breakdown':'none'} | $$_posthog_breakdown_null_$$: 2 0 2 1 1",
        "'breakdownFilter':{'breakdowns':[{'property':'$browser'},{'property':'distinct_id','type':'event_metadata'}]} | [Chrome, bob]: 0 0 1 1 0 / [Chrome, v]: 1 0 0 0 1 / [Firefox, ann]: 1 0 1 0 0 / [Safari, a1]: 0 0 1 0 0",
        "'breakdownFilter':{'breakdowns':[{'property':'$browser'},{'property':'concat(distinct_id, chr(31), 1)','type':'hogql'}]} | [Chrome, bob 1]: 0 0 1 1 0 / [Chrome, v 1]: 1 0 0 0 1 / [Firefox, ann 1]: 1 0 1 0 0 / [Safari, a1 1]: 0 0 1 0 0",
        "'compareFilter':{'compare':true} | 2 0 2 1 1 / 0 0 0 0 0",
        "'compareFilter':{'compare':true,'compare_to':'-2d'} | 2 0 2 1 1 / 0 0 2 0 2",
        "'breakdownFilter':{'breakdown':'plan','breakdown_type':'person'} | free: 0 0 1 1 0 / pro: 1 0 1 0 0",
        "'samplingFactor':1.0 | 2 0 2 1 1",
      })
  void oneSeriesOfDailyUsersInManyForms(String form, String expected) throws Exception {
    String asked =
        "{'kind':'TrendsQuery','dateRange':{'date_from':'-4d'},'series':[{'event':'view','math':'dau'}],"
            + form + "}";
    assertThat(String.join(" / ", lines(asked))).isEqualTo(expected);
  }

  @Test
  void testAccountsAreLeftOutByTheProjectsFilters() throws Exception {
    Settings settings = SettingsCodec.changed(
        SHOP.settings(),
        json("{'test_account_filters':[{'key':'$browser','value':'Chrome','operator':'is_not'}]}"));
    Project shop = new Project(1, "Shop", "phc_shop", NOW, 2, settings);
    String asked =
        "{'kind':'TrendsQuery','series':[{'event':'view'}],'trendsFilter':{'display':'BoldNumber'},'filterTestAccounts':";

    assertThat(insights.answer(shop, json(asked + "true}"), NOW).get("results"))
        .asString()
        .contains("aggregated_value=3");
    assertThat(insights.answer(shop, json(asked + "false}"), NOW).get("results"))
        .asString()
        .contains("aggregated_value=8");
    assertThat(insights.answer(SHOP, json(asked + "true}"), NOW).get("results"))
        .asString()
        .contains("aggregated_value=8"); // by itself only pages of one's own machine are
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A + B | 3 0 5 3 2",
        "b / a * 100 | 50 0 66.66666666666666 50 100",
        "(A - B) * -2 | -2 0 -2 -2 0",
        "A / (B - B) | 0 0 0 0 0",
        "1.5 | 1.5 1.5 1.5 1.5 1.5",
      })
  void formulasReckonWithSeries(String formula, String expected) throws Exception {
    assertThat(lines(twoSeries("'formula':'" + formula + "'"))).containsExactly(expected);
    assertThat(lines(twoSeries("'formulaNodes':[{'formula':'" + formula + "'}]")))
        .containsExactly(expected);
  }

  private static String twoSeries(String filter) {
    return "{'kind':'TrendsQuery','dateRange':{'date_from':'-4d'},'series':[{'event':'view'},{'event':'buy'}],'trendsFilter':{"
        + filter + "}}";
  }

  @Test
  void anItemHasTheFieldsThatClientsRead() throws Exception {
    Map<String, Object> answer = ask(
        "{'kind':'TrendsQuery','dateRange':{'date_from':'-1d'},'series':[{'event':'view','custom_name':'Views'}]}");

    assertThat(answer).containsEntry("timezone", "UTC").containsEntry("is_cached", false);
    assertThat(answer.get("hogql")).asString().contains("FROM events");
    assertThat((Map<?, ?>) answer.get("resolved_date_range"))
        .hasToString("{date_from=2026-03-09T00:00:00Z, date_to=2026-03-10T18:00:00Z}");
    Map<?, ?> item = (Map<?, ?>) list(answer.get("results")).get(0);
    assertThat(item.get("label")).isEqualTo("Views");
    assertThat(item.get("count")).isEqualTo(3L);
    assertThat(item.get("days")).isEqualTo(List.of("2026-03-09", "2026-03-10"));
    assertThat(item.get("labels")).isEqualTo(List.of("9-Mar-2026", "10-Mar-2026"));
    assertThat((Map<?, ?>) item.get("action"))
        .hasToString("{id=view, type=events, order=0, name=view, custom_name=Views, math=total}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'day':'2026-03-08'} | ann:2 bob:1",
        "{} | ann:3 bob:3 v:2",
        "{'breakdown':'Chrome'} | bob:3 v:2",
        "{'breakdown':'$$_posthog_breakdown_other_$$'} | ann:3",
        "{'series':1,'day':'2026-03-07'} | ann:1 v:1",
        "{'series':1,'day':'2026-03-09'} | ann:3 bob:3 v:1",
        "{'series':1,'day':'2026-03-09','breakdown':'Chrome'} | bob:3 v:1",
        "{'series':2,'day':'2026-03-08'} | bob:1",
        "{'series':2,'day':'2026-03-09'} | ''",
      })
  void whoIsBehindAPointIsWhoIsCountedThere(String point, String expected) throws Exception {
    String series = "{'series':[{'event':'view'},{'event':'view','math':'weekly_active'},"
        + "{'event':'view','math':'first_time_for_user'}],";
    assertThat(people(
            series
                + "'breakdownFilter':{'breakdown':'$browser','breakdown_limit':1},'dateRange':{'date_from':'-4d'}}",
            point))
        .isEqualTo(expected);
  }

  @Test
  void everybodyIsAValueOfABreakdownByCohorts() throws Exception {
    String asked =
        "{'kind':'TrendsQuery','series':[{'event':'view'}],'dateRange':{'date_from':'-4d'},"
            + "'breakdownFilter':{'breakdown_type':'cohort','breakdown':['all']}}";

    assertThat(lines(asked)).containsExactly("all: 1 0 3 2 0"); // without v, who is no person
    assertThat(people(asked, "{'breakdown':'all'}")).isEqualTo("ann:3 bob:3");
  }

  @Test
  void theSumOfASampleIsNotRounded() throws Exception {
    assertThat(
            lines(
                "{'kind':'TrendsQuery','dateRange':{'date_from':'-4d'},'trendsFilter':{'display':'BoldNumber'},"
                    + "'samplingFactor':0.9999,'series':[{'event':'buy','math':'sum','math_property':'price'}]}"))
        .containsExactly(String.valueOf(65 / 0.9999));
  }

  /** Who is behind a point, with how many events. */
  private static String people(String query, String point) throws Exception {
    Ask ask = new Ask(
        1,
        SHOP.settings().timeZone(),
        NOW,
        new Asked(json(query)),
        new Sources(store, new InMemoryActions(), Limits.STANDARD));
    Map<String, Long> found = new LinkedHashMap<>();
    new Trends().actors(ask, new Asked(json(point)), 0, 100, found::put);

    Map<String, Long> told = new TreeMap<>();
    for (String who : List.of("ann", "bob", "v")) {
      Long events = found.remove(id(who).toString());
      if (events != null) {
        told.put(who, events);
      }
    }
    assertThat(found).isEmpty();
    return told.toString().replace("=", ":").replace(",", "").replaceAll("[{}]", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'series':[] | series",
        "'series':5 | series",
        "'series':[{'event':'x','math':'mode'}] | series[0].math",
        "'series':[{'event':'x','math':'sum'}] | series[0].math_property",
        "'series':[{'event':'x','math':'hogql','math_hogql':'1; DROP TABLE events'}] | series[0].math_hogql",
        "'series':[{'event':5}] | series[0].event",
        "'series':[{'id':7}] | series[0].id",
        "'series':[{'kind':'DataNode'}] | series[0].kind",
        "'series':[{'event':'x','properties':[{'key':'k','value':1,'operator':'near'}]}] | series[0].properties[0].operator",
        "'series':[{'event':'x'}],'interval':'century' | interval",
        "'series':[{'event':'x'}],'dateRange':{'date_from':'31-31-31'} | dateRange.date_from",
        "'series':[{'event':'x'}],'dateRange':{'date_from':'2026-02-30'} | dateRange.date_from",
        "'series':[{'event':'x'}],'trendsFilter':{'formula':'A + C'} | trendsFilter.formula",
        "'series':[{'event':'x'}],'trendsFilter':{'formula':'((((A'} | trendsFilter.formula",
        "'series':[{'event':'x'}],'trendsFilter':{'display':'Hologram'} | trendsFilter.display",
        "'series':[{'event':'x'}],'breakdownFilter':{'breakdown':'x','breakdown_type':'planet'} | type",
        "'series':[{'event':'x'}],'breakdownFilter':{'breakdown':['a','b','c','d']} | breakdownFilter.breakdowns",
        "'series':[{'event':'x'}],'samplingFactor':2 | samplingFactor",
      })
  void wrongQuestionsAreRefusedByField(String fields, String attribute) {
    RejectedException refused = catchThrowableOfType(
        RejectedException.class, () -> ask("{'kind':'TrendsQuery'," + fields + "}"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.attribute()).endsWith(attribute);
  }

  private static Map<String, Object> json(String text) throws IOException {
    return Json.object(text.replace('\'', '"'));
  }

  private static Map<String, Object> ask(String query) throws Exception {
    return insights.answer(SHOP, json(query), NOW);
  }

  private static List<?> list(@Nullable Object found) {
    assertThat(found).isInstanceOf(List.class);
    return found instanceof List<?> list ? list : List.of();
  }

  /** The numbers of each line, with the value of the breakdown where there is one. */
  private static List<String> lines(String query) throws Exception {
    List<String> lines = new ArrayList<>();
    for (Object item : list(ask(query).get("results"))) {
      Map<?, ?> line = (Map<?, ?>) item;
      Object value = line.get("breakdown_value");
      Object total = line.get("aggregated_value");
      List<?> data = total == null ? list(line.get("data")) : List.of(total);
      String numbers = String.join(" ", data.stream().map(String::valueOf).toList());
      lines.add(value == null ? numbers : value + ": " + numbers);
    }
    return lines;
  }
}
