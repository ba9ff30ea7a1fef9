package dev.hedgerow.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.embedded.duck.DuckEvents;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of sessions (contract S 6.5), over a real store. */
class SessionsViewTest {
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
  private static final UUID MERGED = new UUID(9, 9);
  private static final List<String> REFERRERS = List.of(
      "direct||$direct||",
      "search||www.google.se||",
      "social||l.facebook.com||",
      "paid||www.google.com|cpc|",
      "paid-social||m.facebook.com|paid_social|",
      "mail|||email|news",
      "other||blog.example||",
      "campaign||||spring");

  @TempDir
  static Path folder;

  private static DuckEvents store;

  @BeforeAll
  static void openStore() throws IOException {
    store = DuckEvents.open(folder, 128, Limits.STANDARD);
    List<EventRow> events = new ArrayList<>();
    events.add(event(1, "s1", "$pageview", 0, url("https://shop.example/?a=1#x")));
    events.add(event(1, "s1", "$autocapture", 20, url("https://shop.example/never")));
    events.add(event(1, "s1", "$pageview", 61, url("https://shop.example/end")));
    events.add(event(1, "s1", "$snapshot", 999, Map.of()));
    events.add(event(1, "s2", "$pageview", 0, url("https://shop.example")));
    events.add(event(1, "", "$pageview", 0, url("https://shop.example")));
    events.add(event(2, "s1", "$pageview", 0, url("https://secret.example")));
    for (String line : REFERRERS) {
      String[] parts = line.split("\\|", -1);
      Map<String, Object> properties = new LinkedHashMap<>(url("https://shop.example/"));
      put(properties, "$referring_domain", parts[2]);
      put(properties, "utm_medium", parts[3]);
      put(properties, "utm_campaign", parts[4]);
      events.add(event(1, parts[0], "$pageview", 0, properties));
    }
    store.write(List.of(new OutboxBlock(
        1,
        new Rows(
            events,
            List.of(new Assignment(new IdKey(1, "id of s1"), MERGED, 1)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()))));
  }

  @AfterAll
  static void closeStore() throws IOException {
    store.close();
  }

  private static void put(Map<String, Object> properties, String name, String value) {
    if (!value.isEmpty()) {
      properties.put(name, value);
    }
  }

  private static Map<String, Object> url(String url) {
    return Map.of("$current_url", url);
  }

  private static EventRow event(
      int projectId, String session, String name, int second, Map<String, Object> more) {
    Map<String, Object> properties = new LinkedHashMap<>(more);
    properties.put("$session_id", session);
    Instant at = NOON.plusSeconds(second);
    return new EventRow(
        projectId,
        UUID.randomUUID(),
        name,
        "id of " + session,
        at,
        at,
        new UUID(1, 1),
        at,
        PersonMode.FULL,
        Map.of(),
        properties,
        "",
        Map.of());
  }

  private static List<List<Object>> ask(String select) throws Exception {
    return store.select(1, select, 100).rows();
  }

  @Test
  void aSessionIsItsEventsFromTheFirstToTheLast() throws Exception {
    assertThat(ask("SELECT distinct_id, CAST(person_id AS VARCHAR), $start_timestamp,"
            + " $end_timestamp, $session_duration, $pageview_count, $autocapture_count, $is_bounce"
            + " FROM sessions WHERE session_id = 's1'"))
        .isEqualTo(List.of(List.of(
            "id of s1",
            MERGED.toString(),
            "2026-03-10T12:00:00.000000Z",
            "2026-03-10T12:01:01.000000Z",
            61.0,
            2L,
            1L,
            false)));
  }

  @Test
  void itBeginsAndEndsAtPagesSeen() throws Exception {
    assertThat(ask("SELECT $entry_current_url, $entry_pathname, sessions.$exit_current_url,"
            + " $exit_pathname FROM sessions WHERE session_id = 's1'"))
        .isEqualTo(List.of(
            List.of("https://shop.example/?a=1#x", "/", "https://shop.example/end", "/end")));
  }

  @Test
  void oneShortLookIsABounce() throws Exception {
    assertThat(ask("SELECT $is_bounce, $entry_pathname FROM sessions WHERE session_id = 's2'"))
        .isEqualTo(List.of(List.of(true, "")));
  }

  @Test
  void onlyEventsOfTheProjectWithASessionMakeOne() throws Exception {
    assertThat(ask("SELECT count(*) FROM sessions"))
        .isEqualTo(List.of(List.of(2L + REFERRERS.size())));
    assertThat(ask("SELECT * FROM sessions").toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "direct, Direct",
    "search, Organic Search",
    "social, Organic Social",
    "paid, Paid Search",
    "paid-social, Paid Social",
    "mail, Email",
    "other, Referral",
    "campaign, Other"
  })
  void whereSomebodyCameFromHasAName(String session, String channel) throws Exception {
    assertThat(ask("SELECT $channel_type FROM sessions WHERE session_id = '" + session + "'"))
        .isEqualTo(List.of(List.of(channel)));
  }
}
