package dev.hedgerow.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request for each error that no other test asks for by its code. */
class ErrorSamplesTest {
  private static final String QUERY =
      "{\"query\":{\"kind\":\"HogQLQuery\",\"query\":\"SELECT 1\"}}";

  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private HttpResponse<String> keyed(String path, String body) throws Exception {
    return trial.send(trial.post(path, body).header("Authorization", "Bearer " + DoorOnTrial.KEY));
  }

  private static void is(HttpResponse<String> answer, int status, String code) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(Json.object(answer.body())).containsEntry("code", code);
  }

  @Test
  void anotherMethod() throws Exception {
    is(trial.send(trial.post("/metrics", "")), 405, "method_not_allowed");
    is(
        trial.send(trial.to("/e/").method("PUT", HttpRequest.BodyPublishers.noBody())),
        405,
        "method_not_allowed");
  }

  @Test
  void aQuestionWithoutAQuery() throws Exception {
    is(keyed("/api/projects/1/query/", "{}"), 400, "required");
  }

  @Test
  void aStoreThatCannotBeReadAndAMistakeOfOurs() throws Exception {
    trial.sql = new Answering((projectId, text, limit) -> {
      throw new IOException("disk gone");
    });
    is(keyed("/api/projects/1/query/", QUERY), 503, "unavailable");
    trial.sql = new Answering((projectId, text, limit) -> {
      throw new IllegalStateException("a mistake");
    });
    is(keyed("/api/projects/1/query/", QUERY), 500, "error");
  }

  @Test
  void aLineOfAnImportThatIsNone() throws Exception {
    is(keyed("/api/projects/1/import/mine?kind=events&chunk=1", "[]"), 400, "invalid_line");
  }

  @Test
  void tooManyGuesses() throws Exception {
    for (int i = 0; i < Attempts.FAILURES_MAX; i++) {
      guess();
    }
    is(guess(), 429, "throttled");
  }

  private HttpResponse<String> guess() throws Exception {
    return trial.send(
        trial.post("/login", "{\"key\":\"phx_x\"}").header("Origin", trial.origin.toString()));
  }

  @Test
  void theLastKeyThatMakesKeys() throws Exception {
    is(
        trial.send(trial
            .to(KeyRoutes.PATH + "/1")
            .DELETE()
            .header("Authorization", "Bearer " + DoorOnTrial.KEY)),
        409,
        "last_admin_key");
  }

  @Test
  void oneActionTooMany() throws Exception {
    for (int i = 0; i < Action.PER_PROJECT_MAX; i++) {
      trial.actions.create(
          new Action(0, 1, "a" + i, "", List.of(), List.of(), Instant.EPOCH, Instant.EPOCH));
    }
    is(keyed("/api/projects/1/actions/", "{\"name\":\"one more\"}"), 400, "too_many_actions");
  }

  @Test
  void aBackupWhileAnotherRuns() throws Exception {
    Backups running = new Backups() {
      @Override
      public boolean begin(Path folder) {
        return false;
      }

      @Override
      public Status status() {
        return new Status("running", "");
      }
    };
    try (Door door = new Door(trial.services, new Local("secret", running))) {
      InetSocketAddress at = door.start("127.0.0.1", 0);
      URI path = URI.create("http://127.0.0.1:" + at.getPort() + "/api/local/backup");
      is(
          trial.send(HttpRequest.newBuilder(path)
              .header("Authorization", "Bearer secret")
              .POST(HttpRequest.BodyPublishers.ofString("{\"folder\":\"/nowhere\"}"))),
          409,
          "conflict");
    }
  }

  /** Most of these the engine below refuses by itself, with nothing to read. */
  @Test
  void aBodyWithTwoLengths() throws Exception {
    List<String> answers = new ArrayList<>();
    for (String headers : List.of(
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: xchunked",
        "Content-Length: +3",
        "Content-Length: 3, 3")) {
      answers.add(raw(lines("POST /e/ HTTP/1.1", "Host: x", headers) + "0\r\n\r\n", false));
    }
    assertThat(answers).allMatch(answer -> answer.isEmpty() || answer.startsWith("HTTP/1.1 400 "));
    assertThat(answers).anyMatch(answer -> answer.contains("\"conflicting_lengths\""));
  }

  /** Mostly nobody is left to hear of it: a connection half closed is closed. */
  @Test
  void aBodyThatBreaksOff() throws Exception {
    String request =
        "POST /login HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\n" + "Content-Length: 90\r\n\r\n{";
    assertThat(raw(request, true))
        .satisfiesAnyOf(
            answer -> assertThat(answer).contains("\"incomplete_body\""),
            answer -> assertThat(answer).isEmpty());
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private String raw(String request, boolean end) throws IOException {
    try (Socket socket = new Socket(trial.origin.getHost(), trial.origin.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      if (end) {
        socket.shutdownOutput();
      }
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void aLogThatTakesNothingAndAMistakeOfOursAtTheDoor() throws Exception {
    try (Trial capture = new Trial(Limits.STANDARD, Duration.ofSeconds(30))) {
      capture.log.fail(true);
      is(
          capture.post("/e", "{\"token\":\"phc_test\",\"event\":\"e\",\"distinct_id\":\"d\"}"),
          503,
          "transient_error");
      is(
          capture.post("/e", "{\"token\":\"phc_mistaken\",\"event\":\"e\",\"distinct_id\":\"d\"}"),
          500,
          "internal_error");
    }
  }
}
