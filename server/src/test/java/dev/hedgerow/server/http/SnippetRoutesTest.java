package dev.hedgerow.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hedgerow.server.event.Limits;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the snippet and SDKs ask for beside capture: the script, remote config, flags and features. */
class SnippetRoutesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String EVENT =
      "{\"token\":\"phc_test\",\"event\":\"e\",\"distinct_id\":\"d\"}";

  private final Trial trial = new Trial(Limits.STANDARD, Duration.ofSeconds(30));

  @AfterEach
  void close() {
    trial.close();
  }

  @Test
  void remoteConfigIsJsonOrScript() throws Exception {
    assertThat(trial.get("/array/phc_test/config").body())
        .contains("\"supportedCompression\":[\"gzip\",\"gzip-js\"]", "\"hasFeatureFlags\":false");
    assertThat(trial.get("/array/phc_test/config.js").body())
        .contains("_POSTHOG_REMOTE_CONFIG", "[\"phc_test\"]={config:{", "siteApps:[]");
    assertThat(trial.get("/array/phc_test/array.js").body())
        .contains("_POSTHOG_REMOTE_CONFIG", "/*! Hedgerow");
    assertThat(trial.get("/array/phc_nobody/config").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/static/array.js", "/static/array.full.js", "/static/1.449.2/array.js"})
  void scriptIsServedUnderItsOldNamesToo(String path) throws Exception {
    HttpResponse<String> plain = trial.get(path);
    HttpResponse<String> packed = trial.send(trial.to(path).header("Accept-Encoding", "gzip, br"));
    String tag = plain.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> known = trial.send(trial.to(path).header("If-None-Match", tag));

    assertThat(plain.body()).startsWith("/*! Hedgerow").contains("opt_in_capturing");
    assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(trial.routes.handles(path)).isTrue();
  }

  @Test
  void partOfThisBuildIsKeptForEverAndAnotherBuildsIsNotThere() throws Exception {
    JsonNode about = MAPPER.readTree(trial.get("/static/snippet.json").body());
    String build = about.path("build").asText();

    assertThat(about.path("parts")).isNotEmpty();
    for (JsonNode part : about.path("parts")) {
      String file = part.asText() + ".js";
      HttpResponse<String> versioned = trial.get("/static/" + build + "/" + file);
      HttpResponse<String> legacy = trial.get("/static/" + file + "?v=" + build);

      assertThat(versioned.body()).contains("__hedgerow(\"" + part.asText() + "\",\"" + build);
      assertThat(versioned.headers().firstValue("Cache-Control").orElseThrow())
          .contains("immutable");
      assertThat(versioned.headers().firstValue("Cross-Origin-Resource-Policy"))
          .hasValue("cross-origin");
      assertThat(legacy.body()).isEqualTo(versioned.body());
      assertThat(trial.routes.handles("/static/0123456789ab/" + file)).isFalse();
    }
  }

  @Test
  void ownersPathsLeadToTheScriptTheSettingsAndTheCapture() throws Exception {
    JsonNode about = MAPPER.readTree(trial.get("/collect/static/snippet.json").body());

    assertThat(trial.get("/js/site.js").body())
        .contains(
            "[\"phc_test\"]={config:{", "\"analytics\":{\"endpoint\":\"/in/\"}", "/*! Hedgerow");
    assertThat(trial.get("/collect/array/phc_test/config").body())
        .contains("\"analytics\":{\"endpoint\":\"/in/\"}");
    assertThat(trial.get("/array/phc_test/config").body()).doesNotContain("analytics");
    assertThat(trial
            .get("/collect/static/" + about.path("build").asText() + "/more.js")
            .statusCode())
        .isEqualTo(200);
    assertThat(trial.post("/collect/in/", EVENT).statusCode()).isEqualTo(200);
    assertThat(trial.post("/in/", EVENT).statusCode()).isEqualTo(200);
    assertThat(trial.post("/collect/flags/?v=2", EVENT).body()).contains("\"flags\":{}");
    assertThat(trial.routes.handles("/collect/api/projects/1/query")).isFalse();
    assertThat(trial.routes.handles("/collect/")).isFalse();
    assertThat(trial.routes.handles("/js/site.js/")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/static/module.d.ts", "/static/array.d.ts"})
  void declarationsAreServedAsTypeScript(String path) throws Exception {
    assertThat(trial.get(path).headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/typescript");
    assertThat(trial.get("/static/module.js").headers().firstValue("X-TypeScript-Types"))
        .hasValue("./module.d.ts");
  }

  @Test
  void hashOfTheScriptIsPublishedForItsIntegrity() throws Exception {
    JsonNode about = MAPPER.readTree(trial.get("/static/snippet.json").body());

    for (String file : List.of("array.js", "array.full.js", "module.js")) {
      byte[] hash = MessageDigest.getInstance("SHA-384")
          .digest(trial.get("/static/" + file).body().getBytes(UTF_8));
      assertThat(about.path("integrity").path(file).asText())
          .isEqualTo("sha384-" + Base64.getEncoder().encodeToString(hash));
    }
  }

  @Test
  void flagsAreEmptyButValid() throws Exception {
    String question = "{\"token\":\"phc_test\",\"distinct_id\":\"d\",\"x\":NaN}";

    assertThat(trial.post("/flags/?v=2", question).body())
        .contains("\"flags\":{}", "\"errorsWhileComputingFlags\":false", "\"requestId\":")
        .doesNotContain("supportedCompression");
    assertThat(trial.post("/flags/?v=2&config=true", question).body())
        .contains("supportedCompression");
    assertThat(trial.post("/flags?v=1", question).body()).contains("\"featureFlags\":{}");
    assertThat(trial.post("/decide/?v=1", question).body()).contains("\"featureFlags\":[]");
    assertThat(trial.post("/decide/?v=3", question).body()).contains("\"featureFlagPayloads\":{}");
    assertThat(trial.post("/decide/?v=4", question).body()).contains("\"flags\":{}");
    assertThat(trial.get("/flags").statusCode()).isEqualTo(200);
    assertThat(trial.post("/flags", "{\"token\":\"phc_test\"}").statusCode()).isEqualTo(400);
    assertThat(trial.post("/flags", "{\"distinct_id\":\"d\"}").statusCode()).isEqualTo(401);
  }

  @Test
  void featuresThatAreNotThereAreEmpty() throws Exception {
    assertThat(trial.get("/api/surveys/?token=phc_test").body()).isEqualTo("{\"surveys\":[]}");
    assertThat(trial.get("/api/early_access_features/?token=phc_test").body())
        .isEqualTo("{\"earlyAccessFeatures\":[]}");
    assertThat(trial.get("/api/web_experiments/?token=phc_test").body())
        .isEqualTo("{\"experiments\":[]}");
    assertThat(trial.get("/api/surveys/").statusCode()).isEqualTo(401);
  }
}
