package dev.hedgerow.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Limits;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The newer protocol, large recordings and imports at the door. */
class VersionOneRoutesTest {
  private static final String UUID = "0190b0e2-1111-7222-8333-444455556666";
  private static final String BODY = """
      {"created_at":"2026-03-01T12:00:00Z","batch":[{"event":"e","uuid":"%s","distinct_id":"d",
      "timestamp":"2026-03-01T10:00:00Z","properties":{}}]}""".formatted(UUID);

  private final Trial trial = new Trial(Limits.STANDARD, Duration.ofSeconds(30));

  @AfterEach
  void close() {
    trial.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/i/v1/analytics/events", "/i/v1/analytics/events/", "/i/v1/ai/events"})
  void eachEventIsAnsweredOnceItIsOnDisk(String path) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(BODY.getBytes(UTF_8));
    }
    HttpResponse<String> answer = trial.send(trial
        .to(path)
        .header("Authorization", "Bearer phc_test")
        .header("PostHog-Sdk-Info", "posthog-next/1.0.0")
        .header("PostHog-Attempt", "1")
        .header("PostHog-Request-Id", UUID)
        .header("PostHog-Request-Timestamp", "2026-03-01T10:00:05Z")
        .header("Content-Encoding", "gzip")
        .POST(BodyPublishers.ofByteArray(packed.toByteArray())));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"results\":{\"" + UUID + "\":{\"result\":\"ok\"}}}");
    assertThat(trial.log.events())
        .extracting(Entry.Event::timestamp)
        .containsExactly(Instant.parse("2026-03-01T12:00:00Z"));
    assertThat(trial.routes.handles(path)).isTrue();
  }

  @Test
  void whatIsWrongWithAllOfItIsAnError() throws Exception {
    HttpResponse<String> stranger = trial.post("/i/v1/analytics/events", BODY);
    HttpResponse<String> packed = trial.send(trial
        .to("/i/v1/analytics/events")
        .header("Authorization", "Bearer phc_test")
        .header("Content-Encoding", "compress")
        .POST(BodyPublishers.ofString(BODY)));

    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.body()).contains("\"code\":\"missing_api_key\"");
    assertThat(packed.statusCode()).isEqualTo(415);
    assertThat(packed.body()).contains("\"code\":\"unsupported_encoding\"");
    assertThat(trial.get("/i/v1/analytics/events").statusCode()).isEqualTo(405);
  }

  @Test
  void failedAppendsAreToComeAgain() throws Exception {
    trial.log.fail(true);
    HttpResponse<String> answer = trial.send(trial
        .to("/i/v1/analytics/events")
        .header("Authorization", "Bearer phc_test")
        .POST(BodyPublishers.ofString(BODY)));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
  }

  @Test
  void recordingsMayBeLargerThanOtherBodies() throws Exception {
    String part = """
        {"event":"$snapshot","distinct_id":"d","properties":{"$session_id":"s",
        "$snapshot_data":[{"a":"%s"}]}}""".formatted("x".repeat(900_000));
    String parts = (part + ",").repeat(27) + part;
    String body = "{\"api_key\":\"phc_test\",\"batch\":[" + parts + "]}";
    assertThat(body.length()).isBetween(24 << 20, Limits.STANDARD.recordingBytesMax());

    assertThat(trial.post("/s/", body).statusCode()).isEqualTo(200);
    assertThat(trial.log.events()).hasSize(28);
    assertThat(trial.post("/e/", body).statusCode()).isEqualTo(413);
    String larger = body + " ".repeat(Limits.STANDARD.recordingBytesMax());
    assertThat(trial.post("/s/", larger).statusCode()).isEqualTo(413);
  }

  @Test
  void importsAreAnsweredOnceAllOfThemIsOnDisk() throws Exception {
    String event = "{\"event\":\"e\",\"distinct_id\":\"d\"}";
    String batch = (event + ",").repeat(2_499) + event;
    HttpResponse<String> answer = trial.post(
        "/batch",
        "{\"api_key\":\"phc_test\",\"historical_migration\":true,\"batch\":[" + batch + "]}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(trial.log.events()).hasSize(2_500).allMatch(Entry.Event::imported);
  }

  @Test
  void ofARefusedRequestTheWarningIsKept() throws Exception {
    HttpResponse<String> answer =
        trial.post("/e", "{\"token\":\"phc_test\",\"event\":\"\",\"distinct_id\":\"d\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(trial.post("/e", BODY).statusCode()).isEqualTo(401);
    trial.post("/e", "{\"token\":\"phc_test\",\"event\":\"a\",\"distinct_id\":\"d\"}");
    assertThat(trial.log.end()).isEqualTo(2);
    assertThat(trial.log.events()).hasSize(1);
  }
}
