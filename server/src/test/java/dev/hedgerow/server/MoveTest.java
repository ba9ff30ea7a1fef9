package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Everything of a project out of one server and into another, by the command line. */
class MoveTest {
  private static final int SOME = 2_000;
  private static final int EVENTS = Integer.getInteger("hedgerow.faults.moved", SOME);
  private static final String TOKEN = "phc_move_test";
  private static final String KEY = "phx_move_test_0123456789";
  private static final Duration SOON = Duration.ofMinutes(10);
  private static final int BATCH = 500;

  /** All that questions see, whatever the order, by the person as known now. */
  private static final String LISTING =
      "SELECT count(*), count(DISTINCT person_id), min(timestamp),"
          + " max(timestamp), sum(md5_number_lower(concat_ws('|', uuid, event, distinct_id, timestamp,"
          + " person_id, elements_chain, properties))) FROM events";

  private static final String RECORDINGS = "SELECT count(*), sum(md5_number_lower(concat_ws('|',"
      + " session_id, window_id, distinct_id, timestamp, properties))) FROM session_recordings";

  @TempDir
  Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private String said = "";

  private Server start(String name) throws IOException {
    Config config = Config.standard(folder.resolve(name))
        .withPort(0)
        .withBufferDelay(Duration.ofMillis(500))
        .withSecrets(TOKEN, KEY);
    return Server.start(config, Clock.systemUTC(), System::nanoTime);
  }

