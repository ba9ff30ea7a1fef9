package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hedgerow.server.catalog.Dashboard;
import dev.hedgerow.server.catalog.SavedInsight;
import dev.hedgerow.server.query.Table;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Insights and dashboards over the API, and what a link shows of them. */
class ShelfRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUERY =
      "\"query\":{\"kind\":\"HogQLQuery\",\"query\":\"SELECT 'hidden text'\"}";

  private DoorOnTrial trial;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
    trial.sql = new Answering((projectId, text, limit) -> {
      asked.add(text);
      return new Table(List.of("one"), List.of("INT"), List.of(List.of(7)), false, text);
    });
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private JsonNode ask(int status, String method, String path, String body) throws Exception {
    HttpResponse<String> answer = trial.send(trial
        .to("/api/projects/1/" + path)
        .header("Authorization", "Bearer " + DoorOnTrial.KEY)
        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
  }

  private int insight(String name) throws Exception {
    return ask(201, "POST", "insights/", "{\"name\":\"" + name + "\"," + QUERY + "}")
        .path("id")
        .asInt();
  }

  private String shared(String what) throws Exception {
    return ask(200, "PATCH", what + "/sharing", "{\"enabled\":true}")
        .path("access_token")
        .asText();
  }

  private HttpResponse<String> look(String token) throws Exception {
    return trial.get("/api/shared/" + token);
  }

  @Test
  void anInsightIsMadeShownChangedAndDeleted() throws Exception {
    JsonNode made = ask(201, "POST", "insights/", "{\"name\":\"Visits\"," + QUERY + "}");
    String byId = "insights/" + made.path("id").asInt() + "/";
    String byShortId = "insights/" + made.path("short_id").asText() + "/";

    assertThat(made.path("favorited").asBoolean()).isFalse();
    assertThat(ask(200, "GET", byId, "")).isEqualTo(ask(200, "GET", byShortId, ""));
    JsonNode changed = ask(200, "PATCH", byShortId, "{\"favorited\":true}");
    assertThat(changed.path("name").asText()).isEqualTo("Visits");
    assertThat(changed.path("query")).isEqualTo(made.path("query"));
    assertThat(changed.path("favorited").asBoolean()).isTrue();
    assertThat(ask(200, "GET", "insights", "").path("results").get(0)).isEqualTo(changed);
    ask(204, "DELETE", byId, "");
    ask(404, "GET", byShortId, "");
    assertThat(trial.audit.acts(Long.MAX_VALUE, 9).get(0).detail()).isEqualTo("deleted Visits");
  }

  @Test
  void aDashboardHasItsInsightsInOrder() throws Exception {
    int first = insight("first");
    int second = insight("second");
    JsonNode made = ask(
        201,
        "POST",
        "dashboards/",
        "{\"name\":\"Board\",\"tiles\":[{\"insight\":" + second
            + ",\"w\":12,\"h\":3}],\"filters\":{\"dateRange\":{\"date_from\":\"-7d\"}}}");
    String one = "dashboards/" + made.path("id").asInt() + "/";

    JsonNode added = ask(200, "POST", one + "tiles/", "{\"insight\":" + first + "}");
    assertThat(added.path("tiles").findValuesAsText("name")).containsExactly("second", "first");
    assertThat(added.path("tiles").get(0).path("w").asInt()).isEqualTo(12);
    assertThat(ask(400, "POST", one + "tiles", "{\"insight\":" + first + "}")
            .path("attr")
            .asText())
        .isEqualTo("tiles");
    JsonNode without = ask(200, "DELETE", one + "tiles/" + second + "/", "");
    assertThat(without.path("tiles").findValuesAsText("name")).containsExactly("first");
    ask(404, "DELETE", one + "tiles/" + second, "");
    JsonNode named = ask(200, "PATCH", one, "{\"name\":\"Other\"}");
    assertThat(named.path("filters")).isEqualTo(made.path("filters"));
    assertThat(named.path("tiles").size()).isOne();
    ask(204, "DELETE", "insights/" + first, "");
    assertThat(ask(200, "GET", one, "").path("tiles").size()).isZero();
    assertThat(ask(200, "GET", "dashboards", "")
            .path("results")
            .get(0)
            .path("insights")
            .size())
        .isOne();
    ask(204, "DELETE", one, "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "insights | {} | query",
        "insights | {\"query\":{}} | query",
        "insights | {\"query\":[]} | query",
        "insights | {\"query\":{\"kind\":\"K\"},\"name\":7} | name",
        "insights | {\"query\":{\"kind\":\"K\"},\"favorited\":1} | favorited",
        "dashboards | {} | name",
        "dashboards | {\"name\":\"n\",\"tiles\":{}} | tiles",
        "dashboards | {\"name\":\"n\",\"tiles\":[1]} | tiles",
        "dashboards | {\"name\":\"n\",\"tiles\":[{\"insight\":99}]} | tiles[0].insight",
        "dashboards | {\"name\":\"n\",\"tiles\":[{\"insight\":1,\"w\":13}]} | tiles[0].w",
        "dashboards | {\"name\":\"n\",\"filters\":7} | filters",
        "dashboards | {\"name\":\"n\",\"filters\":{\"dateRange\":7}} | filters.dateRange"
      })
  void whatIsWrongIsNamed(String where, String body, String attribute) throws Exception {
    assertThat(ask(400, "POST", where, body).path("attr").asText()).isEqualTo(attribute);
  }

  @Test
  void thereAreLimits() throws Exception {
    ask(400, "POST", "insights", "{\"query\":{\"kind\":\"" + "K".repeat(20_000) + "\"}}");
    for (int i = 0; i < Dashboard.PER_PROJECT_MAX; i++) {
      trial
          .defined
          .dashboards()
          .create(new Dashboard(0, 1, "n", "", Map.of(), List.of(), Instant.EPOCH, Instant.EPOCH));
    }
    assertThat(ask(400, "POST", "dashboards", "{\"name\":\"n\"}").path("code").asText())
        .isEqualTo("too_many_saved");
  }

  @Test
  void whoHasTheLinkSeesTheAnswersAndNothingElse() throws Exception {
    int id = insight("Visits");
    insight("Not shared");
    String token = shared("insights/" + id);

    HttpResponse<String> seen = look(token);
    JsonNode shown = JSON.readTree(seen.body());

    assertThat(seen.statusCode()).isEqualTo(200);
    assertThat(shown.path("type").asText()).isEqualTo("insight");
    assertThat(shown.path("name").asText()).isEqualTo("Visits");
    assertThat(shown.path("tiles").get(0).path("answer").path("results").toString())
        .isEqualTo("[[7]]");
    assertThat(shown.path("tiles").get(0).path("query").toString())
        .isEqualTo("{\"kind\":\"HogQLQuery\"}");
    assertThat(seen.body())
        .doesNotContain("hidden text", "Not shared", "hogql", DoorOnTrial.TOKEN, DoorOnTrial.KEY);
    look(token);
    assertThat(asked).as("found once, and kept for a while").hasSize(1);
  }

  @Test
  void manyWhoOpenALinkWaitInTheLineAndAFewOfThemAtOneTime() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    trial.sql = new Answering((projectId, text, limit) -> {
      begun.countDown();
      await(goOn);
      asked.add(text);
      return new Table(List.of("one"), List.of("INT"), List.of(List.of(7)), false, text);
    });
    String token = shared("insights/" + insight("Visits"));
    List<CompletableFuture<HttpResponse<String>>> looks = new ArrayList<>();
    for (int i = 0; i < SharedRoute.WAITING_MAX; i++) {
      looks.add(later("/api/shared/" + token));
    }
    await(begun);
    looks.add(later("/api/shared/" + token)); // one of these nine is too many
    CompletableFuture.anyOf(looks.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    HttpResponse<String> another = looks.stream()
        .filter(CompletableFuture::isDone)
        .findFirst()
        .orElseThrow()
        .get();
    looks.removeIf(CompletableFuture::isDone);
    assertThat(looks).hasSize(SharedRoute.WAITING_MAX);
    assertThat(another.statusCode()).isEqualTo(429);
    assertThat(another.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(another.body()).contains("throttled");
    assertThat(look("guess").statusCode()).as("waits for nobody").isEqualTo(404);

    goOn.countDown();
    for (CompletableFuture<HttpResponse<String>> one : looks) {
      assertThat(one.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(one.get().body()).contains("[[7]]");
    }
    assertThat(asked).as("by those whose turn came first").hasSizeLessThanOrEqualTo(4);
    assertThat(look(token).statusCode()).isEqualTo(200);
  }

  private CompletableFuture<HttpResponse<String>> later(String path) {
    return trial.client.sendAsync(
        HttpRequest.newBuilder(trial.origin.resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void aLinkEndsAtOnceAndANewOneEndsTheOld() throws Exception {
    String what = "insights/" + insight("Visits");
    String first = shared(what);
    String second = shared(what);

    assertThat(look(first).statusCode()).isEqualTo(404);
    assertThat(look(second + "/").statusCode()).isEqualTo(200);
    JsonNode told = ask(200, "GET", what + "/sharing", "");
    assertThat(told.path("enabled").asBoolean()).isTrue();
    assertThat(told.has("access_token")).isFalse();
    assertThat(trial.defined.shares().byHash(second)).as("only a hash is kept").isNull();
    ask(200, "PATCH", what + "/sharing", "{\"enabled\":false}");
    assertThat(look(second).statusCode()).isEqualTo(404);
    ask(400, "PATCH", what + "/sharing", "{}");
    String third = shared(what);
    ask(204, "DELETE", what, "");
    assertThat(look(third).statusCode()).isEqualTo(404);
  }

  @Test
  void aSharedDashboardShowsItsTilesWithItsFilters() throws Exception {
    int id = insight("Visits");
    trial
        .defined
        .insights()
        .create(new SavedInsight(
            0,
            1,
            "Broken",
            "",
            Map.of("kind", "NoSuchQuery"),
            false,
            Instant.EPOCH,
            Instant.EPOCH));
    String board = "dashboards/"
        + ask(
                201,
                "POST",
                "dashboards",
                "{\"name\":\"Board\",\"tiles\":[{\"insight\":" + id + "},{\"insight\":" + (id + 1)
                    + "}]}")
            .path("id")
            .asInt();

    JsonNode shown = JSON.readTree(look(shared(board)).body());

    assertThat(shown.path("tiles").size()).isEqualTo(2);
    assertThat(shown.path("tiles").get(0).path("w").asInt()).isEqualTo(6);
    assertThat(shown.path("tiles").get(1).path("answer").isNull()).isTrue();
    assertThat(shown.path("tiles").get(1).path("error").path("detail").asText())
        .isEqualTo("this cannot be answered now");
  }

  @Test
  void guessingLinksIsSlow() throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i <= SharedRoute.MISSES_MAX; i++) {
      statuses.add(look("guess" + i).statusCode());
    }

    assertThat(statuses.subList(0, SharedRoute.MISSES_MAX)).containsOnly(404);
    assertThat(statuses.get(SharedRoute.MISSES_MAX)).isEqualTo(429);
    assertThat(look("").statusCode()).isIn(404, 429);
  }
}
