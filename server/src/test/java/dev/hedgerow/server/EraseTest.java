package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Erasing a person from a whole server: out of every answer, every file, and every backup made later. */
class EraseTest {
  private static final String TOKEN = "phc_erase_test";
  private static final String KEY = "phx_erase_test_0123456789";
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Texts that are nowhere else, in the person's properties, events and ids. */
  private static final List<String> SECRETS = List.of(
      "planted-distinct-id-8431",
      "planted-device-5127",
      "planted-property-9364",
      "planted-event-property-2285",
      "planted-held-4410",
      "planted-other-id-7709");

  @TempDir
  Path folder;

  private final SettableTime time = new SettableTime(Instant.parse("2026-03-01T10:00:00Z"));
  private final HttpClient http = HttpClient.newHttpClient();
  private int uuids;

  private Server start(String name) throws IOException {
    return Server.start(
        Config.standard(folder.resolve(name)).withPort(0).withSecrets(TOKEN, KEY), time, time);
  }

  private Map<String, ?> ask(
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
    return Json.object(answer.body());
  }

  private static List<?> list(Map<String, ?> answer, String name) {
    return (List<?>) Objects.requireNonNull(answer.get(name), name);
  }

  private void send(Server server, String event, String distinctId, Map<String, ?> properties)
      throws Exception {
    ask(
        server,
        "POST",
        "/e/",
        Map.of(
            "api_key",
            TOKEN,
            "uuid",
            new java.util.UUID(5, ++uuids).toString(),
            "event",
            event,
            "distinct_id",
            distinctId,
            "properties",
            properties),
        200);
  }

  /** Sends all that one visitor does, and what another does. */
  private void visits(Server server) throws Exception {
    for (int i = 0; i < 8; i++) {
      send(
          server,
          "viewed",
          SECRETS.get(1),
          Map.of("$process_person_profile", false, "noted", SECRETS.get(3) + i));
    }
    send(
        server,
        "$identify",
        SECRETS.get(0),
        Map.of("$anon_distinct_id", SECRETS.get(1), "$set", Map.of("phone", SECRETS.get(2))));
    send(server, "$create_alias", SECRETS.get(0), Map.of("alias", SECRETS.get(5)));
    send(server, "$create_alias", SECRETS.get(0), Map.of("alias", "null"));
    send(server, "paid", SECRETS.get(4), Map.of("$set", Map.of("phone", SECRETS.get(2))));
    send(server, "viewed", "somebody-else", Map.of("$device_id", "somebody-else"));
    server.settle(SOON);
  }

  private @Nullable String person(Server server, String distinctId) throws Exception {
    Map<String, ?> list =
        ask(server, "GET", "/api/projects/1/persons/?distinct_id=" + distinctId, null, 200);
    List<?> results = list(list, "results");
    return results.isEmpty() ? null : String.valueOf(((Map<?, ?>) results.get(0)).get("uuid"));
  }

  private List<?> rows(Server server, String sql) throws Exception {
    server.settle(SOON);
    Map<String, ?> query = Map.of("query", Map.of("kind", "HogQLQuery", "query", sql));
    return list(ask(server, "POST", "/api/projects/1/query/", query, 200), "results");
  }

