package dev.hedgerow.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.catalog.InMemoryActions;
import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions as the query endpoint takes them, over a real store. */
class QuestionsTest {
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
  private static final UUID ALICE = UUID.fromString("ed61ac20-e164-59aa-bdb5-5ec5c468daf3");
  private static final List<String> HOSTILE =
      List.of("'", "''; DROP TABLE events; --", "\\'", "a\0b", "$$", "\"", "/*", "日本", "{x}", "%_");

  @TempDir
  static Path folder;

  private static DuckEvents store;
  private static Questions questions;

  @BeforeAll
  static void openStore() throws IOException {
    store = DuckEvents.open(folder, 256, Limits.STANDARD);
    questions = new Questions(store, new InMemoryActions(), Limits.STANDARD);
    List<EventRow> events = new ArrayList<>();
    events.add(
        event("$pageview", "anon", "2026-03-10T11:00:00Z", Map.of("$browser", "Firefox", "n", 9)));
    events.add(event(
        "click",
        "alice",
        "2026-03-10T10:00:00Z",
        Map.of("$browser", "Chrome", "n", "10", "ok", true)));
    events.add(event("click", "bob", "2026-03-10T09:00:00Z", Map.of("n", "many")));
    events.add(event("old", "bob", "2026-03-01T09:00:00Z", Map.of("$browser", "Safari")));
    for (String text : HOSTILE) {
      events.add(event("hostile", text, "2020-01-01T00:00:00Z", Map.of("text", text)));
    }
    store.write(List.of(new OutboxBlock(
        1, new Rows(events, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()))));
  }

  @AfterAll
  static void closeStore() throws IOException {
    store.close();
  }

  @Test
  void textIsAnsweredWithItsColumnsAndTypes() throws Exception {
    Map<String, Object> answer =
        ask("HogQLQuery", "query", "SELECT count(DISTINCT person_id) AS n FROM events");

    assertThat(answer)
        .containsEntry("columns", List.of("n"))
        .containsEntry("types", List.of("BIGINT"))
        .containsEntry("hasMore", false)
        .containsEntry("is_cached", false)
        .containsEntry("timezone", "UTC")
        .containsEntry("timings", List.of())
        .containsKeys("hogql", "limit", "offset");
    assertThat(rows(answer)).hasSize(1);
  }

  @Test
  void textWithoutALimitGetsAHundredRows() throws Exception {
    Map<String, Object> plain = ask("HogQLQuery", "query", "SELECT i FROM range(1000) t(i)");
    Map<String, Object> inner =
        ask("HogQLQuery", "query", "SELECT i FROM (SELECT * FROM range(1000) t(i) LIMIT 300)");
    Map<String, Object> own =
        ask("HogQLQuery", "query", "SELECT i FROM range(1000) t(i) LIMIT 700");
    Map<String, Object> vast =
        ask("HogQLQuery", "query", "SELECT i FROM range(90000) t(i) LIMIT 80000");

    assertThat(rows(plain)).hasSize(100);
    assertThat(plain).containsEntry("hasMore", true).containsEntry("limit", 100);
    assertThat(rows(inner)).hasSize(100);
    assertThat(rows(own)).hasSize(700);
    assertThat(own).containsEntry("hasMore", false);
    assertThat(rows(vast)).hasSize(50_000);
    assertThat(vast).containsEntry("hasMore", true);
  }

  @Test
  void valuesAreFilledInAsLiterals() throws Exception {
    Map<String, Object> values = new HashMap<>();
    values.put("names", List.of("click", "old"));
    values.put("least", 1);
    for (String text : HOSTILE) {
      values.put("text", text);
      Map<String, Object> answer = ask(
          "HogQLQuery",
          "query",
          "SELECT count(*), {text}, '{text}' FROM events WHERE event IN {names} AND {least} = 1",
          "values",
          values);
      assertThat(rows(answer)).containsExactly(List.of(3L, text.replace('\0', '\uFFFD'), "{text}"));
    }
  }

  @Test
  void eventsOfTheLastDayComeNewestFirst() throws Exception {
    Map<String, Object> answer = ask("EventsQuery", "select", List.of("event", "distinct_id"));

    assertThat(rows(answer))
        .containsExactly(
            List.of("$pageview", "anon"), List.of("click", "alice"), List.of("click", "bob"));
    assertThat(answer)
        .containsEntry("limit", 100)
        .containsEntry("offset", 0)
        .containsEntry("hasMore", false);
  }

