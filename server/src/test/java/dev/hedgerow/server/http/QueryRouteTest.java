package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.LimitsBut;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Table;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions over HTTP: who may ask, what a question looks like, what comes back. */
class QueryRouteTest {
  private static final String PATH = "/api/projects/1/query/";
  private static final String QUESTION =
      "{\"query\":{\"kind\":\"HogQLQuery\",\"query\":\"SELECT 1 AS one\"}}";

  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private HttpResponse<String> ask(String path, String body) throws Exception {
    return trial.send(trial.post(path, body).header("Authorization", "Bearer " + DoorOnTrial.KEY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/projects/1/query/",
        "/api/projects/1/query",
        "/api/environments/1/query/",
        "/api/projects/@current/query/"
      })
  void aKeyGetsAnAnswer(String path) throws Exception {
    HttpResponse<String> answer = ask(path, QUESTION);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"results\":[[1]]").contains("\"columns\":[\"one\"]");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void withoutAKeyNothingIsAnswered() throws Exception {
    HttpResponse<String> answer = trial.send(trial.post(PATH, QUESTION));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body())
        .contains("\"type\":\"authentication_error\",\"code\":\"not_authenticated\"");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer phx_a_wrong_key",
        "Bearer " + DoorOnTrial.TOKEN,
        "Bearer ",
        "Basic cGh4Og==",
        DoorOnTrial.KEY
      })
  void anythingButAKnownKeyIsRefused(String authorization) throws Exception {
    HttpResponse<String> answer =
        trial.send(trial.post(PATH, QUESTION).header("Authorization", authorization));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("\"type\":\"authentication_error\"");
  }

  @Test
  void aProjectTokenIsToldWhatItIsFor() throws Exception {
    HttpResponse<String> answer = trial.send(
        trial.post(PATH, QUESTION).header("Authorization", "Bearer " + DoorOnTrial.TOKEN));

    assertThat(answer.body()).contains("may only send events");
  }

  @Test
  void thePagesCookieAsksNothing() throws Exception {
    HttpResponse<String> answer =
        trial.send(trial.post(PATH, QUESTION).header("Cookie", trial.cookie()));

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "0", "-1", "01", "99999999999999999999", "abc", "1%00", "@all"})
  void anUnknownOrMalformedProjectIsNotFound(String id) throws Exception {
    HttpResponse<String> answer = ask("/api/projects/" + id + "/query/", QUESTION);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("\"code\":\"not_found\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "42", "\"x\"", "{} {}", "{\"query\":\"\\ud800"})
  void aBodyThatIsNoObjectIsRefused(String body) throws Exception {
    HttpResponse<String> answer = ask(PATH, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"parse_error\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999999", "-1.5E99999999999999"})
  void aNumberOfAnImpossibleExponentIsRefused(String number) throws Exception {
    HttpResponse<String> answer = ask(PATH, "{\"query\":{\"limit\":" + number + "}}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"parse_error\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"query\":null}", "{\"query\":\"SELECT 1\"}", "{\"query\":[]}"})
  void aBodyWithoutAQueryIsRefused(String body) throws Exception {
    HttpResponse<String> answer = ask(PATH, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"attr\":\"query\"");
  }

  @Test
  void aQuestionOfManyLevelsInsideEachOtherIsRefused() throws Exception {
    String deep = "[".repeat(900) + "1" + "]".repeat(900);
    HttpResponse<String> answer =
        ask(PATH, "{\"query\":{\"kind\":\"HogQLQuery\",\"values\":" + deep + "}}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("expected at most 100 levels inside each other", "\"attr\":\"query\"");
  }

  @Test
  void anOversizedBodyIsRefusedWithAndWithoutItsLength() throws Exception {
    byte[] body = new byte[Limits.STANDARD.queryBytesMax() + 1];
    HttpRequest.Builder request =
        trial.to(PATH).header("Authorization", "Bearer " + DoorOnTrial.KEY);

    HttpResponse<String> announced =
        trial.send(request.POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    HttpResponse<String> chunked = trial.send(request.POST(HttpRequest.BodyPublishers.fromPublisher(
        HttpRequest.BodyPublishers.ofByteArrays(List.of(body)))));

    assertThat(announced.statusCode()).isEqualTo(413);
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(chunked.body()).contains("\"code\":\"body_too_large\"");
  }

  @Test
  void onlyPostAsks() throws Exception {
    for (String method : List.of("GET", "PUT", "OPTIONS", "DELETE")) {
      HttpResponse<String> answer = trial.send(trial
          .to(PATH)
          .header("Authorization", "Bearer " + DoorOnTrial.KEY)
          .method(method, HttpRequest.BodyPublishers.noBody()));

      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("POST");
      assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
    }
  }

  @Test
  void aRefusedQuestionSaysWhy() throws Exception {
    trial.sql = new Answering((projectId, sql, limit) -> {
      throw new RejectedException(400, "illegal_sql", "expected one SELECT", "query");
    });

    HttpResponse<String> answer = ask(PATH, QUESTION);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo("{\"type\":\"validation_error\",\"code\":\"illegal_sql\","
            + "\"detail\":\"expected one SELECT\",\"attr\":\"query\"}");
  }

  @Test
  void aStoreThatCanNotBeReadIsToBeAskedAgain() throws Exception {
    trial.sql = new Answering((projectId, sql, limit) -> {
      throw new IOException("disk /secret/path broke");
    });

    HttpResponse<String> answer = ask(PATH, QUESTION);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.body()).contains("\"type\":\"server_error\"").doesNotContain("secret");
  }

  /** Asks, and does not wait for the answer. */
  private CompletableFuture<HttpResponse<String>> begin() {
    return trial.client.sendAsync(
        trial
            .post(PATH, QUESTION)
            .header("Authorization", "Bearer " + DoorOnTrial.KEY)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void questionsWaitForTheirTurnAndTooManyAreSentAway() throws Exception {
    CountDownLatch entered = new CountDownLatch(QueryRoute.QUERIES_MAX);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    trial.sql = new Answering((projectId, sql, limit) -> {
      most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      entered.countDown();
      await(go);
      atOnce.decrementAndGet();
      return new Table(List.of(), List.of(), List.of(), false, sql);
    });
    List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
    for (int i = 0; i < QueryRoute.QUERIES_MAX + QueryRoute.LINE_MAX + 1; i++) {
      running.add(begin());
    }
    entered.await();

    CompletableFuture<HttpResponse<String>> first = running.get(0);
    for (CompletableFuture<HttpResponse<String>> answer : running) {
      first = first.applyToEither(answer, either -> either);
    }
    HttpResponse<String> refused = first.get(20, TimeUnit.SECONDS);
    HttpResponse<String> health = trial.get("/_health");
    go.countDown();

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(health.statusCode()).isEqualTo(200);
    int answered = 0;
    for (CompletableFuture<HttpResponse<String>> answer : running) {
      answered += answer.get(20, TimeUnit.SECONDS).statusCode() == 200 ? 1 : 0;
    }
    assertThat(answered).isEqualTo(QueryRoute.QUERIES_MAX + QueryRoute.LINE_MAX);
    assertThat(most.get()).isEqualTo(QueryRoute.QUERIES_MAX);
    assertThat(ask(PATH, QUESTION).statusCode()).isEqualTo(200);
  }

  @Test
  void aTurnThatDoesNotComeInTimeIsToBeAskedForAgain() throws Exception {
    CountDownLatch entered = new CountDownLatch(QueryRoute.QUERIES_MAX);
    CountDownLatch go = new CountDownLatch(1);
    trial.close();
    trial = new DoorOnTrial(0, LimitsBut.with("queryFor", Duration.ofMillis(300)));
    trial.sql = new Answering((projectId, sql, limit) -> {
      entered.countDown();
      await(go);
      return new Table(List.of(), List.of(), List.of(), false, sql);
    });
    List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
    for (int i = 0; i < QueryRoute.QUERIES_MAX; i++) {
      running.add(begin());
    }
    entered.await();

    HttpResponse<String> refused = ask(PATH, QUESTION);
    go.countDown();

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("\"code\":\"throttled\"");
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    for (CompletableFuture<HttpResponse<String>> answer : running) {
      assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    assertThat(ask(PATH, QUESTION).statusCode()).isEqualTo(200);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has questions wait for ever, unless their thread is interrupted. */
  private CountDownLatch askForEver(CountDownLatch begun) {
    CountDownLatch interrupted = new CountDownLatch(1);
    trial.sql = new Answering((projectId, sql, limit) -> {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
      throw new InterruptedIOException();
    });
    return interrupted;
  }

  @Test
  void aQuestionEndsWhenWhoAskedHasGone() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = askForEver(begun);
    for (int i = 0; i < QueryRoute.QUERIES_MAX; i++) {
      try (Socket socket = new Socket(trial.origin.getHost(), trial.origin.getPort())) {
        say(socket, ConnectionsTest.query("SELECT 1", "keep-alive"));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aQuestionOfWhoStaysIsAnsweredAndSoIsWhatItSendsMeanwhile() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    trial.sql = new Answering((projectId, sql, limit) -> {
      begun.countDown();
      try {
        assertThat(free.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return new Table(List.of("one"), List.of("Int32"), List.of(List.of(1)), false, sql);
    });
    try (Socket socket = new Socket(trial.origin.getHost(), trial.origin.getPort())) {
      say(socket, ConnectionsTest.query("SELECT 1", "keep-alive"));
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      say(socket, "GET /_health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS)).isFalse();
      free.countDown();
      String both = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(both).contains("[[1]]").contains("lag_seconds");
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
