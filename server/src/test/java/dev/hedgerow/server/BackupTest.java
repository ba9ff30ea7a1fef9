package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.catalog.Secrets;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Backing up and restoring by the command line, on real folders, with and without a server. */
class BackupTest {
  private static final String TOKEN = "phc_backup_test";
  private static final String KEY = "phx_backup_test_0123456789";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int BATCHES = 60;
  private static final String ROWS =
      "SELECT uuid, event, distinct_id, person_id FROM events ORDER BY uuid LIMIT 50000";

  @TempDir
  Path folder;

  private final SettableTime time = new SettableTime(Instant.parse("2026-03-01T10:00:00Z"));
  private final HttpClient http = HttpClient.newHttpClient();
  private String said = "";

  private Server start(String name) throws IOException {
    return Server.start(
        Config.standard(folder.resolve(name)).withPort(0).withSecrets(TOKEN, KEY), time, time);
  }

  private int run(String command, String backup, String data) {
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(out)).setOut(new PrintWriter(out));
    int code = line.execute(
        command,
        folder.resolve(backup).toString(),
        "--data",
        folder.resolve(data).toString());
    said = out.toString();
    return code;
  }

  private HttpResponse<String> post(Server server, String path, String bearer, Object body)
      throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.url().resolve(path))
        .header("Authorization", "Bearer " + bearer)
        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
        .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static Map<String, Object> event(
      String uuid, String event, String distinctId, Map<String, ?> properties) {
    return Map.of(
        "uuid", uuid, "event", event, "distinct_id", distinctId, "properties", properties);
  }

  /** Sends what one visitor does until it is known, as one request, and returns the uuids. */
  private List<String> visit(Server server, int number) throws Exception {
    String device = "device-" + number;
    List<String> uuids = new ArrayList<>();
    List<Object> batch = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      uuids.add(UUID.randomUUID().toString());
      batch.add(event(uuids.get(i), "viewed", device, Map.of("$device_id", device)));
    }
    uuids.add(UUID.randomUUID().toString());
    batch.add(
        event(uuids.get(20), "$identify", "person-" + number, Map.of("$anon_distinct_id", device)));
    int status =
        post(server, "/batch/", KEY, Map.of("api_key", TOKEN, "batch", batch)).statusCode();
    assertThat(status).isEqualTo(200);
    return uuids;
  }

  private List<List<Object>> rows(Server server) throws Exception {
    server.settle(SOON);
    Map<String, ?> query = Map.of("query", Map.of("kind", "HogQLQuery", "query", ROWS));
    String answer = post(server, "/api/projects/1/query/", KEY, query).body();
    @SuppressWarnings("unchecked")
    List<List<Object>> rows = (List<List<Object>>) Json.object(answer).get("results");
    return Objects.requireNonNull(rows, answer);
  }

  private static Set<String> uuids(List<List<Object>> rows) {
    return rows.stream().map(row -> String.valueOf(row.get(0))).collect(Collectors.toSet());
  }

  @Test
  void aBackupDuringLoadHasAllThatWasAcknowledgedBeforeAndNothingOtherwise() throws Exception {
    ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
    CountDownLatch warm = new CountDownLatch(BATCHES / 4);
    Set<String> before;
    List<List<Object>> original;
    try (Server server = start("data")) {
      Thread load = new Thread(() -> {
        try {
          for (int i = 0; i < BATCHES; i++) {
            acknowledged.addAll(visit(server, i));
            warm.countDown();
          }
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      });
      load.start();
      warm.await();
      before = Set.copyOf(acknowledged);
      assertThat(run("backup", "backup", "data")).as(said).isZero();
      load.join();
      original = rows(server);
    }
    assertThat(original).hasSize(BATCHES * 21);

    assertThat(run("restore", "backup", "elsewhere")).as(() -> said).isZero();
    try (Server server = start("elsewhere")) {
      List<List<Object>> restored = rows(server);
      Set<String> uuids = uuids(restored);
      assertThat(uuids).hasSameSizeAs(restored).containsAll(before);
      assertThat(restored)
          .isEqualTo(original.stream()
              .filter(row -> uuids.contains(String.valueOf(row.get(0))))
              .toList());
      visit(server, BATCHES);
      assertThat(rows(server)).hasSize(restored.size() + 21);
    }
  }

  @Test
  void aBackupIsMadeWithoutAServerToo() throws Exception {
    List<List<Object>> original;
    try (Server server = start("data")) {
      visit(server, 1);
      original = rows(server);
    }
    assertThat(run("backup", "backup", "data")).as(said).isZero();
    assertThat(run("restore", "backup", "elsewhere")).as(() -> said).isZero();
    try (Server server = start("elsewhere")) {
      assertThat(rows(server)).isEqualTo(original);
    }
    try (Server server = start("data")) {
      assertThat(rows(server)).isEqualTo(original);
      assertThat(told("disk", "data"))
          .contains("Project 1", "events", "about, 21 of them", "persons", "about, 1 of them")
          .contains("events.duckdb", "state.db", "in use", "left on the disk")
          .containsPattern("20[0-9]{2}-.*MB  " + folder.resolve("backup"));
    }
  }

  private String told(String command, String data) {
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(out)).setOut(new PrintWriter(out));
    assertThat(line.execute(command, "--data", folder.resolve(data).toString()))
        .as(out::toString)
        .isZero();
    return out.toString();
  }

  @Test
  void aDamagedUnfinishedOrNewerBackupIsRefusedAndNothingIsWritten() throws Exception {
    start("data").close();
    assertThat(run("backup", "backup", "data")).as(said).isZero();
    Path backup = folder.resolve("backup");
    String manifest = Files.readString(backup.resolve("MANIFEST"));

    byte[] state = Files.readAllBytes(backup.resolve("state.db"));
    state[state.length / 2] ^= 1;
    Files.write(backup.resolve("state.db"), state);
    refused("expected state.db as it was backed up but it is damaged");

    Files.writeString(backup.resolve("MANIFEST"), manifest.replace("data 1", "data 2"));
    refused("expected the backup's MANIFEST as it was written");

    Files.writeString(backup.resolve("MANIFEST"), signed(manifest.replace("data 1", "data 9")));
    refused("data version 1 at most but found 9: a newer Hedgerow");

    Files.writeString(
        backup.resolve("MANIFEST"),
        signed(manifest.replace("hedgerow-backup 1", "hedgerow-backup 2")));
    refused("found \"hedgerow-backup 2\": a newer Hedgerow");

    Files.delete(backup.resolve("MANIFEST"));
    refused("found no MANIFEST");
  }

  private static String signed(String manifest) {
    String body = manifest.substring(0, manifest.lastIndexOf("end "));
    return body + "end " + Secrets.hash(body) + "\n";
  }

  private void refused(String sentence) {
    assertThat(run("restore", "backup", "elsewhere")).isOne();
    assertThat(said).contains(sentence);
    assertThat(folder.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void foldersThatHoldSomethingAreLeftAlone() throws Exception {
    try (Server server = start("data")) {
      Files.createDirectories(folder.resolve("full"));
      Files.writeString(folder.resolve("full/mine"), "mine");
      assertThat(run("backup", "full", "data")).isOne();
      assertThat(said).contains("expected an empty folder for a backup");
      assertThat(run("backup", "backup", "data")).as(() -> said).isZero();
      assertThat(run("restore", "backup", "data")).isOne();
      assertThat(said).contains("expected an empty folder for the restored data");
      assertThat(rows(server)).isEmpty();
    }
    assertThat(folder.resolve("full")).isDirectoryContaining("glob:**mine");
  }

  @Test
  void onlyWhoReadsTheDataFolderMayAskForABackup() throws Exception {
    Map<String, String> body = Map.of("folder", folder.resolve("backup").toString());
    String old;
    try (Server server = start("data")) {
      Path file = folder.resolve("data/server");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      LocalCredential credential = LocalCredential.read(folder.resolve("data"));
      old = credential.secret();
      assertThat(credential.url()).isEqualTo(server.url());
      for (String stranger : List.of("", KEY, TOKEN, old + "x")) {
        assertThat(post(server, "/api/local/backup", stranger, body).statusCode())
            .isEqualTo(401);
      }
      HttpRequest forwarded = HttpRequest.newBuilder(
              server.url().resolve("/api/local/backup_status"))
          .header("Authorization", "Bearer " + old)
          .header("X-Forwarded-For", "203.0.113.7")
          .build();
      assertThat(http.send(forwarded, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(401);
      assertThat(
              post(server, "/api/local/backup", old, Map.of("folder", "here")).statusCode())
          .isEqualTo(400);
    }
    assertThat(folder.resolve("data/server")).doesNotExist();
    assertThat(folder.resolve("backup")).doesNotExist();
    try (Server server = start("data")) {
      assertThat(post(server, "/api/local/backup", old, body).statusCode()).isEqualTo(401);
    }
  }
}