  @Test
  void aStarIsAnObjectOfTheWholeEvent() throws Exception {
    Map<String, Object> answer =
        ask("EventsQuery", "select", List.of("*", "person"), "event", "$pageview");

    assertThat(answer).containsEntry("columns", List.of("*", "person"));
    Map<?, ?> event = (Map<?, ?>) rows(answer).get(0).get(0);
    Map<?, ?> person = (Map<?, ?>) rows(answer).get(0).get(1);
    assertThat(event.get("event")).isEqualTo("$pageview");
    assertThat(event.get("timestamp")).isEqualTo("2026-03-10T11:00:00.000000Z");
    assertThat(event.get("properties")).isEqualTo(Map.of("$browser", "Firefox", "n", 9L));
    assertThat(event.get("person_id")).isEqualTo(ALICE.toString());
    assertThat(event.get("uuid")).asString().hasSize(36);
    assertThat(person.get("id")).isEqualTo(ALICE.toString());
    assertThat(person.get("properties")).isEqualTo(Map.of("plan", "pro"));
  }

  @Test
  void expressionsLabelsOrderAndPagesAreUnderstood() throws Exception {
    Map<String, Object> answer = ask(
        "EventsQuery",
        "select",
        List.of("properties.$browser -- Browser", "upper(event)"),
        "where",
        List.of("event != 'click' OR distinct_id = 'alice'"),
        "orderBy",
        List.of("timestamp ASC"),
        "after",
        "all",
        "before",
        "2026-03-10T10:30:00Z",
        "event",
        "click",
        "limit",
        1);

    assertThat(answer).containsEntry("columns", List.of("Browser", "upper(event)"));
    assertThat(rows(answer)).containsExactly(List.of("Chrome", "CLICK"));
    Map<String, Object> second =
        ask("EventsQuery", "select", List.of("event"), "limit", 1, "offset", 1);
    assertThat(rows(second)).containsExactly(List.of("click"));
    assertThat(second).containsEntry("hasMore", true).containsEntry("offset", 1);
  }