  /** Waits until no erasure is open, and returns them all. */
  private List<Map<?, ?>> done(Server server) throws Exception {
    server.settle(SOON);
    long end = System.nanoTime() + SOON.toNanos();
    while (true) {
      List<Map<?, ?>> all = new ArrayList<>();
      Map<String, ?> list = ask(server, "GET", "/api/projects/1/erasures/", null, 200);
      list(list, "results").forEach(one -> all.add((Map<?, ?>) one));
      if (all.stream().allMatch(one -> "done".equals(one.get("status")))) {
        return all;
      }
      assertThat(System.nanoTime()).as(String.valueOf(all)).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** Returns which secrets are found in which files of a folder. */
  private List<String> found(String name) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String secret : SECRETS) {
          if (bytes.contains(secret)) {
            found.add(file.getFileName() + " holds " + secret);
          }
        }
      }
    }
    return found;
  }

  /** Sends until the log holds a secret: what was processed may be trimmed at any time. */
  private void seenInTheLog(Server server) throws Exception {
    long end = System.nanoTime() + SOON.toNanos();
    do {
      assertThat(System.nanoTime()).as(() -> "time of a log without secrets").isLessThan(end);
      send(server, "viewed", SECRETS.get(1), Map.of("$process_person_profile", false));
    } while (found("data").stream().noneMatch(where -> where.startsWith("log.db")));
  }

  private String run(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(out)).setOut(new PrintWriter(out));
    int code = line.execute(arguments);
    assertThat(code).as(() -> out.toString()).isZero();
    return out.toString();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void nothingIsLeftInAnyFileNorInALaterBackup() throws Exception {
    try (Server server = start("data")) {
      visits(server);
      run("backup", path("before"), "--data", path("data"));
      for (String file : List.of("state.db", "events.duckdb")) {
        assertThat(found("data")).anyMatch(where -> where.startsWith(file));
        assertThat(found("before")).anyMatch(where -> where.startsWith(file + " "));
      }
      seenInTheLog(server);

      Map<String, ?> answer = ask(
          server,
          "DELETE",
          "/api/projects/1/persons/" + person(server, SECRETS.get(0)) + "/?delete_events=true",
          null,
          202);
      assertThat(answer.get("status")).isEqualTo("accepted");
      assertThat(list(answer, "backups"))
          .singleElement()
          .satisfies(made -> assertThat(((Map<?, ?>) made).get("folder")).isEqualTo(path("before")))
          .satisfies(made -> assertThat(((Map<?, ?>) made).get("there")).isEqualTo(true));
      ask(
          server,
          "POST",
          "/api/projects/1/persons/bulk_delete/",
          Map.of("distinct_ids", List.of(SECRETS.get(4), "nobody"), "delete_events", true),
          202);
      server.settle(SOON);
      assertThat(rows(server, "SELECT distinct_id FROM events").toString())
          .isEqualTo("[[somebody-else]]");
      assertThat(rows(server, "SELECT distinct_id FROM person_distinct_ids").toString())
          .isEqualTo("[[somebody-else]]");
      run("backup", path("after"), "--data", path("data")); // finishes what is open
      assertThat(done(server))
          .hasSize(3)
          .allSatisfy(one -> assertThat(one.get("older_backups")).isEqualTo(1L));
      assertThat(found("data")).isEmpty();
      assertThat(found("after")).isEmpty();
    }
    assertThat(found("data")).isEmpty();
    try (Server server = start("data")) {
      assertThat(rows(server, "SELECT distinct_id FROM events").toString())
          .isEqualTo("[[somebody-else]]");
    }
  }

  @Test
  void theHousekeeperFinishesByItselfAndWhoComesBackIsSomebodyNew() throws Exception {
    try (Server server = start("data")) {
      visits(server);
      String before = person(server, SECRETS.get(0));
      ask(
          server,
          "POST",
          "/api/projects/1/persons/bulk_delete/",
          Map.of("distinct_ids", List.of(SECRETS.get(0), SECRETS.get(4)), "delete_events", true),
          202);
      assertThat(done(server)).hasSize(2);
      assertThat(found("data")).isEmpty();
      send(server, "viewed", "somebody-else", Map.of("$device_id", "somebody-else"));
      assertThat(rows(server, "SELECT uuid FROM events")).hasSize(2);
      send(server, "viewed", SECRETS.get(0), Map.of("$device_id", SECRETS.get(0)));
      server.settle(SOON);
      assertThat(person(server, SECRETS.get(0)))
          .isEqualTo(PersonIds.of(new IdKey(1, SECRETS.get(0))).toString())
          .isNotEqualTo(before);
      assertThat(person(server, SECRETS.get(1))).isNull();
      ask(server, "DELETE", "/api/projects/1/persons/" + before, null, 404);
    }
  }

  @Test
  void aRestoreOfAnOlderBackupErasesAgain() throws Exception {
    try (Server server = start("data")) {
      send(server, "viewed", SECRETS.get(1), Map.of("$process_person_profile", false));
      send(server, "paid", SECRETS.get(4), Map.of());
      send(server, "viewed", "somebody-else", Map.of("$device_id", "somebody-else"));
      server.settle(SOON);
      run("backup", path("early"), "--data", path("data"));
      visits(server);
      send(server, "$create_alias", SECRETS.get(0), Map.of("alias", SECRETS.get(4)));
      server.settle(SOON);
      ask(
          server,
          "DELETE",
          "/api/projects/1/persons/" + person(server, SECRETS.get(0)) + "?delete_events=true",
          null,
          202);
      server.settle(SOON);
      run("restore", path("early"), "--data", path("restored"), "--erasures", path("data"));
      run("backup", path("late"), "--data", path("data"));
    }
    assertThat(run("restore", path("early"), "--data", path("again"), "--erasures", path("late")))
        .contains("erasures done again at the next start: 1");
    assertThat(run("restore", path("late"), "--data", path("known"), "--erasures", path("late")))
        .contains("erasures done again at the next start: 0");
    try (Server server = start("restored")) {
      assertThat(rows(server, "SELECT distinct_id FROM events").toString())
          .isEqualTo("[[somebody-else]]");
      assertThat(done(server)).hasSize(1);
      assertThat(found("restored")).isEmpty();
    }
  }
}
