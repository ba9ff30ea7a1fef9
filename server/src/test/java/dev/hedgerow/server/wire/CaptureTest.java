package dev.hedgerow.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CaptureTest {
  @Test
  void eventCarriesAllThatProcessingNeeds() throws Exception {
    UUID uuid = UUID.fromString("0190b0e2-1111-7222-8333-444455556666");
    Intake intake = Told.take("""
        {"batch":[{"event":"$pageview","uuid":"%s","properties":{"token":"phc_test",
        "distinct_id":"anon","$current_url":"https://a.example/","$lib":"web"},
        "timestamp":"2026-03-01T10:00:00Z"}],
        "historical_migration":true,"sent_at":"2026-03-01T10:00:05Z","api_key":" phc_test "}""".formatted(uuid));

    Entry.Event event = Told.events(intake).get(0);
    assertThat(event.projectId()).isEqualTo(1);
    assertThat(event.settingsVersion()).isEqualTo(3);
    assertThat(event.uuid()).isEqualTo(uuid);
    assertThat(event.distinctId()).isEqualTo("anon");
    assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    assertThat(event.receivedAt()).isEqualTo(Told.NOW);
    assertThat(event.ip()).isEqualTo("203.0.113.9");
    assertThat(event.imported()).isTrue();
    assertThat(event.properties()).containsEntry("$lib", "web").doesNotContainKey("token");
    assertThat(intake.accepted()).isEqualTo(1);
  }

  @Test
  void goodEventsOfABatchSurviveTheBadOnes() throws Exception {
    Intake intake = Told.take("""
        {"api_key":"phc_test","batch":[{"event":"a","distinct_id":"1"},{"event":""},
        {"event":"b","distinct_id":"2","uuid":"x"},{"event":"c","distinct_id":"3"}]}""");

    assertThat(Told.events(intake)).extracting(Entry.Event::event).containsExactly("a", "c");
    assertThat(Told.warnings(intake))
        .extracting(warning -> warning.type() + " " + warning.distinctId())
        .containsExactly("empty_event_name null", "invalid_uuid 2");
    assertThat(intake.rejected()).isEqualTo(Map.of("empty_event_name", 1, "invalid_uuid", 1));
    assertThat(intake.feed()).hasSize(4);
  }

  @Test
  void arraysAndSingleEventsAreTaken() throws Exception {
    assertThat(Told.events(Told.take("""
            [{"event":"a","distinct_id":"1"},
            {"event":"b","distinct_id":"2","properties":{"token":"phc_test"}}]"""))).hasSize(2);
    assertThat(Told.events(Told.take("""
            {"event":"a","$distinct_id":"1","$token":"phc_test",
            "timestamp":"2026-03-01T10:00:00Z","sent_at":"2026-03-01T10:00:05Z"}""")))
        .singleElement()
        .satisfies(event ->
            assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z")));
  }

  @Test
  void distinctIdsAreCutAndTurnedToText() throws Exception {
    assertThat(id("\"" + "a".repeat(250) + "\"")).isEqualTo("a".repeat(200));
    assertThat(id("\"" + "😀".repeat(250) + "\"")).isEqualTo("😀".repeat(200));
    assertThat(id("123")).isEqualTo("123");
    assertThat(id("1.5")).isEqualTo("1.5");
    assertThat(id("true")).isEqualTo("true");
    assertThat(id("[1, \"b\"]")).isEqualTo("[1,\"b\"]");
    assertThat(id("\" a \"")).isEqualTo(" a ");
    assertThat(id("\"a\\u0000b\"")).isEqualTo("a\uFFFDb");
    assertThat(id("\"a\\ud800b\"")).isEqualTo("a\uFFFDb");
    assertThat(id("\"a\\ud83d\\ude00b\"")).isEqualTo("a😀b");
  }

  @Test
  void eventNamesAreCut() throws Exception {
    assertThat(Told.event("{\"event\":\"" + "é".repeat(300) + "\",\"distinct_id\":\"d\"}")
            .event())
        .isEqualTo("é".repeat(200));
  }

  @Test
  void topLevelPersonPropertiesWin() throws Exception {
    Map<String, ?> properties = Told.event("""
        {"event":"e","distinct_id":"d","$set":{"a":1,"b":1},"$set_once":{"c":1},"$unset":["x"],
        "$lib":"posthog-java","properties":{"$set":{"b":2,"d":2},"$unset":{"y":true}}}""").properties();

    assertThat(properties.get("$set")).isEqualTo(Map.of("a", 1L, "b", 1L, "d", 2L));
    assertThat(properties.get("$set_once")).isEqualTo(Map.of("c", 1L));
    assertThat(properties.get("$unset")).isEqualTo(List.of("y", "x"));
    assertThat(properties.get("$lib")).isEqualTo("posthog-java");
  }

  @Test
  void uuidIsMadeWhereNoneCame() throws Exception {
    assertThat(Told.event("{\"event\":\"e\",\"distinct_id\":\"d\",\"uuid\":\"\"}")
            .uuid()
            .version())
        .isEqualTo(7);
    assertThat(Told.event("{\"event\":\"e\",\"distinct_id\":\"d\","
                + "\"uuid\":\"0190B0E21111722283334444555566AA\"}")
            .uuid())
        .hasToString("0190b0e2-1111-7222-8333-4444555566aa");
  }

  @Test
  void skewIsLeftInWhereAskedFor() throws Exception {
    Intake intake = Told.take("""
        {"api_key":"phc_test","sent_at":"2026-03-01T10:00:05Z","batch":[{"event":"e",
        "distinct_id":"d","timestamp":"2026-03-01T10:00:00Z",
        "properties":{"$ignore_sent_at":true}}]}""");

    assertThat(Told.events(intake).get(0).timestamp())
        .isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
  }

  @Test
  void addressIsKeptOnlyWhereTheEventHasNone() throws Exception {
    assertThat(Told.event(
                "{\"event\":\"e\",\"distinct_id\":\"d\",\"properties\":{\"$ip\":\"192.0.2.1\"}}")
            .ip())
        .isNull();
    assertThat(Told.event(
                "{\"event\":\"e\",\"distinct_id\":\"d\",\"properties\":{\"capture_internal\":1}}")
            .ip())
        .isEqualTo("127.0.0.1");
  }

  @Test
  void performanceEventsAreDroppedInSilence() throws Exception {
    Intake intake = Told.take(
        "[{\"event\":\"$performance_event\",\"distinct_id\":\"d\",\"token\":\"phc_test\"}]");

    assertThat(intake.refusal()).isNull();
    assertThat(intake.entries()).isEmpty();
    assertThat(intake.feed()).isEmpty();
  }

  @Test
  void clickIsToldInWords() throws Exception {
    Intake intake = Told.take("""
        {"api_key":"phc_test","batch":[{"event":"$autocapture","distinct_id":"d","properties":{
        "$event_type":"click","$current_url":"https://a.example/x","$lib":"web",
        "$process_person_profile":false,
        "$elements":[{"tag_name":"button","$el_text":"Purchase"}]}}]}""");

    assertThat(intake.feed())
        .singleElement()
        .isInstanceOfSatisfying(FeedItem.Accepted.class, item -> {
          assertThat(item.words().get()).isEqualTo("clicked button with text \"Purchase\"");
          assertThat(item.anonymous()).isTrue();
          assertThat(item.url()).isEqualTo("https://a.example/x");
          assertThat(item.library()).isEqualTo("web");
        });
  }

  @Test
  void onlyTheLatestOfALargeBatchAreShown() throws Exception {
    String event = "{\"event\":\"e\",\"distinct_id\":\"d\"}";
    Intake intake = Told.take(
        "{\"api_key\":\"phc_test\",\"batch\":[" + (event + ",").repeat(999) + event + "]}");

    assertThat(intake.accepted()).isEqualTo(1000);
    assertThat(intake.feed()).hasSize(Limits.STANDARD.feedItemsMax());
  }

  @Test
  void failureOfTheCatalogIsTheWorldsNotTheSenders() {
    Capture capture = new Capture(
        Limits.STANDARD,
        token -> {
          throw new IOException("disk gone");
        },
        Told::salt);
    CaptureRequest request = Told.request(
        "{\"event\":\"e\",\"distinct_id\":\"d\",\"token\":\"phc_test\"}".getBytes(UTF_8));

    assertThatThrownBy(() -> capture.take(request, bytes -> {})).isInstanceOf(IOException.class);
  }

  @Test
  void engageMakesNamelessObjectsIdentify() throws Exception {
    String body = "{\"$token\":\"phc_test\",\"$distinct_id\":\"d\",\"$set\":{\"plan\":\"pro\"}}";
    for (String one : List.of(body, "[" + body + "]")) {
      assertThat(Told.events(Told.take(at("/engage", one)))).singleElement().satisfies(event -> {
        assertThat(event.event()).isEqualTo("$identify");
        assertThat(event.distinctId()).isEqualTo("d");
        assertThat(event.properties()).containsEntry("$set", Map.of("plan", "pro"));
      });
    }
    assertThat(Told.take(at("/e", body)).refusal())
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.code()).isEqualTo("no_event"));
  }

  @Test
  void recordingsAreCheckedOnTheirPath() throws Exception {
    String sound = "\"$session_id\":\"s\",\"$snapshot_data\":[{\"type\":4}]";
    assertThat(Told.events(Told.take(at("/s", snapshot("$snapshot", sound)))))
        .singleElement()
        .satisfies(event -> assertThat(event.properties())
            .containsEntry("$window_id", "s")
            .containsEntry("$snapshot_source", "web"));
    Map.of(
            snapshot("$pageview", sound), "not_a_snapshot",
            snapshot("$snapshot", "\"$snapshot_data\":[]"), "missing_session_id",
            snapshot("$snapshot", "\"$session_id\":7,\"$snapshot_data\":[]"), "missing_session_id",
            snapshot("$snapshot", "\"$session_id\":\"s\",\"$snapshot_data\":1"),
                "missing_snapshot_data")
        .forEach((body, code) -> {
          try {
            assertThat(Told.take(at("/s", body)).refusal())
                .isInstanceOfSatisfying(
                    RejectedException.class, e -> assertThat(e.code()).isEqualTo(code));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void aRecordingsPartWithoutASessionIsOfTheFirstOnes() throws Exception {
    String first = snapshot("$snapshot", "\"$session_id\":\"s\",\"$snapshot_data\":[]");
    String second = snapshot("$snapshot", "\"$snapshot_data\":[]");
    assertThat(Told.events(Told.take(at("/s", "[" + first + "," + second + "]"))))
        .extracting(event -> event.properties().get("$session_id"))
        .containsExactly("s", "s");
  }

  private static String snapshot(String event, String properties) {
    return "{\"token\":\"phc_test\",\"event\":\"" + event
        + "\",\"distinct_id\":\"d\",\"properties\":{" + properties + "}}";
  }

  private static CaptureRequest at(String path, String body) {
    return new CaptureRequest(
        path, Map.of(), null, null, body.getBytes(UTF_8), Told.NOW, null, null);
  }

  @Test
  void questionsTakeNanForNull() throws Exception {
    Capture capture = new Capture(Limits.STANDARD, token -> Told.PROJECT, Told::salt);
    Map<String, ?> question = capture.question(
        Told.request("{\"token\":\"phc_test\",\"x\":NaN,\"y\":-Infinity,\"z\":1}".getBytes(UTF_8)),
        bytes -> {});

    assertThat(question.get("x")).isNull();
    assertThat(question.get("y")).isNull();
    assertThat(question.get("z")).isEqualTo(1L);
    assertThatThrownBy(() -> capture.projectOf(Map.of())).isInstanceOf(RejectedException.class);
  }

  private static String id(String json) throws IOException {
    return Told.event("{\"event\":\"e\",\"distinct_id\":" + json + "}").distinctId();
  }
}
