package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Headway;
import dev.hedgerow.server.query.SqlReads;
import dev.hedgerow.server.query.Table;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How questions are waited for, come back for, looked at, given up and answered again (contract S 6.1). */
class LifeOfQuestionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/api/projects/1/query/";
  private static final String QUESTION =
      "\"query\":{\"kind\":\"HogQLQuery\",\"query\":\"SELECT 1 AS one\"}";

  private DoorOnTrial trial;
  private final Waiting sql = new Waiting();

  /** Answers once it is let, and counts. */
  private static final class Waiting implements SqlReads {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch let = new CountDownLatch(1);
    private volatile int asked;

    @Override
    public synchronized Table select(int projectId, String text, int limit)
        throws RejectedException, IOException {
      asked++;
      begun.countDown();
      try {
        assertThat(let.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new InterruptedIOException("given up");
      }
      if (text.contains("wrong")) {
        throw new RejectedException("sql_invalid", "expected something right");
      }
      return new Table(List.of("one"), List.of("INT"), List.of(List.of(asked)), false, text);
    }

    @Override
    public void each(int projectId, String text, RowTaker taker) throws IOException {
      throw new IOException("expected a question for a table");
    }

    @Override
    public @Nullable Headway headway(Thread asker) {
      return new Headway(25, 5, 20);
    }
  }

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
    trial.sql = sql;
  }

  @AfterEach
  void close() throws IOException {
    sql.let.countDown();
    trial.close();
  }

  private HttpRequest.Builder keyed(String path) {
    return trial.to(path).header("Authorization", "Bearer " + DoorOnTrial.KEY);
  }

  private HttpRequest.Builder question(String more) {
    return keyed(PATH).POST(HttpRequest.BodyPublishers.ofString("{" + QUESTION + more + "}"));
  }

  private JsonNode ask(int status, String more) throws Exception {
    HttpResponse<String> answer = trial.send(question(more));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JSON.readTree(answer.body());
  }

  private JsonNode status(String id) throws Exception {
    HttpResponse<String> answer = trial.send(keyed(PATH + id + "/"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("query_status");
  }

  private JsonNode ended(String id) throws Exception {
    Instant end = Instant.now().plusSeconds(20);
    JsonNode status = status(id);
    while (!status.path("complete").asBoolean() && Instant.now().isBefore(end)) {
      status = status(id);
    }
    return status;
  }

  private CompletableFuture<HttpResponse<String>> asked(String more) throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        trial.client.sendAsync(question(more).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(sql.begun.await(10, TimeUnit.SECONDS)).isTrue();
    return answer;
  }

  @Test
  void whoDoesNotWaitComesBackForTheAnswer() throws Exception {
    JsonNode begun = ask(202, ",\"refresh\":\"async\"").path("query_status");
    String id = begun.path("id").asText();
    assertThat(begun.path("complete").asBoolean()).isFalse();
    assertThat(begun.path("results").isNull()).isTrue();
    assertThat(sql.begun.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(status(id).path("progress").path("percentage").asDouble()).isEqualTo(25);

    sql.let.countDown();
    JsonNode ended = ended(id);

    assertThat(ended.path("error").asBoolean()).isFalse();
    assertThat(ended.path("results").path("results").toString()).isEqualTo("[[1]]");
    assertThat(ended.path("end_time").asText()).isNotEmpty();
    JsonNode again = ask(200, ",\"refresh\":\"force_cache\"");
    assertThat(again.path("results").toString()).isEqualTo("[[1]]");
    assertThat(again.path("is_cached").asBoolean()).isTrue();
    assertThat(again.path("cache_key").asText()).startsWith("cache_1_");
  }

  @Test
  void anAnswerFoundBeforeIsGivenAsTheAskerWants() throws Exception {
    sql.let.countDown();
    JsonNode none = ask(200, ",\"refresh\":\"force_cache\"");
    assertThat(none.path("results").isNull()).isTrue();

    assertThat(ask(200, ",\"refresh\":\"async_except_on_cache_miss\"")
            .path("is_cached")
            .asBoolean())
        .isFalse();
    JsonNode old = ask(200, ",\"refresh\":\"async_except_on_cache_miss\"");
    assertThat(old.path("is_cached").asBoolean()).isTrue();
    assertThat(old.path("results").toString()).isEqualTo("[[1]]");
    JsonNode fresh = ask(200, ",\"refresh\":\"force_blocking\"");
    assertThat(fresh.path("is_cached").asBoolean()).isFalse();
    JsonNode begun = ask(202, ",\"refresh\":\"force_async\",\"client_query_id\":\"mine\"");
    assertThat(begun.path("query_status").path("id").asText()).isEqualTo("mine");
    assertThat(ended("mine").path("results").path("is_cached").asBoolean()).isFalse();
  }

  @Test
  void aQuestionThatIsRefusedSaysWhyToWhoComesBack() throws Exception {
    sql.let.countDown();
    HttpResponse<String> answer = trial.send(keyed(PATH)
        .POST(HttpRequest.BodyPublishers.ofString(
            "{\"query\":{\"kind\":\"HogQLQuery\",\"query\":\"wrong\"},\"refresh\":\"async\","
                + "\"client_query_id\":\"w\"}")));
    assertThat(answer.statusCode()).isEqualTo(202);

    JsonNode ended = ended("w");
    assertThat(ended.path("error").asBoolean()).isTrue();
    assertThat(ended.path("error_code").asText()).isEqualTo("sql_invalid");
    assertThat(ended.path("error_message").asText()).isEqualTo("expected something right");
  }

  @Test
  void whoWaitsSeesHowFarItIsAndMayGiveUp() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = asked(",\"client_query_id\":\"mine\"");
    HttpResponse<String> progress = trial.send(keyed(PATH + "mine/progress"));
    assertThat(
            JSON.readTree(progress.body()).path("progress").path("rows_total").asInt())
        .isEqualTo(20);

    assertThat(trial.send(keyed(PATH + "mine").DELETE()).statusCode()).isEqualTo(204);

    assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(400);
    assertThat(answer.get().body()).contains("\"code\":\"query_cancelled\"");
    assertThat(trial.send(keyed(PATH + "mine")).statusCode()).isEqualTo(404);
  }

  @Test
  void oneThatWaitsForItsTurnSaysSoAndMayBeGivenUp() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
    for (int i = 0; i <= Questioning.AT_ONCE_MAX; i++) {
      running.add(asked(",\"client_query_id\":\"q" + i + "\""));
    }
    int waits = -1;
    for (int i = 0; waits < 0; i = (i + 1) % running.size()) {
      HttpResponse<String> progress = trial.send(keyed(PATH + "q" + i + "/progress"));
      waits = JSON.readTree(progress.body()).path("waiting").asBoolean() ? i : -1;
    }

    assertThat(trial.send(keyed(PATH + "q" + waits).DELETE()).statusCode()).isEqualTo(204);
    sql.let.countDown();

    assertThat(running.get(waits).get(10, TimeUnit.SECONDS).body()).contains("query_cancelled");
  }

  @Test
  void oneThatNobodyWaitsForIsGivenUpBeforeAndAfterItBegan() throws Exception {
    for (String id : List.of("a", "b", "c")) { // c waits for a thread
      ask(202, ",\"refresh\":\"force_async\",\"client_query_id\":\"" + id + "\"");
    }
    assertThat(sql.begun.await(10, TimeUnit.SECONDS)).isTrue();
    for (String id : List.of("c", "a", "b")) {
      assertThat(trial.send(keyed(PATH + id).DELETE()).statusCode()).isEqualTo(204);
    }
    for (String id : List.of("a", "c")) {
      assertThat(ended(id).path("error_code").asText()).isEqualTo("query_cancelled");
    }
  }

  @Test
  void onlySoManyWait() throws Exception {
    for (int i = 0; i < Questioning.THREADS + Questioning.WAITING_MAX; i++) {
      ask(202, ",\"refresh\":\"force_async\"");
    }
    assertThat(ask(429, ",\"refresh\":\"force_async\"").path("code").asText())
        .isEqualTo("throttled");
  }

  @Test
  void questionsOfOtherProjectsAreNotSeen() throws Exception {
    trial.catalog.createProject("Other", "phc_other", Instant.EPOCH);
    ask(202, ",\"refresh\":\"async\",\"client_query_id\":\"mine\"");

    assertThat(trial.send(keyed("/api/projects/2/query/mine/")).statusCode()).isEqualTo(404);
    assertThat(trial.send(keyed("/api/projects/2/query/mine/").DELETE()).statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"refresh\":\"sometimes\"|refresh",
        "\"refresh\":7|refresh",
        "\"client_query_id\":\"a b\"|client_query_id",
        "\"client_query_id\":\"\"|client_query_id",
        "\"client_query_id\":5|client_query_id",
        "\"filters_override\":[]|filters_override",
        "\"filters_override\":{\"dateRange\":7}|filters_override.dateRange",
        "\"filters_override\":{\"properties\":7}|filters_override.properties"
      })
  void whatIsWrongIsNamed(String field, String attribute) throws Exception {
    assertThat(ask(400, "," + field).path("attr").asText()).isEqualTo(attribute);
  }
}