  private int run(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(out)).setOut(new PrintWriter(out));
    int code = line.execute(arguments);
    said = out.toString();
    return code;
  }

  private void exported(String from, String to) {
    assertThat(run(
            "export",
            folder.resolve(to).toString(),
            "--data",
            folder.resolve(from).toString()))
        .as(() -> said)
        .isZero();
  }

  private void imported(String what, String into) {
    assertThat(run(
            "import",
            folder.resolve(what).toString(),
            "--data",
            folder.resolve(into).toString()))
        .as(() -> said)
        .isZero();
  }

  private String post(Server server, String path, Object body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.url().resolve(path))
        .header("Authorization", "Bearer " + KEY)
        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
        .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private List<List<Object>> rows(Server server, String sql) throws Exception {
    Map<String, ?> query = Map.of("query", Map.of("kind", "HogQLQuery", "query", sql));
    String answer = post(server, "/api/projects/1/query/", query);
    @SuppressWarnings("unchecked")
    List<List<Object>> rows = (List<List<Object>>) Json.object(answer).get("results");
    return Objects.requireNonNull(rows, answer);
  }

  private void fill(Server server, int events) throws Exception {
    for (int from = 0; from < events; from += BATCH) {
      List<Map<String, Object>> batch = IntStream.range(from, Math.min(events, from + BATCH))
          .mapToObj(Visits::event)
          .toList();
      post(server, "/batch/", Map.of("api_key", TOKEN, "batch", batch));
    }
    server.settle(SOON);
  }

  private List<Object> listing(Server server) throws Exception {
    server.settle(SOON);
    List<Object> all = new ArrayList<>(rows(server, LISTING).get(0));
    all.addAll(rows(server, RECORDINGS).get(0));
    return all;
  }

  private List<String> sums(String exported) throws Exception {
    List<String> sums = new ArrayList<>();
    for (String kind : ExportCommand.KINDS) {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      Path file = folder.resolve(exported).resolve(kind + ".ndjson");
      try (var in = Files.newInputStream(file)) {
        byte[] some = new byte[1 << 16];
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
          sha.update(some, 0, read);
        }
      }
      sums.add(HexFormat.of().formatHex(sha.digest()));
    }
    return sums;
  }

  /** Events that are sent while something else goes on, and how long each took to be processed. */
  private final class Live implements AutoCloseable {
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final List<Double> lags = new ArrayList<>();
    private final Thread thread;
    private int sent;

    Live(Server server) {
      thread = new Thread(() -> {
        try {
          while (going.get()) {
            long begin = System.nanoTime();
            Map<String, Object> event = Map.of(
                "event", "live", "distinct_id", "live", "properties", Map.of("$device_id", "live"));
            post(server, "/batch/", Map.of("api_key", TOKEN, "batch", List.of(event)));
            sent++;
            long position = health(server, "accepted");
            while (health(server, "processed") < position) {
              Thread.onSpinWait();
            }
            lags.add((System.nanoTime() - begin) / 1e6);
            Thread.sleep(20);
          }
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      });
      thread.start();
    }

    @Override
    public void close() {
      going.set(false);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Prints how long events took until they were processed. */
    void tell(String beside) {
      close();
      System.out.printf(
          "MoveTest: lag of %d live events during %s: p50 %.0f ms, p95 %.0f ms, most %.0f ms%n",
          sent, beside, percentile(0.5), percentile(0.95), percentile(1));
    }

    double percentile(double share) {
      List<Double> sorted = lags.stream().sorted().toList();
      return sorted.isEmpty() ? 0 : sorted.get((int) (share * (sorted.size() - 1)));
    }
  }

  private long health(Server server, String name) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.url().resolve("/_health")).build();
    String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return ((Number) Objects.requireNonNull(Json.object(body).get(name))).longValue();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  @Test
  void anExportIntoAnEmptyServerGivesTheSameInEveryByte() throws Exception {
    List<Object> original;
    double sent;
    double out;
    try (Server server = start("from")) {
      long begin = System.nanoTime();
      fill(server, EVENTS);
      sent = seconds(begin);
      original = listing(server);
      begin = System.nanoTime();
      exported("from", "exported");
      out = seconds(begin);
    }
    assertThat(original.get(0)).isEqualTo((long) EVENTS - EVENTS / 20);

    try (Server server = start("to")) {
      long begin = System.nanoTime();
      imported("exported", "to");
      double in = seconds(begin);
      server.settle(SOON);
      double settled = seconds(begin);
      assertThat(listing(server)).isEqualTo(original);
      exported("to", "again");
      assertThat(sums("again")).isEqualTo(sums("exported"));
      imported("exported", "to");
      assertThat(said).contains("Took 0 lines", "chunks that were there");
      assertThat(listing(server)).isEqualTo(original);
      System.out.printf(
          "MoveTest: %d events captured in %.1f s, exported in %.1f s, imported in %.1f s (%.1f s to"
              + " answerable), sums %s%n",
          EVENTS, sent, out, in, settled, sums("exported"));
    }

    try (Server server = start("busy")) {
      try (Live live = new Live(server)) {
        imported("exported/events.ndjson", "busy");
        live.tell("an import");
      }
      server.settle(SOON);
      try (Live live = new Live(server)) {
        exported("busy", "beside");
        live.tell("an export");
      }
    }
  }

  @Test
  void onlyWhoReadsTheDataFolderMovesDataWithoutAKey() throws Exception {
    try (Server server = start("data")) {
      for (String path : List.of(
          "/api/local/export?project=1&file=events.ndjson",
          "/api/local/import?project=1&name=x",
          "/api/local/disk")) {
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve(path))
            .header("Authorization", "Bearer " + KEY)
            .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
            .as(path)
            .isEqualTo(401);
      }
    }
  }

  @Test
  void anImportThatBrokeOffGoesOnAndNothingIsThereTwice() throws Exception {
    try (Server server = start("from")) {
      fill(server, SOME);
      exported("from", "exported");
    }
    try (Server server = start("to")) {
      imported("exported/persons.ndjson", "to");
      imported("exported/groups.ndjson", "to");
      Path events = folder.resolve("exported/events.ndjson");
      List<String> lines = Files.readAllLines(events);
      String name = "/api/projects/1/import/by-hand?kind=events&chunk=";
      assertThat(chunk(server, name + 1, lines.subList(0, 900))).isEqualTo(200);
      assertThat(chunk(server, name + 1, lines.subList(0, 900))).isEqualTo(200);
      assertThat(chunk(server, name + 2, List.of(lines.get(900), "{\"uuid\":1}")))
          .isEqualTo(400);
      assertThat(chunk(server, name + 2, lines.subList(900, 1_901))).isEqualTo(413);
      assertThat(chunk(server, name + 2, List.of("x".repeat(1 << 20), "x".repeat(1 << 20))))
          .isEqualTo(413);
      assertThat(chunk(server, name + 2, List.of("x".repeat(1 << 20)))).isEqualTo(400);
      assertThat(chunk(server, name + 2, lines.subList(880, 1_800))).isEqualTo(200);
    }
    try (Server server = start("to")) {
      String by = "/api/projects/1/import/by-hand";
      HttpRequest ask = HttpRequest.newBuilder(server.url().resolve(by))
          .header("Authorization", "Bearer " + KEY)
          .build();
      server.settle(SOON);
      assertThat(http.send(ask, HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("{\"done\":2}");
      imported("exported/events.ndjson", "to");
      server.settle(SOON);
      exported("to", "again");
      assertThat(sums("again")).isEqualTo(sums("exported"));
    }
  }

  private int chunk(Server server, String path, List<String> lines) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.url().resolve(path))
        .header("Authorization", "Bearer " + KEY)
        .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", lines) + "\n"))
        .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  @Test
  void filesOfPostHogGoThroughTheLogAndAreNotHeld() throws Exception {
    Path file = folder.resolve("posthog/2025-01.jsonl");
    Files.createDirectories(file.getParent());
    Files.writeString(file, """
        {"uuid":"0190aaaa-0000-7000-8000-000000000001","event":"bought","distinct_id":"ada","properties":"{\\"price\\": 3}","timestamp":"2025-01-02 03:04:05.678000","set":{"plan":"pro"},"elements":"","team_id":7}
        {"event":"$autocapture","distinct_id":"ada","properties":{"$event_type":"click"},"elements_chain":"button","timestamp":"2025-01-02T03:04:06Z","created_at":"2025-01-02T03:04:07Z"}
        {"event":"","distinct_id":"ada","properties":{}}
        """);
    try (Server server = start("data")) {
      imported("posthog", "data");
      assertThat(said).contains("Took 2 lines", "refused 1");
      imported("posthog", "data");
      server.settle(SOON);
      assertThat(health(server, "held")).isZero();
      assertThat(
              rows(
                  server,
                  "SELECT event, timestamp, properties.price, elements_chain FROM events ORDER BY timestamp"))
          .isEqualTo(List.of(
              Arrays.asList("bought", "2025-01-02T03:04:05.678000Z", "3", ""),
              Arrays.asList("$autocapture", "2025-01-02T03:04:06.000000Z", null, "button")));
      assertThat(rows(server, "SELECT properties.plan FROM persons"))
          .isEqualTo(List.of(List.of("pro")));
    }
  }

  @Test
  void anExportThatBrokeOffGoesOnWhereItEnded() throws Exception {
    try (Server server = start("from")) {
      fill(server, SOME);
      exported("from", "whole");
      Path part = Files.createDirectories(folder.resolve("broken")).resolve("events.ndjson.part");
      String whole = Files.readString(folder.resolve("whole/events.ndjson"));
      Files.writeString(part, whole.substring(0, whole.length() / 3));
      exported("from", "broken");
      assertThat(sums("broken")).isEqualTo(sums("whole"));
      assertThat(run(
              "export",
              folder.resolve("whole").toString(),
              "--data",
              folder.resolve("from").toString()))
          .isOne();
      assertThat(said).contains("expected no");
      for (String format : List.of("csv", "parquet")) {
        assertThat(run(
                "export",
                folder.resolve(format).toString(),
                "--format",
                format,
                "--from",
                "2026-03-01T00:00:00Z",
                "--data",
                folder.resolve("from").toString()))
            .as(() -> said)
            .isZero();
      }
      assertThat(folder.resolve("parquet/events-0001.parquet")).isNotEmptyFile();
      assertThat(Files.readAllLines(folder.resolve("csv/persons.csv")).get(0)).startsWith("id,");
    }
    assertThat(run(
            "export",
            folder.resolve("none").toString(),
            "--data",
            folder.resolve("from").toString()))
        .isOne();
    assertThat(said).contains("expected a running server");
  }
}
