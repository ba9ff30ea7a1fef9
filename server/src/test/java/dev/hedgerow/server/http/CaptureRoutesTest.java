package dev.hedgerow.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.LimitsBut;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureRoutesTest {
  private static final String EVENT =
      "{\"token\":\"phc_test\",\"event\":\"e\",\"distinct_id\":\"d\"}";

  private final Trial trial = new Trial(Limits.STANDARD, Duration.ofSeconds(30));

  @BeforeEach
  void nothingIsKeptYet() {
    assertThat(trial.log.end()).isZero();
  }

  @AfterEach
  void close() {
    trial.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/e",
        "/e/",
        "/i/v0/e",
        "/i/v0/e/",
        "/capture",
        "/capture/",
        "/track",
        "/track/",
        "/batch",
        "/batch/"
      })
  void eventsAreTakenWithAndWithoutSlash(String path) throws Exception {
    HttpResponse<String> answer = trial.post(path, EVENT);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":1}");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(trial.log.events()).extracting(Entry.Event::ip).containsExactly("127.0.0.1");
    assertThat(trial.routes.handles(path)).isTrue();
  }

  @Test
  void whatOfficialSdksSendIsTaken() throws Exception {
    String java = """
        {"api_key":"phc_test","batch":[{"uuid":"7f0d6d4e-5d1c-4c1e-9d9e-0d6c3f1a2b3c",
        "timestamp":"2026-03-01T12:00:00.123456789Z","distinct_id":"j","event":"java",
        "$lib":"posthog-java","properties":{}}]}""";
    String server = """
        {"api_key":"phc_test","batch":[{"event":"server","distinct_id":"s","properties":{
        "$lib":"posthog-server","$lib_version":"2.3.3"},"timestamp":"2026-03-01T12:00:00.000Z",
        "uuid":"019526f0-0000-7000-8000-000000000001"}],"sent_at":"2026-03-01T12:00:05.000Z"}""";
    String web = """
        {"api_key":"phc_test","batch":[{"uuid":"019526f0-0000-7000-8000-000000000002",
        "event":"web","properties":{"token":"phc_test","distinct_id":"w"},"offset":3000}],
        "sent_at":"2026-03-01T12:00:05.000Z"}""";
    String old =
        "[{\"event\":\"old\",\"properties\":{\"token\":\"phc_test\",\"distinct_id\":\"o\"}}]";

    List<HttpResponse<String>> answers = List.of(
        trial.send(trial
            .to("/batch")
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(java))),
        trial.send(trial
            .to("/batch")
            .header("Content-Type", "application/json")
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(gzip(server)))),
        trial.send(trial
            .to("/e/")
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofByteArray(gzip(web)))),
        trial.send(trial
            .to("/e/?compression=base64&_=1772366405000&ip=1&ver=1.2")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("data="
                + URLEncoder.encode(
                    Base64.getEncoder().encodeToString(old.getBytes(UTF_8)), UTF_8)))));

    assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
    assertThat(trial.log.events())
        .extracting(event -> event.event() + " " + event.distinctId() + " " + event.timestamp())
        .containsExactly(
            "java j 2026-03-01T12:00:00.123456Z",
            "server s 2026-03-01T12:00:00Z",
            "web w 2026-03-01T12:00:02Z",
            "old o 2026-03-01T12:00:05Z");
  }

  @Test
  void pixelIsTakenByGet() throws Exception {
    String data =
        URLEncoder.encode(Base64.getEncoder().encodeToString(EVENT.getBytes(UTF_8)), UTF_8);

    assertThat(trial.get("/e/?data=" + data).statusCode()).isEqualTo(200);
    assertThat(trial.log.events()).hasSize(1);
  }

  @Test
  void beaconIsAnsweredWithNothing() throws Exception {
    HttpResponse<String> answer = trial.post("/e/?beacon=1", EVENT);

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(trial.log.events()).hasSize(1);
  }

  @Test
  void firstForwardedHopIsTheAddress() throws Exception {
    trial.send(trial
        .to("/e")
        .header("X-Forwarded-For", "203.0.113.9, 10.0.0.1")
        .POST(BodyPublishers.ofString(EVENT)));
    trial.send(
        trial.to("/e").header("X-Forwarded-For", "<script>").POST(BodyPublishers.ofString(EVENT)));

    assertThat(trial.log.events())
        .extracting(Entry.Event::ip)
        .containsExactly("203.0.113.9", "127.0.0.1");
  }

  @Test
  void otherOriginsMaySendAndRead() throws Exception {
    HttpResponse<String> asked = trial.send(trial
        .to("/e/")
        .header("Origin", "https://shop.example")
        .header("Access-Control-Request-Headers", "content-type,x-y")
        .method("OPTIONS", BodyPublishers.noBody()));

    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(asked.body()).isEqualTo("{\"status\":1}");
    assertThat(asked.headers().map())
        .containsEntry("access-control-allow-origin", List.of("https://shop.example"))
        .containsEntry("access-control-allow-credentials", List.of("true"))
        .containsEntry("access-control-allow-methods", List.of("GET, POST, OPTIONS"))
        .containsEntry("access-control-allow-headers", List.of("content-type,x-y"))
        .containsEntry("access-control-expose-headers", List.of("Retry-After"));

    HttpResponse<String> script =
        trial.send(trial.to("/static/array.js").header("Origin", "https://shop.example"));
    assertThat(script.headers().firstValue("access-control-allow-credentials")).isEmpty();
  }

  @Test
  void refusalsAreToldInJsonAndShown() throws Exception {
    HttpResponse<String> answer = trial.post("/e", "nonsense!");
    HttpResponse<String> unknown = trial.post("/e", EVENT.replace("phc_test", "phc_nobody"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo("{\"type\":\"validation_error\",\"code\":\"invalid_json\","
            + "\"detail\":\"expected a JSON object or array\",\"attr\":null}");
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(unknown.body()).contains("authentication_error", "API key is not valid");
    assertThat(trial.services.feed().after(0).items())
        .extracting(FeedItem::projectId)
        .containsExactly(0, 0);
    assertThat(trial
            .services
            .registry()
            .counter("hedgerow_events_rejected", "code", "invalid_json")
            .count())
        .isEqualTo(1);
  }

  @Test
  void acceptedEventsAreShownAndCounted() throws Exception {
    trial.post("/batch", "{\"api_key\":\"phc_test\",\"batch\":[" + EVENT + ",{}," + EVENT + "]}");

    assertThat(trial.services.feed().after(0).items())
        .extracting(item -> item.getClass().getSimpleName())
        .containsExactly("Accepted", "Rejected", "Accepted");
    assertThat(trial.services.registry().counter("hedgerow_events_accepted").count())
        .isEqualTo(2);
  }

  @Test
  void nothingIsAcknowledgedThatIsNotOnDisk() throws Exception {
    trial.log.fail(true);
    HttpResponse<String> failed = trial.post("/e", EVENT);
    HttpResponse<String> unread = trial.post("/e", EVENT.replace("phc_test", "phc_broken"));
    trial.log.fail(false);
    HttpResponse<String> again = trial.post("/e", EVENT);

    assertThat(List.of(failed.statusCode(), unread.statusCode())).containsExactly(503, 503);
    assertThat(failed.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(failed.body()).contains("transient error, please retry").doesNotContain("disk");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(trial.log.events()).hasSize(1);
  }

  @Test
  void largeBodyIsTakenInPieces() throws Exception {
    String event =
        EVENT.replace("\"d\"", "\"d\",\"properties\":{\"x\":\"" + "x".repeat(900_000) + "\"}");
    String body = "[" + (event + ",").repeat(14) + event + "]";
    byte[] bytes = body.getBytes(UTF_8);

    HttpResponse<String> answer = trial.send(
        trial.to("/e").POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(trial.log.events()).hasSize(15);
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (trial.routes.bytesHeld() > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(trial.routes.bytesHeld()).isZero();
  }

  @Test
  void tooLargeBodyIsRefusedWhetherItsLengthIsToldOrNot() throws Exception {
    byte[] bytes = " ".repeat(Limits.STANDARD.bodyBytesMax() + 1).getBytes(UTF_8);

    HttpResponse<String> told =
        trial.send(trial.to("/batch").POST(BodyPublishers.ofByteArray(bytes)));
    HttpResponse<String> chunked = trial.send(trial
        .to("/batch")
        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))));

    assertThat(told.statusCode()).isEqualTo(413);
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(told.body()).contains("body_too_large");
  }

  @Test
  void bodiesBeyondTheBudgetAreToComeAgain() throws Exception {
    try (Trial small = new Trial(withInFlightBytes(1_000), Duration.ofSeconds(30))) {
      assertThat(small.post("/e", EVENT).statusCode()).isEqualTo(200);

      HttpResponse<String> answer = small.post("/e", EVENT + " ".repeat(1_000));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    }
  }

  @Test
  void bodyThatStopsArrivingIsAnswered408() throws Exception {
    try (Trial impatient = new Trial(Limits.STANDARD, Duration.ofMillis(100));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{".getBytes(UTF_8));

      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 408").contains("body_timeout");
    }
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    assertThat(trial
            .send(trial.to("/e").method("PUT", BodyPublishers.ofString(EVENT)))
            .statusCode())
        .isEqualTo(405);
  }

  private static Limits withInFlightBytes(long bytes) {
    return LimitsBut.with("inFlightBytesMax", bytes);
  }

  private static byte[] gzip(String text) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return out.toByteArray();
  }
}
