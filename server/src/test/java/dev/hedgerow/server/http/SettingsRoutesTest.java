package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project's settings over the API, and what the door does by them. */
class SettingsRoutesTest {
  private static final String PATH = "/api/projects/1/settings/";

  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private HttpResponse<String> change(String body) throws Exception {
    return trial.send(trial
        .to(PATH)
        .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
        .header("Authorization", "Bearer " + DoorOnTrial.KEY));
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return new ObjectMapper().readTree(answer.body());
  }

  @Test
  void onlyWhatIsNamedChanges() throws Exception {
    JsonNode changed = json(change(
        "{\"discard_ips\":true,\"allowed_origins\":[\" HTTPS://Shop.example/ \"],\"retention_days\":30,"
            + "\"time_zone\":\"Europe/Berlin\"}"));

    assertThat(changed.path("version").asInt()).isEqualTo(2);
    JsonNode settings = changed.path("settings");
    assertThat(settings.path("discard_ips").asBoolean()).isTrue();
    assertThat(settings.path("allowed_origins").path(0).asText()).isEqualTo("https://shop.example");
    assertThat(settings.path("retention_days").asInt()).isEqualTo(30);
    assertThat(settings.path("cookieless").asBoolean()).isTrue();
    assertThat(
            json(trial.send(trial.to(PATH).header("Authorization", "Bearer " + DoorOnTrial.KEY))))
        .isEqualTo(changed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"discard_ip\":true}",
        "{\"discard_ips\":\"true\"}",
        "{\"discard_ips\":null}",
        "{\"retention_days\":-1}",
        "{\"test_account_filters\":[5]}",
        "{\"test_account_filters\":[{\"key\":\"x\",\"value\":1,\"operator\":\"near\"}]}",
        "{\"retention_days\":1.5}",
        "{\"retention_days\":99999999999}",
        "{\"allowed_origins\":\"https://shop.example\"}",
        "{\"allowed_origins\":[\"shop.example\"]}",
        "{\"allowed_origins\":[\"https://shop.example/path\"]}",
        "{\"allowed_origins\":[\"*\"]}",
        "{\"allowed_origins\":[\"\"]}",
        "{\"element_allowlist\":[\"<script>\"]}",
        "{\"element_allowlist\":[7]}",
        "{\"time_zone\":\"Mars/Olympus\"}"
      })
  void whatNoSettingTakesIsRefused(String body) throws Exception {
    HttpResponse<String> answer = change(body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("code").asText())
        .isIn("unknown_setting", "invalid_setting", "invalid_input");
    assertThat(trial.catalog.project(1))
        .satisfies(project -> assertThat(project.settingsVersion()).isEqualTo(1));
  }

  @Test
  void strangersNeitherReadNorChange() throws Exception {
    assertThat(trial.get(PATH).statusCode()).isEqualTo(401);
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{\"discard_ips\":true}");
    assertThat(trial.send(trial.to(PATH).method("PATCH", body)).statusCode()).isEqualTo(401);
    assertThat(trial
            .send(trial
                .to(PATH)
                .method("PATCH", body)
                .header("Cookie", trial.cookie())
                .header("Origin", "https://evil.example"))
            .statusCode())
        .isBetween(401, 403);
    assertThat(trial.catalog.project(1))
        .satisfies(project -> assertThat(project.settingsVersion()).isEqualTo(1));
  }

  @Test
  void aChangeIsSmall() throws Exception {
    assertThat(
            change("{\"element_allowlist\":[\"" + "a".repeat(17_000) + "\"]}").statusCode())
        .isEqualTo(413);
  }

  @Test
  void pagesOfOtherOriginsAreRefusedOnceOriginsAreNamed() throws Exception {
    change("{\"allowed_origins\":[\"https://*.shop.example\",\"http://localhost:3000\"]}");

    assertThat(capture("https://www.shop.example").statusCode()).isEqualTo(400);
    assertThat(capture("https://shop.example.evil.example").statusCode()).isEqualTo(403);
    assertThat(capture("https://evil.example").body()).contains("\"code\":\"origin_not_allowed\"");
    assertThat(capture("null").statusCode()).isEqualTo(403);
  }

  /** Sends an event without a name, which is refused with 400 once its page may send. */
  private HttpResponse<String> capture(String origin) throws Exception {
    return trial.send(trial
        .post("/e/", "{\"api_key\":\"" + DoorOnTrial.TOKEN + "\",\"event\":\"\"}")
        .header("Origin", origin));
  }

  @Test
  void theSnippetIsToldWhatItMayCapture() throws Exception {
    String path = "/array/" + DoorOnTrial.TOKEN + "/config";
    assertThat(json(trial.get(path)).has("autocapture")).isFalse();

    change("{\"autocapture_opt_out\":true,\"element_allowlist\":[\"BUTTON\"],"
        + "\"css_selector_ignorelist\":[\".</script>\"]}");

    JsonNode config = json(trial.get(path));
    assertThat(config.path("autocapture_opt_out").asBoolean()).isTrue();
    assertThat(config.path("autocapture").toString())
        .isEqualTo(
            "{\"element_allowlist\":[\"button\"],\"css_selector_ignorelist\":[\".</script>\"]}");
    assertThat(trial.get(path + ".js").body())
        .contains("\"autocapture_opt_out\":true")
        .doesNotContain("</script>");
  }
}
