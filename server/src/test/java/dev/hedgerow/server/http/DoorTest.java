package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door answers to anybody: health, metrics, unknown paths, wrong methods, failures. */
class DoorTest {
  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  @Test
  void healthTellsHowTheServerIsDoing() throws Exception {
    HttpResponse<String> answer = trial.get("/_health");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo("{\"status\":\"ok\",\"accepted\":7,\"processed\":6,\"lag_seconds\":0.5,"
            + "\"held\":1,\"oldest_held_seconds\":12.5}");
  }

  @Test
  void anUnhealthyServerAnswers503ButIsAlive() throws Exception {
    trial.health = new Health("the processor stopped", false, 7, 6, 90, 0, 0);

    assertThat(trial.get("/_health").statusCode()).isEqualTo(503);
    assertThat(trial.get("/_health").body()).contains("the processor stopped");
    assertThat(trial.get("/_readiness").statusCode()).isEqualTo(503);
    assertThat(trial.get("/_liveness").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsAreInPrometheusText() throws Exception {
    HttpResponse<String> answer = trial.get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(answer.body()).isEqualTo("hedgerow_accepted_total 7.0\n");
  }

  @Test
  void theHealthDoesNotWaitForBusyWorkers() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    trial.metrics = () -> {
      try {
        free.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return "";
    };
    List<CompletableFuture<?>> busy = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      busy.add(trial.client.sendAsync(
          trial.to("/metrics").build(), HttpResponse.BodyHandlers.ofString()));
    }
    try {
      for (String path : List.of("/_health", "/_readiness/", "/_liveness")) {
        HttpResponse<String> answer = trial
            .client
            .sendAsync(trial.to(path).build(), HttpResponse.BodyHandlers.ofString())
            .get(20, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
      }
      assertThat(busy).noneMatch(CompletableFuture::isDone);
    } finally {
      free.countDown();
    }
    CompletableFuture.allOf(busy.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/page/",
        "/page/../live.html",
        "/page/live.html",
        "/page/%2e%2e/live.html",
        "/api/project/",
        "/api/live/",
        "//",
        "/Page/live.js"
      })
  void unknownPathsAreNotFoundInJson(String path) throws Exception {
    HttpResponse<String> answer =
        trial.send(HttpRequest.newBuilder(URI.create(trial.origin + path)));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("\"type\":\"invalid_request\"").contains("\"not_found\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/_health", "/metrics", "/api/live", "/page/live.js"})
  void readingPathsRefuseOtherMethods(String path) throws Exception {
    for (String method : List.of("POST", "OPTIONS", "DELETE", "PUT")) {
      HttpResponse<String> answer =
          trial.send(trial.to(path).method(method, HttpRequest.BodyPublishers.noBody()));

      assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void headAnswersWithoutABody() throws Exception {
    for (String path : List.of("/", "/_health", "/page/page.css")) {
      HttpResponse<String> answer =
          trial.send(trial.to(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void everyAnswerForPeopleCarriesTheSafeHeaders() throws Exception {
    for (String path : List.of("/", "/page/live.js", "/_health", "/nothing", "/api/live/info")) {
      var headers = trial.get(path).headers();

      assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
    }
  }

  @Test
  void pagesHoldNothingInlineAndNothingFromElsewhere() throws Exception {
    String cookie = trial.cookie();
    for (String page : List.of(
        trial.get("/").body(),
        trial.send(trial.to("/").header("Cookie", cookie)).body())) {
      assertThat(page).contains("<!doctype html>").doesNotContain("http://", "https://", "style=");
      assertThat(page)
          .doesNotContainPattern("<script(?![^>]*src=)")
          .doesNotContainPattern(" on\\w+=");
    }
    assertThat(trial.get("/page/live.js").body())
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
  }

  @Test
  void filesAreAskedForAgainButNotSentAgain() throws Exception {
    String tag = trial.get("/page/live.js").headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = trial.send(trial.to("/page/live.js").header("If-None-Match", tag));

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void ourOwnMistakeLeaksNothing() throws Exception {
    trial.metrics = () -> {
      throw new IllegalStateException("a secret of the inside");
    };

    HttpResponse<String> answer = trial.get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .contains("\"type\":\"server_error\",\"code\":\"error\"")
        .doesNotContain("secret", "Exception", "dev.hedgerow");
  }

  @Test
  void pagesOfOtherSitesMayUseCaptureButNothingElse() throws Exception {
    HttpResponse<String> capture = trial.send(trial
        .to("/e/")
        .header("Origin", "https://shop.example.com")
        .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    HttpResponse<String> page =
        trial.send(trial.to("/api/live/info").header("Origin", "https://shop.example.com"));

    assertThat(capture.statusCode()).isEqualTo(200);
    assertThat(capture.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://shop.example.com");
    assertThat(page.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void aTakenPortIsToldAsTheWorldsFailure() {
    assertThatThrownBy(() -> new DoorOnTrial(trial.origin.getPort()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("could not listen on 127.0.0.1:" + trial.origin.getPort());
  }

  @Test
  void aClosedDoorTakesNoMore() throws Exception {
    trial.door.close();

    assertThatThrownBy(() -> trial.get("/_health")).isInstanceOf(IOException.class);
  }
}