  @Test
  void datesAreRelativeOrIso() throws Exception {
    assertThat(count("after", "-30d")).isEqualTo(4);
    assertThat(count("after", "-3h")).isEqualTo(2);
    assertThat(count("after", "2026-03-10T09:30:00+00:00")).isEqualTo(2);
    assertThat(count("after", "2026-03-10")).isEqualTo(3);
    assertThat(count("after", "mStart", "before", "dStart")).isEqualTo(1);
    assertThat(count("after", "-1mStart", "before", "-90M")).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "$browser,exact,Firefox,1",
    "$browser,is_not,Firefox,2",
    "$browser,icontains,FIRE,1",
    "$browser,not_icontains,fire,2",
    "$browser,regex,^C.*e$,1",
    "$browser,is_set,,2",
    "$browser,is_not_set,,1",
    "n,gt,9,1",
    "n,gte,9,2",
    "n,lt,10,1",
    "n,lte,10,2",
    "ok,exact,true,1",
    "$browser,not_regex,^C,2",
    "nothing,is_not,x,3",
    "$browser,exact,,3"
  })
  void propertyFiltersRestrict(String key, String operator, String value, int expected)
      throws Exception {
    Map<String, Object> filter = new HashMap<>(Map.of("key", key, "operator", operator));
    filter.put("value", value);

    assertThat(count("properties", List.of(filter))).isEqualTo(expected);
  }

  @Test
  void personsAndListsOfValuesFilterToo() throws Exception {
    assertThat(count(
            "properties",
            List.of(Map.of("key", "$browser", "value", Arrays.asList("Chrome", "Firefox")))))
        .isEqualTo(2);
    assertThat(
            count("properties", List.of(Map.of("key", "plan", "value", "pro", "type", "person"))))
        .isEqualTo(2);
    assertThat(count("personId", ALICE.toString())).isEqualTo(2);
    assertThat(count("distinctId", "bob")).isEqualTo(1);
  }

  @Test
  void hostileTextIsOnlyEverAValue() throws Exception {
    for (String text : HOSTILE) {
      if (text.indexOf('\0') < 0) {
        assertThat(count("distinctId", text, "after", "all")).as(text).isEqualTo(1);
        assertThat(
                count("after", "all", "properties", List.of(Map.of("key", "text", "value", text))))
            .as(text)
            .isEqualTo(1);
      }
    }
    assertThat(count("after", "all")).isEqualTo(4 + HOSTILE.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"event) FROM persons --", "1, 2", "1; DROP TABLE events", "(1", "", "-- only"})
  void aSelectItemIsOneExpression(String item) {
    assertRejected("select", "EventsQuery", "select", List.of(item));
  }

  @Test
  void wrongFieldsAreNamed() {
    assertRejected("kind", "TrendsQuery");
    assertRejected("query", "HogQLQuery");
    assertRejected("query", "HogQLQuery", "query", 5);
    assertRejected("values", "HogQLQuery", "query", "SELECT 1", "values", List.of());
    assertRejected("select", "EventsQuery", "select", "event");
    assertRejected("limit", "EventsQuery", "limit", "many");
    assertRejected("limit", "EventsQuery", "limit", 50_001);
    assertRejected("offset", "EventsQuery", "offset", -1);
    assertRejected("after", "EventsQuery", "after", "-7q");
    assertRejected("before", "EventsQuery", "before", "yesterday");
    assertRejected("personId", "EventsQuery", "personId", "alice");
    assertRejected("properties", "EventsQuery", "properties", List.of("x"));
    assertRejected(
        "properties[0].operator",
        "EventsQuery",
        "properties",
        List.of(Map.of("key", "x", "operator", "like", "value", "y")));
    assertRejected("properties[0].key", "EventsQuery", "properties", List.of(Map.of("value", "y")));
  }

  @Test
  void daysBeginWhereTheProjectsZoneSays() throws Exception {
    Map<String, Object> query = Map.of(
        "kind",
        "EventsQuery",
        "after",
        "dStart",
        "before",
        "2024-05-01T12:00",
        "select",
        List.of("uuid"));
    for (String zone : List.of("Europe/Berlin", "UTC")) {
      Map<String, Object> answer = questions.answer(1, ZoneId.of(zone), query, NOW);
      assertThat(answer).containsEntry("timezone", zone);
    }
    assertThat(RelativeDate.of(
            "after", "dStart", Instant.parse("2026-07-01T23:00:00Z"), ZoneId.of("Europe/Berlin")))
        .isEqualTo("2026-07-01T22:00:00Z");
    assertThat(RelativeDate.of("after", "2026-01-31", NOW, ZoneId.of("Europe/Berlin")))
        .isEqualTo("2026-01-30T23:00:00Z");
    assertThat(RelativeDate.of("after", "2026-01-31 10:00:00", NOW, ZoneId.of("Europe/Berlin")))
        .isEqualTo("2026-01-31T09:00:00Z");
  }

  private static void assertRejected(String field, String kind, Object... fields) {
    assertThatThrownBy(() -> ask(kind, fields))
        .isInstanceOfSatisfying(RejectedException.class, e -> {
          assertThat(e.attribute()).isEqualTo(field);
          assertThat(e.code()).isEqualTo("invalid_input");
        });
  }

  private static int count(Object... fields) throws Exception {
    List<Object> all = new ArrayList<>(List.of(fields));
    all.addAll(List.of("select", List.of("uuid")));
    return rows(ask("EventsQuery", all.toArray())).size();
  }

  private static Map<String, Object> ask(String kind, Object... fields) throws Exception {
    Map<String, Object> query = new LinkedHashMap<>(Map.of("kind", kind));
    for (int i = 0; i < fields.length; i += 2) {
      query.put((String) fields[i], fields[i + 1]);
    }
    return questions.answer(1, query, NOW);
  }

  @SuppressWarnings("unchecked")
  private static List<List<Object>> rows(Map<String, Object> answer) {
    return (List<List<Object>>) Objects.requireNonNull(answer.get("results"));
  }

  private static EventRow event(String name, String id, String at, Map<String, Object> properties) {
    boolean known = id.equals("anon") || id.equals("alice");
    return new EventRow(
        1,
        UUID.randomUUID(),
        name,
        id,
        Instant.parse(at),
        NOW,
        known ? ALICE : UUID.randomUUID(),
        NOW,
        PersonMode.FULL,
        known ? Map.of("plan", "pro") : Map.of(),
        properties,
        "",
        Map.of());
  }
}
