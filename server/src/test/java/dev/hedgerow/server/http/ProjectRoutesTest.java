package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hedgerow.server.catalog.Scope;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projects over the API, and what becomes of a token that is replaced. */
class ProjectRoutesTest {
  private static final String PROJECTS = "/api/projects/";
  private static final String ROTATE = "/api/projects/1/rotate_token/";
  private static final String LIMITED = "phx_only_for_the_first_project";

  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
    trial.catalog.addKey(Digests.hex(LIMITED), "one", Scope.WRITE, Set.of(1), Instant.EPOCH);
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private HttpResponse<String> send(String key, HttpRequest.Builder request) throws Exception {
    return trial.send(request.header("Authorization", "Bearer " + key));
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return new ObjectMapper().readTree(answer.body());
  }

  /** Sends an event without a name, which is refused with 400 once its token is known. */
  private int capture(String token) throws Exception {
    return trial
        .send(trial.post("/e/", "{\"api_key\":\"" + token + "\",\"event\":\"\"}"))
        .statusCode();
  }

  private JsonNode rotate(String body) throws Exception {
    HttpResponse<String> answer = send(DoorOnTrial.KEY, trial.post(ROTATE, body));
    assertThat(answer.statusCode()).isEqualTo(200);
    return json(answer);
  }

  @Test
  void aNewProjectTakesEventsAtOnce() throws Exception {
    HttpResponse<String> made =
        send(DoorOnTrial.KEY, trial.post(PROJECTS, "{\"name\":\" Blog \"}"));
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(json(made).path("id").asInt()).isEqualTo(2);
    assertThat(json(made).path("name").asText()).isEqualTo("Blog");
    assertThat(capture(json(made).path("api_token").asText())).isEqualTo(400);
    assertThat(json(send(DoorOnTrial.KEY, trial.to("/api/projects/2")))).isEqualTo(json(made));
    assertThat(json(send(DoorOnTrial.KEY, trial.to("/api/projects"))).path("results"))
        .hasSize(2)
        .last()
        .isEqualTo(json(made));
  }

  @Test
  void whatIsLeftOfADeletedProjectIsTold() throws Exception {
    trial.catalog.createProject("Blog", "phc_blog", Instant.EPOCH);
    assertThat(send(DoorOnTrial.KEY, trial.to(PROJECTS + "2").DELETE()).statusCode())
        .isEqualTo(202);
    JsonNode deleting = json(send(DoorOnTrial.KEY, trial.to(PROJECTS))).path("deleting");
    assertThat(deleting).hasSize(1);
    assertThat(deleting.path(0).path("id").asInt()).isEqualTo(2);
    assertThat(deleting.path(0).path("status").asText()).isEqualTo("accepted");
    assertThat(deleting.path(0).path("rows_left").asInt()).isEqualTo(7);
    assertThat(send(LIMITED, trial.to(PROJECTS)).body()).doesNotContain("deleting");
  }

  @Test
  void aKeySeesTheProjectsItOpens() throws Exception {
    trial.catalog.createProject("Blog", "phc_blog", Instant.EPOCH);
    assertThat(send(LIMITED, trial.to(PROJECTS)).body())
        .contains("Shop")
        .doesNotContain("Blog", "phc_blog");
    assertThat(send(LIMITED, trial.to("/api/projects/1/")).statusCode()).isEqualTo(200);
    assertThat(send(LIMITED, trial.to("/api/projects/2/")).statusCode()).isEqualTo(403);
    assertThat(send(LIMITED, trial.to("/api/projects/3/")).statusCode()).isEqualTo(404);
    assertThat(trial.get(PROJECTS).statusCode()).isEqualTo(401);
    assertThat(trial.get("/api/projects/1/").statusCode()).isEqualTo(401);
  }

  @Test
  void onlyAnAdminMakesProjectsAndRotatesTokens() throws Exception {
    assertThat(send(LIMITED, trial.post(PROJECTS, "{\"name\":\"Blog\"}")).statusCode())
        .isEqualTo(403);
    assertThat(send(LIMITED, trial.post(ROTATE, "{}")).statusCode()).isEqualTo(403);
    assertThat(trial
            .send(trial
                .post(ROTATE, "{}")
                .header("Cookie", trial.cookie())
                .header("Origin", "https://evil.example"))
            .statusCode())
        .isEqualTo(401);
    assertThat(trial.catalog.projects()).hasSize(1);
    assertThat(capture(DoorOnTrial.TOKEN)).isEqualTo(400);
  }

  @Test
  void theOldTokenIsGoodForADay() throws Exception {
    Instant before = Instant.now();
    JsonNode rotated = rotate("{}");
    String token = rotated.path("api_token").asText();
    assertThat(token).startsWith("phc_").isNotEqualTo(DoorOnTrial.TOKEN);
    assertThat(Instant.parse(rotated.path("old_token_valid_until").asText()))
        .isBetween(before.plus(ProjectRoutes.GRACE), Instant.now().plus(ProjectRoutes.GRACE));
    assertThat(List.of(capture(token), capture(DoorOnTrial.TOKEN))).containsOnly(400);
    assertThat(trial.get("/array/" + DoorOnTrial.TOKEN + "/config.js").body())
        .as("a page finds its settings under the token it has")
        .contains("[\"" + DoorOnTrial.TOKEN + "\"]");
  }

  @Test
  void withoutGraceAllOldTokensEndAtOnce() throws Exception {
    String second = rotate("{}").path("api_token").asText();
    String third = rotate("{\"grace_seconds\":0}").path("api_token").asText();
    assertThat(List.of(capture(DoorOnTrial.TOKEN), capture(second))).containsOnly(401);
    assertThat(trial.get("/array/" + second + "/config").statusCode()).isEqualTo(404);
    assertThat(capture(third)).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"grace_seconds\":-1}",
        "{\"grace_seconds\":7776001}",
        "{\"grace_seconds\":\"0\"}",
        "{\"grace_seconds\":null}",
        "[]"
      })
  void aGraceThatIsNoneChangesNothing(String body) throws Exception {
    assertThat(send(DoorOnTrial.KEY, trial.post(ROTATE, body)).statusCode()).isEqualTo(400);
    assertThat(capture(DoorOnTrial.TOKEN)).isEqualTo(400);
    assertThat(trial.catalog.projectByToken(DoorOnTrial.TOKEN)).isNotNull();
  }

  @Test
  void aProjectHasAName() throws Exception {
    for (String body : List.of("{}", "{\"name\":\" \"}", "{\"name\":7}")) {
      assertThat(send(DoorOnTrial.KEY, trial.post(PROJECTS, body)).statusCode()).isEqualTo(400);
    }
    assertThat(send(DoorOnTrial.KEY, trial.to(PROJECTS).DELETE()).statusCode()).isEqualTo(405);
    assertThat(send(DoorOnTrial.KEY, trial.to("/api/projects/1/nothing/")).statusCode())
        .isEqualTo(404);
  }
}
