package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests in the form of SDKs that do not run here: posthog-python, and older posthog-js. */
final class RequestsOfOtherSdksTest {

  private static final String PYTHON = "posthog-python/7.53.0";

  @TempDir
  private Path data;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Hedgerow server;

  @BeforeEach
  void start() throws IOException {
    server = Hedgerow.start(data, Duration.ZERO);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpRequest.Builder to(String path, String contentType) {
    return HttpRequest.newBuilder(server.url().resolve(path)).header("Content-Type", contentType);
  }

  private String answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private static String pythonBatch() {
    String common = "\"properties\":{\"$lib\":\"posthog-python\",\"$lib_version\":\"7.53.0\","
        + "\"$geoip_disable\":true,\"$is_server\":true";
    return "{\"api_key\":\"" + Hedgerow.TOKEN + "\",\"historical_migration\":false,"
        + "\"sent_at\":\"2026-05-01T12:00:05.123456+00:00\",\"batch\":["
        + "{\"event\":\"watered\",\"distinct_id\":\"erin\","
        + "\"timestamp\":\"2026-05-01T12:00:00.123456+00:00\","
        + "\"uuid\":\"0197a1b2-0000-4000-8000-000000000001\"," + common + "}},"
        + "{\"event\":\"$set\",\"distinct_id\":\"erin\",\"$set\":{\"name\":\"Erin\"},"
        + "\"timestamp\":\"2026-05-01T12:00:01.000001+00:00\","
        + "\"uuid\":\"0197a1b2-0000-4000-8000-000000000002\"," + common + "}},"
        + "{\"event\":\"looked\",\"distinct_id\":\"0197a1b2-0000-4000-8000-00000000000a\","
        + "\"timestamp\":\"2026-05-01T12:00:02.000001+00:00\","
        + "\"uuid\":\"0197a1b2-0000-4000-8000-000000000003\"," + common
        + ",\"$process_person_profile\":false}}]}";
  }

  private static byte[] gzipped(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  @Test
  void pythonsBatchIsTakenOncePlainAndGzippedAndSentAgain()
      throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 2; attempt++) {
      answer(to("/batch/", "application/json")
          .header("User-Agent", PYTHON)
          .POST(BodyPublishers.ofString(pythonBatch()))
          .build());
      answer(to("/batch/", "application/json")
          .header("User-Agent", PYTHON)
          .header("Content-Encoding", "gzip")
          .POST(BodyPublishers.ofByteArray(gzipped(pythonBatch())))
          .build());
    }
    server.settled(12);

    Answers answers = server.answers();
    assertThat(answers.rows("SELECT event, count(*) FROM events GROUP BY event ORDER BY event"))
        .containsExactly(List.of("$set", "1"), List.of("looked", "1"), List.of("watered", "1"));
    assertThat(answers.column("SELECT properties.name FROM persons")).containsExactly("Erin");
    assertThat(answers.uniqueUsers()).isEqualTo(2);
  }

  @Test
  void pythonsQuestionForFlagsIsAnswered() throws IOException, InterruptedException {
    String body = "{\"api_key\":\"" + Hedgerow.TOKEN + "\",\"distinct_id\":\"erin\",\"groups\":{},"
        + "\"person_properties\":{},\"group_properties\":{},\"geoip_disable\":true}";
    assertThat(answer(to("/flags/?v=2", "application/json")
            .header("User-Agent", PYTHON)
            .POST(BodyPublishers.ofString(body))
            .build()))
        .contains("\"flags\":{}", "\"errorsWhileComputingFlags\":false");
  }

  @Test
  void formsAndBareArraysOfOlderScriptsAreTaken() throws IOException, InterruptedException {
    String properties = "\"properties\":{\"token\":\"" + Hedgerow.TOKEN
        + "\",\"distinct_id\":\"a1\",\"$device_id\":\"a1\",\"$lib\":\"web\"}";
    String single = "{\"event\":\"formed\"," + properties + "}";
    String based = Base64.getEncoder().encodeToString(single.getBytes(UTF_8));
    long now = System.currentTimeMillis();
    answer(to("/e/?compression=base64&ip=1&_=" + now, "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString("data=" + URLEncoder.encode(based, UTF_8)))
        .build());
    answer(to("/e/?ip=1&_=" + now + "&ver=1.20.0", "text/plain")
        .POST(BodyPublishers.ofString("[" + single.replace("formed", "listed") + ","
            + single.replace("formed", "listed") + "]"))
        .build());
    answer(to("/e/?compression=gzip-js&ip=1&_=" + now + "&ver=1.57.2", "text/plain")
        .POST(BodyPublishers.ofByteArray(gzipped(single.replace("formed", "pressed"))))
        .build());
    server.settled(4);

    assertThat(server
            .answers()
            .rows("SELECT event, distinct_id, count(*) FROM events GROUP BY 1, 2 ORDER BY 1"))
        .containsExactly(
            List.of("formed", "a1", "1"),
            List.of("listed", "a1", "2"),
            List.of("pressed", "a1", "1"));
  }
}
