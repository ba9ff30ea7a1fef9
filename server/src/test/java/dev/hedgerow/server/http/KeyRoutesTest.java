package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys over the API: what each opens, and that a revoked one opens nothing. */
class KeyRoutesTest {
  private static final String KEYS = "/api/personal_api_keys/";
  private static final String QUESTION =
      "{\"query\":{\"kind\":\"HogQLQuery\",\"query\":\"SELECT 1\"}}";

  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
    trial.catalog.createProject("Blog", "phc_other", Instant.EPOCH);
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private HttpResponse<String> send(String key, HttpRequest.Builder request) throws Exception {
    return trial.send(request.header("Authorization", "Bearer " + key));
  }

  private HttpResponse<String> make(String body) throws Exception {
    return send(DoorOnTrial.KEY, trial.post(KEYS, body));
  }

  private String key(String scope, String projects) throws Exception {
    HttpResponse<String> made =
        make("{\"label\":\"a\",\"scope\":\"" + scope + "\",\"projects\":" + projects + "}");
    assertThat(made.statusCode()).isEqualTo(201);
    return json(made).path("value").asText();
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return new ObjectMapper().readTree(answer.body());
  }

  private int asks(String key, int project) throws Exception {
    return send(key, trial.post("/api/projects/" + project + "/query/", QUESTION))
        .statusCode();
  }

  private int changes(String key, int project) throws Exception {
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{\"drop_bots\":true}");
    return send(key, trial.to("/api/projects/" + project + "/settings/").method("PATCH", body))
        .statusCode();
  }

  private int revoke(String key, int id) throws Exception {
    return send(key, trial.to(KEYS + id + "/").DELETE()).statusCode();
  }

  @Test
  void eachScopeAllowsWhatItSaysAndNoMore() throws Exception {
    String read = key("read", "null");
    String write = key("write", "null");
    assertThat(List.of(asks(read, 1), asks(read, 2), asks(write, 1))).containsOnly(200);
    assertThat(changes(read, 1)).isEqualTo(403);
    assertThat(changes(write, 1)).isEqualTo(200);
    for (String path : List.of(KEYS, "/api/set_aside")) {
      assertThat(send(read, trial.to(path)).statusCode()).isEqualTo(403);
      assertThat(send(write, trial.to(path)).body()).contains("\"code\":\"permission_denied\"");
      assertThat(send(DoorOnTrial.KEY, trial.to(path)).statusCode()).isEqualTo(200);
    }
    assertThat(send(write, trial.post(KEYS, "{\"label\":\"a\",\"scope\":\"admin\"}"))
            .statusCode())
        .isEqualTo(403);
    assertThat(revoke(write, 1)).isEqualTo(403);
  }

  @Test
  void aKeyOpensOnlyItsProjects() throws Exception {
    String key = key("admin", "[2]");
    assertThat(asks(key, 2)).isEqualTo(200);
    assertThat(changes(key, 2)).isEqualTo(200);
    assertThat(List.of(asks(key, 1), changes(key, 1))).containsOnly(403);
    for (String path : List.of(
        "/api/projects/1/settings/",
        "/api/projects/@current/usage/",
        "/api/projects/1/ingestion_warnings/",
        "/api/live",
        "/api/live/info",
        "/api/set_aside",
        KEYS)) {
      assertThat(send(key, trial.to(path)).statusCode()).as(path).isEqualTo(403);
    }
  }

  @Test
  void aRevokedKeyAndThoseItSignedInAreOut() throws Exception {
    String key = key("read", "null");
    HttpResponse<String> signedIn = trial.send(trial
        .post("/login", "{\"key\":\"" + key + "\"}")
        .header("Origin", trial.origin.toString()));
    String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    assertThat(info(cookie)).isEqualTo(200);

    assertThat(revoke(DoorOnTrial.KEY, 2)).isEqualTo(204);

    assertThat(asks(key, 1)).isEqualTo(401);
    assertThat(info(cookie)).isEqualTo(401);
    assertThat(trial.send(trial.to("/").header("Cookie", cookie)).body()).contains("signin.js");
    assertThat(trial
            .send(trial
                .post("/login", "{\"key\":\"" + key + "\"}")
                .header("Origin", trial.origin.toString()))
            .statusCode())
        .isEqualTo(401);
  }

  private int info(String cookie) throws Exception {
    return trial.send(trial.to("/api/live/info").header("Cookie", cookie)).statusCode();
  }

  @Test
  void aPageSeesWhatItsKeyMay() throws Exception {
    String key = key("read", "[2]");
    HttpResponse<String> signedIn = trial.send(trial
        .post("/login", "{\"key\":\"" + key + "\"}")
        .header("Origin", trial.origin.toString()));
    String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    assertThat(trial
            .send(trial.to("/api/projects/2/usage/").header("Cookie", cookie))
            .statusCode())
        .isEqualTo(200);
    assertThat(trial
            .send(trial.to("/api/projects/1/usage/").header("Cookie", cookie))
            .statusCode())
        .isEqualTo(403);
    assertThat(trial.send(trial.to(KEYS).header("Cookie", cookie)).statusCode()).isEqualTo(403);
  }

  @Test
  void theListShowsNoKeyAndNoHash() throws Exception {
    String key = key("read", "[2, 1]");
    asks(key, 1);
    String body = send(DoorOnTrial.KEY, trial.to(KEYS)).body();
    assertThat(body).doesNotContain(key, Digests.hex(key), DoorOnTrial.KEY);
    JsonNode made = new ObjectMapper().readTree(body).path("results").path(1);
    assertThat(made.path("scope").asText()).isEqualTo("read");
    assertThat(made.path("projects").toString()).isEqualTo("[1,2]");
    assertThat(made.path("last_used_at").isTextual()).isTrue();
    assertThat(made.path("revoked_at").isNull()).isTrue();
    assertThat(trial.catalog.keyByHash(Digests.hex(key))).isNotNull();
  }

  @Test
  void theLastKeyThatCanMakeKeysStays() throws Exception {
    key("admin", "[1]");
    key("write", "null");
    assertThat(revoke(DoorOnTrial.KEY, 1)).isEqualTo(409);
    String second = key("admin", "null");
    assertThat(revoke(second, 1)).isEqualTo(204);
    assertThat(asks(DoorOnTrial.KEY, 1)).isEqualTo(401);
    assertThat(revoke(second, 99)).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"label\":\"\",\"scope\":\"read\"}",
        "{\"label\":\"a\"}",
        "{\"label\":\"a\",\"scope\":\"root\"}",
        "{\"label\":\"a\",\"scope\":\"READ\"}",
        "{\"label\":\"a\",\"scope\":\"read\",\"projects\":[]}",
        "{\"label\":\"a\",\"scope\":\"read\",\"projects\":[3]}",
        "{\"label\":\"a\",\"scope\":\"read\",\"projects\":[0]}",
        "{\"label\":\"a\",\"scope\":\"read\",\"projects\":[\"1\"]}",
        "{\"label\":\"a\",\"scope\":\"read\",\"projects\":1}"
      })
  void whatIsNoKeyIsNotMade(String body) throws Exception {
    assertThat(make(body).statusCode()).isEqualTo(400);
    assertThat(trial.catalog.keys()).hasSize(1);
  }
}
