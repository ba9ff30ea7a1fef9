package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which event joined what, and why a join was refused, as the whole server tells it. */
class MergesTest {
  private static final String TOKEN = "phc_merges_test";
  private static final String KEY = "phx_merges_test_0123456789";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final SettableTime TIME = new SettableTime(Instant.parse("2026-03-01T10:00:00Z"));

  @TempDir
  static Path data;

  private static Server server;

  @BeforeAll
  static void startAndSend() throws Exception {
    server = Server.start(Config.standard(data).withPort(0).withSecrets(TOKEN, KEY), TIME, TIME);
    capture("viewed", "visitor", Map.of("$process_person_profile", false));
    join("$identify", "ann", "$anon_distinct_id", "device");
    join("$identify", "ann", "$anon_distinct_id", "device");
    join("$create_alias", "ann", "alias", "annie");
    join("$identify", "bob", "$anon_distinct_id", "tablet");
    join("$identify", "ann", "$anon_distinct_id", "bob");
    join("$identify", "ann", "$anon_distinct_id", "null");
    join("$create_alias", "ann", "alias", 7);
    join("$identify", "ann", "$anon_distinct_id", "ann");
    capture("$identify", "ann", Map.of());
    join("$identify", "cleo", "$anon_distinct_id", "phone");
    join("$merge_dangerously", "ann", "alias", "cleo");
    server.settle(Duration.ofSeconds(20));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static void join(String event, String into, String name, Object other) throws Exception {
    capture(event, into, Map.of(name, other));
  }

  private static void capture(String event, String distinctId, Map<String, ?> properties)
      throws Exception {
    TIME.pass(Duration.ofSeconds(1));
    Map<String, Object> body = new LinkedHashMap<>(Map.of(
        "api_key", TOKEN, "event", event, "distinct_id", distinctId, "properties", properties));
    HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/e/"))
        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
        .build();
    assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  private static HttpResponse<String> ask(String path) throws Exception {
    URI uri = server.url().resolve("/api/projects/1/persons/" + path);
    return HTTP.send(
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + KEY).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode find(String id) throws Exception {
    HttpResponse<String> answer = ask("find/?id=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static JsonNode merges(String id) throws Exception {
    return JSON.readTree(ask(find(id).path("id").asText() + "/merges/").body());
  }

  private static List<String> told(String id) throws Exception {
    List<String> told = new ArrayList<>();
    merges(id)
        .path("results")
        .forEach(one -> told.add(one.path("event").asText() + " "
            + one.path("other_distinct_id").asText() + " into "
            + one.path("distinct_id").asText()
            + ": " + one.path("outcome").asText() + " " + one.path("reason").asText()));
    return told;
  }

  @Test
  void everyEventThatAskedForAJoinIsToldWithWhatCameOfIt() throws Exception {
    assertThat(told("ann"))
        .containsExactly(
            "$identify device into ann: joined null",
            "$identify device into ann: already null",
            "$create_alias annie into ann: joined null",
            "$identify bob into ann: refused cannot_merge_already_identified",
            "$identify null into ann: refused cannot_merge_with_illegal_distinct_id",
            "$create_alias 7 into ann: refused cannot_merge_without_text_id",
            "$identify ann into ann: already null",
            "$identify phone into cleo: joined null",
            "$merge_dangerously cleo into ann: joined null");
    assertThat(told("phone")).isEqualTo(told("ann"));
    assertThat(merges("ann").path("has_more").asBoolean()).isFalse();
  }

  @Test
  void aRefusalSaysWhyInWordsAndNamesThePersonThatStaysApart() throws Exception {
    JsonNode refused = merges("ann").path("results").get(3);
    assertThat(refused.path("meaning").asText())
        .isEqualTo("the other person is identified already, so the two stay apart");
    assertThat(refused.path("person_id")).isEqualTo(find("ann").path("id"));
    assertThat(refused.path("other_person_id")).isEqualTo(find("bob").path("id"));
    assertThat(refused.path("uuid").asText()).hasSize(36);
    assertThat(refused.path("at").asText()).startsWith("2026-03-01T10:00:0");
  }

  @Test
  void whoWasNotAbsorbedIsToldTheSameRefusal() throws Exception {
    assertThat(told("bob"))
        .containsExactly(
            "$identify tablet into bob: joined null",
            "$identify bob into ann: refused cannot_merge_already_identified");
  }

  @Test
  void aVisitorWithoutAPersonIsFoundByTheirEventsAndHasNoMerges() throws Exception {
    JsonNode visitor = find("visitor");
    assertThat(visitor.path("person").isNull()).isTrue();
    String id = visitor.path("id").asText();
    assertThat(find(id)).isEqualTo(visitor);
    assertThat(JSON.readTree(ask(id + "/events/").body()).path("results").get(0).path("event"))
        .hasToString("\"viewed\"");
    assertThat(ask(id + "/merges/").statusCode()).isEqualTo(404);
    assertThat(find("annie").path("person").path("distinct_ids").toString())
        .isEqualTo("[\"ann\",\"annie\",\"cleo\",\"device\",\"phone\"]");
  }

  @Test
  void nobodyIsNotFound() throws Exception {
    assertThat(ask("find/?id=nobody").statusCode()).isEqualTo(404);
    assertThat(ask("find/").statusCode()).isEqualTo(400);
    assertThat(ask("find/").body()).contains("\"attr\":\"id\"");
    assertThat(ask("x/merges/").statusCode()).isEqualTo(404);
  }
}
