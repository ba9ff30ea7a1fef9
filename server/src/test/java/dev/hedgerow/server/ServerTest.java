package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server in this process, on a real folder and a real port, with time moved by hand. */
class ServerTest {
  private static final String TOKEN = "phc_server_test";
  private static final String KEY = "phx_server_test_0123456789";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir
  Path data;

  private final SettableTime time = new SettableTime(Instant.parse("2026-03-01T10:00:00Z"));
  private final HttpClient http = HttpClient.newHttpClient();

  private Server start() throws IOException {
    return Server.start(Config.standard(data).withPort(0).withSecrets(TOKEN, KEY), time, time);
  }

  private HttpResponse<String> post(URI uri, Object body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + KEY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void capture(Server server, String event, String distinctId, Map<String, ?> properties)
      throws Exception {
    Map<String, Object> body = Map.of(
        "api_key", TOKEN, "event", event, "distinct_id", distinctId, "properties", properties);
    assertThat(post(server.url().resolve("/e/"), body).statusCode()).isEqualTo(200);
  }

  private Object results(Server server, String sql) throws Exception {
    Map<String, ?> query = Map.of("query", Map.of("kind", "HogQLQuery", "query", sql));
    HttpResponse<String> answer = post(server.url().resolve("/api/projects/1/query/"), query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return String.valueOf(Json.object(answer.body()).get("results"));
  }

  private Map<String, @Nullable Object> health(Server server) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.url().resolve("/_health")).build();
    return Json.object(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  @Test
  void eventIsAnsweredInSqlOnceSettled() throws Exception {
    try (Server server = start()) {
      capture(server, "bought", "ann", Map.of("$device_id", "ann", "price", 12));
      server.settle(SOON);
      assertThat(results(server, "SELECT event, properties.price FROM events"))
          .isEqualTo("[[bought, 12]]");
    }
  }

  @Test
  void heldEventIsInHealthAndGoesOnAfterTheDelay() throws Exception {
    try (Server server = start()) {
      capture(server, "signed_up", "ann@example.com", Map.of());
      server.settle(SOON);
      time.pass(Duration.ofSeconds(7));
      assertThat(health(server))
          .containsEntry("held", 1L)
          .containsEntry("oldest_held_seconds", 7.0);
      assertThat(results(server, "SELECT count(*) FROM events")).isEqualTo("[[0]]");
      time.pass(Duration.ofSeconds(54));
      server.settle(SOON);
      assertThat(health(server)).containsEntry("held", 0L).containsEntry("status", "ok");
      assertThat(results(server, "SELECT count(*) FROM events")).isEqualTo("[[1]]");
    }
  }

  @Test
  void everythingIsThereAfterAStopAndAStart() throws Exception {
    try (Server server = start()) {
      capture(server, "signed_up", "ann@example.com", Map.of());
      capture(server, "viewed", "device", Map.of("$device_id", "device"));
    }
    try (Server server = start()) {
      assertThat(server.apiKey()).isNull();
      assertThat(server.project().token()).isEqualTo(TOKEN);
      assertThat(health(server)).containsEntry("held", 1L);
      assertThat(results(server, "SELECT event FROM events")).isEqualTo("[[viewed]]");
    }
  }

  @Test
  void anEventStoreThatIsDamagedIsMadeAgainFromTheState() throws Exception {
    try (Server server = start()) {
      capture(server, "$identify", "ann@example.com", Map.of("$anon_distinct_id", "device"));
      server.settle(SOON);
    }
    Files.writeString(data.resolve("events.duckdb"), "x".repeat(100_000));
    for (int i = 0; i < 2; i++) {
      try (Server server = start()) {
        capture(server, "later", "device", Map.of("number", i));
        server.settle(SOON);
        assertThat(health(server)).containsEntry("status", "ok");
        assertThat(results(server, "SELECT count(*), count(DISTINCT person_id) FROM events"))
            .isEqualTo("[[" + (i + 1) + ", 1]]");
        assertThat(results(server, "SELECT count(*) FROM persons")).isEqualTo("[[1]]");
        assertThat(results(server, "SELECT count(*) FROM person_distinct_ids")).isEqualTo("[[2]]");
      }
    }
  }

  @Test
  void usedPortIsAnErrorThatLeavesTheFolderFree(@TempDir Path other) throws Exception {
    try (Server server = start()) {
      Config taken = Config.standard(other).withPort(server.url().getPort());
      assertThatThrownBy(() -> Server.start(taken, time, time)).isInstanceOf(IOException.class);
    }
    Server.start(Config.standard(other).withPort(0), time, time).close();
  }

  @Test
  void metricsAreThere() throws Exception {
    try (Server server = start()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.url().resolve("/metrics")).build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .contains("hedgerow_lag_seconds")
          .contains("jvm_memory_used_bytes");
    }
  }
}
