package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hedgerow.server.catalog.Scope;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who did what, how often keys are used, and the page that shows both. */
class AuditRoutesTest {
  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private HttpResponse<String> keyed(String method, String path, String body) throws Exception {
    return keyed(method, path, body, DoorOnTrial.KEY);
  }

  private HttpResponse<String> keyed(String method, String path, String body, String key)
      throws Exception {
    return trial.send(trial
        .to(path)
        .header("Authorization", "Bearer " + key)
        .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private JsonNode read(String path) throws Exception {
    return new ObjectMapper().readTree(keyed("GET", path, "").body());
  }

  private List<String> acts() throws Exception {
    List<String> acts = new ArrayList<>();
    for (JsonNode act : read("/api/audit").path("results")) {
      acts.add(act.path("who").asText() + ": " + act.path("what").asText() + ": "
          + act.path("detail").asText());
    }
    return acts;
  }

  @Test
  void everyChangeIsKeptWithWhoWhatAndWhen() throws Exception {
    keyed("PATCH", "/api/projects/1/settings/", "{\"drop_bots\":true,\"discard_ips\":true}");
    keyed("POST", "/api/projects/", "{\"name\":\"Second\"}");
    keyed("POST", KeyRoutes.PATH + "/", "{\"label\":\"report\",\"scope\":\"read\"}");
    keyed("DELETE", KeyRoutes.PATH + "/2/", "");
    keyed("POST", "/api/projects/1/actions/", "{\"name\":\"Bought\"}");
    keyed("DELETE", "/api/projects/1/actions/1/", "");
    keyed("POST", "/api/projects/1/rotate_token/", "{\"grace_seconds\":0}");
    keyed("POST", "/api/set_aside/replay", "");

    assertThat(acts())
        .satisfiesExactly(
            act -> assertThat(act).isEqualTo("test: POST /api/set_aside/replay: "),
            act -> assertThat(act)
                .startsWith("test: POST /api/projects/1/rotate_token: the old token is good until"),
            act ->
                assertThat(act).isEqualTo("test: DELETE /api/projects/1/actions/1: deleted Bought"),
            act -> assertThat(act).isEqualTo("test: POST /api/projects/1/actions: made Bought"),
            act ->
                assertThat(act).isEqualTo("test: DELETE /api/personal_api_keys/2: revoked report"),
            act -> assertThat(act)
                .isEqualTo("test: POST /api/personal_api_keys: made report with the scope read"),
            act -> assertThat(act).isEqualTo("test: POST /api/projects: made Second"),
            act -> assertThat(act)
                .isEqualTo("test: PATCH /api/projects/1/settings: changed discard_ips, drop_bots"));
    JsonNode first = read("/api/audit?limit=1").path("results").path(0);
    assertThat(first.path("key_id").asInt()).isEqualTo(1);
    assertThat(Instant.parse(first.path("at").asText()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
  }

  @Test
  void whatIsRefusedOrOnlyReadIsNoAct() throws Exception {
    keyed("PATCH", "/api/projects/1/settings/", "{\"nothing\":true}");
    keyed("POST", "/api/projects/", "{}");
    keyed("DELETE", KeyRoutes.PATH + "/1/", "");
    keyed("GET", KeyRoutes.PATH + "/", "");
    keyed(
        "POST",
        "/api/projects/1/query/",
        "{\"query\":{\"kind\":\"HogQLQuery\",\"query\":\"SELECT 1\"}}");

    assertThat(acts()).isEmpty();
  }

  @Test
  void signingInIsAnActToo() throws Exception {
    trial.cookie();
    trial.get("/?code=" + DoorOnTrial.CODE);

    assertThat(acts())
        .containsExactly("whoever had the link printed at start: signed in: ", "test: signed in: ");
  }

  @Test
  void actsComePageByPage() throws Exception {
    for (int i = 0; i < 3; i++) {
      keyed("POST", "/api/projects/", "{\"name\":\"" + i + "\"}");
    }

    JsonNode newest = read("/api/audit?limit=2");
    assertThat(newest.path("results")).hasSize(2);
    JsonNode rest = read("/api/audit?limit=2&before=" + newest.path("next").asLong());
    assertThat(rest.path("results")).hasSize(1);
    assertThat(rest.path("results").path(0).path("detail").asText()).isEqualTo("made 0");
    assertThat(rest.path("next").isNull()).isTrue();
    assertThat(keyed("GET", "/api/audit?before=x", "").statusCode()).isEqualTo(400);
    assertThat(keyed("GET", "/api/audit?limit=1001", "").statusCode()).isEqualTo(400);
  }

  @Test
  void usesOfAKeyAreCountedByProjectAndDay() throws Exception {
    trial.catalog.addKey(Digests.hex("phx_report"), "report", Scope.READ, Set.of(), Instant.EPOCH);
    for (int i = 0; i < 3; i++) {
      keyed("GET", "/api/projects/1/usage/", "", "phx_report");
    }
    keyed("GET", "/api/projects/", "", "phx_report");
    keyed("PATCH", "/api/projects/1/settings/", "{}", "phx_report"); // denied, yet a use

    JsonNode uses = read(KeyRoutes.PATH + "/2/uses/?days=1").path("results");
    String today = Instant.now().toString().substring(0, 10);
    assertThat(uses)
        .contains(new ObjectMapper()
            .readTree("{\"day\":\"" + today + "\",\"project_id\":1,\"count\":4}"));
    assertThat(keyed("GET", KeyRoutes.PATH + "/9/uses/", "").statusCode()).isEqualTo(404);
  }

  @Test
  void theSettingsPageIsForWhoIsSignedIn() throws Exception {
    assertThat(trial.get("/settings").body())
        .contains("Personal API key")
        .doesNotContain("project-body");
    assertThat(
            trial.send(trial.to("/settings").header("Cookie", trial.cookie())).body())
        .contains("id=\"project-body\"");
    assertThat(trial.get("/page/settings.js").statusCode()).isEqualTo(200);
  }

  @Test
  void aSignedInPageOfThisServerMayDoWhatItsKeyMay() throws Exception {
    HttpResponse<String> answer = trial.send(trial
        .to("/api/projects/1/settings/")
        .header("Cookie", trial.cookie())
        .header("Origin", trial.origin.toString())
        .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"drop_bots\":true}")));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(acts().get(0)).isEqualTo("test: PATCH /api/projects/1/settings: changed drop_bots");
  }

  @Test
  void aPageSignedInWithAKeyToReadChangesNothing() throws Exception {
    trial.catalog.addKey(Digests.hex("phx_report"), "report", Scope.READ, Set.of(), Instant.EPOCH);
    String cookie = trial
        .send(trial
            .post("/login", "{\"key\":\"phx_report\"}")
            .header("Origin", trial.origin.toString()))
        .headers()
        .firstValue("Set-Cookie")
        .orElseThrow()
        .split(";", 2)[0];

    for (String path : List.of("/api/projects/1/rotate_token/", "/api/projects/", KeyRoutes.PATH)) {
      HttpResponse<String> answer = trial.send(trial
          .post(path, "{}")
          .header("Cookie", cookie)
          .header("Origin", trial.origin.toString()));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", "secret2"})
  void theSecretOfTheDataFolderOpensAllAndNothingElseDoes(String secret) throws Exception {
    Backups none = new Backups() {
      @Override
      public boolean begin(Path folder) {
        return true;
      }

      @Override
      public Status status() {
        return new Status("none", "");
      }
    };
    try (Door door = new Door(trial.services, new Local("secret", none))) {
      String origin = "http://127.0.0.1:" + door.start("127.0.0.1", 0).getPort();
      HttpRequest.Builder keys =
          HttpRequest.newBuilder(java.net.URI.create(origin + KeyRoutes.PATH));
      assertThat(
              trial.send(keys.copy().header("Authorization", "Bearer secret")).statusCode())
          .isEqualTo(200);
      assertThat(trial
              .send(keys.copy()
                  .header("Authorization", "Bearer secret")
                  .header("X-Forwarded-For", "127.0.0.1"))
              .statusCode())
          .isEqualTo(401);
      assertThat(trial
              .send(keys.copy().header("Authorization", "Bearer " + secret))
              .statusCode())
          .isEqualTo(401);
      trial.send(HttpRequest.newBuilder(java.net.URI.create(origin + "/api/local/backup"))
          .header("Authorization", "Bearer secret")
          .POST(HttpRequest.BodyPublishers.ofString("{\"folder\":\"/nowhere\"}")));
      assertThat(acts())
          .containsExactly("the command line on the server's machine: POST /api/local/backup: ");
    }
  }
}
