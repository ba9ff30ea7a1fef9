package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.catalog.DeletedProject;
import dev.hedgerow.server.embedded.sqlite.SqliteCatalog;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Deleting a project with all its data, in a whole server. */
class DeleteProjectTest {
  private static final String KEY = "phx_delete_test_0123456789";
  private static final String TOKEN = "phc_delete_test";
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Enough that a file is seen to shrink. */
  private static final int EVENTS = 1_500;

  @TempDir
  Path folder;

  private final SettableTime time = new SettableTime(Instant.parse("2026-03-01T10:00:00Z"));
  private final HttpClient http = HttpClient.newHttpClient();
  private String said = "";

  private Server start(String name) throws IOException {
    return Server.start(
        Config.standard(folder.resolve(name)).withPort(0).withSecrets(TOKEN, KEY), time, time);
  }

  private Map<String, @Nullable Object> ask(
      Server server, String method, String path, @Nullable Object body, int status)
      throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.url().resolve(path))
        .header("Authorization", "Bearer " + KEY)
        .method(
            method,
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
        .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer.body().startsWith("{") ? Json.object(answer.body()) : Map.of();
  }

  private static Map<String, ?> event(long uuid, String distinctId, Map<String, ?> properties) {
    return Map.of(
        "event",
        "viewed",
        "uuid",
        new UUID(6, uuid).toString(),
        "distinct_id",
        distinctId,
        "properties",
        properties);
  }

  private void send(Server server, String token, int status, List<Map<String, ?>> batch)
      throws Exception {
    ask(server, "POST", "/batch/", Map.of("api_key", token, "batch", batch), status);
  }

  private String sql(Server server, int project, String sql) throws Exception {
    server.settle(SOON);
    Map<String, ?> query = Map.of("query", Map.of("kind", "HogQLQuery", "query", sql));
    Map<String, @Nullable Object> answer =
        ask(server, "POST", "/api/projects/" + project + "/query/", query, 200);
    return String.valueOf(answer.get("results"));
  }

  private int run(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(out)).setOut(new PrintWriter(out));
    int code = line.execute(arguments);
    said = out.toString();
    return code;
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  /** Makes project 2, with many visitors, a person and somebody who waits. Returns its token. */
  private String fill(Server server) throws Exception {
    String token = String.valueOf(
        ask(server, "POST", "/api/projects/", Map.of("name", "Old shop"), 201).get("api_token"));
    List<Map<String, ?>> batch = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < EVENTS; i++) {
      byte[] unlike = new byte[900];
      random.nextBytes(unlike);
      String told = HexFormat.of().formatHex(unlike);
      batch.add(event(i, "v" + i, Map.of("told", told, "$process_person_profile", false)));
    }
    batch.add(event(EVENTS, "ann", Map.of("$device_id", "ann", "$set", Map.of("plan", "plus"))));
    batch.add(event(EVENTS + 1, "waits", Map.of()));
    send(server, token, 200, batch);
    send(server, TOKEN, 200, List.of(event(1, "bob", Map.of("$device_id", "bob"))));
    ask(server, "POST", "/api/projects/2/actions/", Map.of("name", "any", "steps", List.of()), 201);
    server.settle(SOON);
    return token;
  }

  @Test
  void nothingOfItIsLeftAndTheOtherProjectIsAsItWas() throws Exception {
    String token;
    try (Server server = start("data")) {
      token = fill(server);
      assertThat(sql(server, 2, "SELECT count(*) FROM events"))
          .isEqualTo("[[" + (EVENTS + 1) + "]]");
      assertThat(run("backup", path("early"), "--data", path("data"))).as(said).isZero();
      long before = Files.size(folder.resolve("early/events.duckdb"));

      assertThat(run("project", "delete", "2", "--name", "My shop", "--data", path("data")))
          .isEqualTo(1);
      assertThat(said).contains("expected My shop under 2 but found Old shop");
      assertThat(run("project", "delete", "2", "--name", "Old shop", "--data", path("data")))
          .as(said)
          .isZero();
      assertThat(said).startsWith("Deleted 2, Old shop").contains("Backups made before", "early");

      send(server, token, 401, List.of(event(9_000, "ann", Map.of())));
      ask(server, "GET", "/api/projects/2/", null, 404);
      ask(server, "POST", "/api/projects/2/query/", Map.of(), 404);
      ask(server, "DELETE", "/api/projects/2/", null, 404);
      ask(server, "DELETE", "/api/projects/1/", null, 409);
      assertThat(sql(server, 1, "SELECT count(*), min(distinct_id) FROM events"))
          .isEqualTo("[[1, bob]]");
      assertThat(String.valueOf(ask(server, "GET", "/api/audit", null, 200)))
          .contains("DELETE /api/projects/2", "deleted Old shop");
      assertThat(ask(server, "GET", "/_health", null, 200)).containsEntry("held", 0L);

      assertThat(run("backup", path("late"), "--data", path("data"))).as(said).isZero();
      assertThat(Files.size(folder.resolve("late/events.duckdb"))).isLessThan(before);
      assertThat(String.valueOf(ask(server, "GET", "/api/projects/1/disk/", null, 200)))
          .doesNotContain("\"project_id\":2");
    }
    try (Server server = start("data")) {
      send(server, token, 401, List.of(event(9_001, "ann", Map.of())));
      assertThat(sql(server, 1, "SELECT count(*) FROM events")).isEqualTo("[[1]]");
      assertThat(ask(server, "POST", "/api/projects/", Map.of("name", "New shop"), 201))
          .containsEntry("id", 3L);
    }
  }

  @Test
  void aRestoreBringsItBackOnlyWhereThatIsSaid() throws Exception {
    try (Server server = start("data")) {
      String token = fill(server);
      run("backup", path("early"), "--data", path("data"));
      ask(server, "DELETE", "/api/projects/2/", null, 202);
      server.settle(SOON);
      assertThat(run("restore", path("early"), "--data", path("back"))).isZero();
      assertThat(said).contains("persons and projects erased since the backup are in it again");
      assertThat(run("restore", path("early"), "--data", path("gone"), "--erasures", path("data")))
          .as(said)
          .isZero();
      assertThat(token).startsWith("phc_");
    }
    try (Server server = start("back")) {
      assertThat(sql(server, 2, "SELECT count(*) FROM events"))
          .isEqualTo("[[" + (EVENTS + 1) + "]]");
    }
    try (Server server = start("gone")) {
      server.settle(SOON);
      ask(server, "GET", "/api/projects/2/", null, 404);
      assertThat(sql(server, 1, "SELECT count(*) FROM events")).isEqualTo("[[1]]");
      assertThat(ask(server, "GET", "/_health", null, 200)).containsEntry("held", 0L);
    }
  }

  @Test
  void whatWasDeletedJustBeforeAStopIsErasedAtTheNextStart() throws Exception {
    try (Server server = start("data")) {
      fill(server);
    }
    try (SqliteCatalog catalog = SqliteCatalog.open(folder.resolve("data"))) {
      DeletedProject deleted = new DeletedProject(2, new UUID(1, 2), 1, time.instant());
      assertThat(catalog.deleteProject(deleted)).isTrue();
    }
    for (int i = 0; i < 2; i++) {
      try (Server server = start("data")) {
        server.settle(SOON);
        assertThat(ask(server, "GET", "/_health", null, 200)).containsEntry("held", 0L);
        assertThat(String.valueOf(ask(server, "GET", "/api/projects/1/disk/", null, 200)))
            .doesNotContain("\"project_id\":2");
      }
    }
  }
}
