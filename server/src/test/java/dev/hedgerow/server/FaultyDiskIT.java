package dev.hedgerow.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.wire.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real program on a disk that fails below its engines: a library put before the C library's write and sync. Needs a C
 * compiler and strace; without them it is left out aloud, and where {@code HEDGEROW_REQUIRE_BROWSERS=1} it fails.
 */
class FaultyDiskIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);

  @TempDir
  static Path tools;

  @TempDir
  Path data;

  private Path told;
  private int sent;
  private final List<String> acknowledged = new ArrayList<>();

  @BeforeAll
  static void compile() throws Exception {
    for (String program : List.of("cc", "strace")) {
      if (!found(program)) {
        assertThat(System.getenv("HEDGEROW_REQUIRE_BROWSERS"))
            .as("the switch that requires %s, which is not in PATH", program)
            .isNotEqualTo("1");
        System.err.println("FaultyDiskIT is left out: there is no " + program);
        Assumptions.abort("there is no " + program);
      }
    }
    Process compiler = new ProcessBuilder(
            "cc", "-shared", "-fPIC", "-O1", "-o", library(), "src/test/c/faulty-disk.c", "-ldl")
        .inheritIO()
        .start();
    assertThat(compiler.waitFor()).isZero();
  }

  private static boolean found(String program) {
    return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static String library() {
    return tools.resolve("faulty-disk.so").toString();
  }

  @BeforeEach
  void healthyDisk() throws IOException {
    told = data.resolve("faults");
    tell("none 0 nothing");
  }

  private void tell(String fault) throws IOException {
    Files.writeString(told, fault + "\n");
  }

  private HedgerowProcess start() throws IOException {
    return HedgerowProcess.start(
        Map.of("LD_PRELOAD", library(), "FAULTY_DISK", told.toString()),
        data.resolve("data"),
        "--buffer-delay",
        "0");
  }

  /** Sends one anonymous event and returns the status. */
  private int send(HedgerowProcess server) throws InterruptedException {
    String name = "e" + ++sent;
    int status = server.capture(Json.text(Map.of(
        "api_key",
        HedgerowProcess.TOKEN,
        "event",
        name,
        "distinct_id",
        "d",
        "properties",
        Map.of("$process_person_profile", false))));
    if (status == 200) {
      acknowledged.add(name);
    }
    return status;
  }

  private void assertAllAcknowledgedAreThereOnce(HedgerowProcess server) throws Exception {
    long end = System.nanoTime() + WITHIN.toNanos();
    List<String> names = List.of();
    while (!names.containsAll(acknowledged) && System.nanoTime() < end) {
      Thread.sleep(50);
      try {
        names = names(server);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("503"); // while the event store is opened again
      }
    }
    assertThat(names).doesNotHaveDuplicates().containsAll(acknowledged);
  }

  private static List<String> names(HedgerowProcess server) throws Exception {
    String answer = server.sql("SELECT event FROM events LIMIT 50000");
    List<String> names = new ArrayList<>();
    var matcher = java.util.regex.Pattern.compile("\\[\"(e\\d+)\"\\]").matcher(answer);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static void awaitHealth(HedgerowProcess server, int status) throws Exception {
    long end = System.nanoTime() + WITHIN.toNanos();
    while (server.healthStatus() != status) {
      assertThat(System.nanoTime()).as("health %d: %s", status, server.health()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  @Test
  void afterAFailedSyncTheFileIsOpenedAgainBeforeAny200() throws Exception {
    try (HedgerowProcess server = start()) {
      assertThat(send(server)).isEqualTo(200);
      int status = 200;
      // Now and then the checkpoint gets the failure.
      for (int i = 0; i < 50 && status == 200; i++) {
        tell("sync-error 1 log.db-wal");
        status = send(server);
      }
      assertThat(status).isEqualTo(503);
      assertThat(send(server)).isEqualTo(200);
      assertThat(server.output())
          .anyMatch(line -> line.contains("log.db was closed and opened again"));
      for (int i = 0; i < 20; i++) {
        assertThat(send(server)).isEqualTo(200);
      }
      awaitHealth(server, 200);
      server.kill();
    }
    try (HedgerowProcess server = start()) {
      assertAllAcknowledgedAreThereOnce(server);
      System.out.printf(
          "FaultyDiskIT, failed sync: %d sent, %d answered 200, 0 lost, 0 doubled%n",
          sent, acknowledged.size());
    }
  }

  @Test
  void aFullDiskIs503UntilThereIsRoomAndLosesNothing() throws Exception {
    for (String file : List.of("log.db", "state.db", "events.duckdb")) {
      int before = acknowledged.size();
      try (HedgerowProcess server = start()) {
        assertThat(send(server)).isEqualTo(200);
        tell("full 0 " + file);
        for (int i = 0; i < 10; i++) {
          assertThat(send(server)).isIn(200, 503);
        }
        awaitHealth(server, 503);
        tell("none 0 nothing");
        awaitHealth(server, 200);
        assertThat(send(server)).isEqualTo(200);
        assertAllAcknowledgedAreThereOnce(server);
        System.out.printf(
            "FaultyDiskIT, %s full: %d answered 200, 0 lost, 0 doubled%n",
            file, acknowledged.size() - before);
      }
    }
  }

  @Test
  void anEventStoreWhoseSyncFailsIsOpenedAgain() throws Exception {
    try (HedgerowProcess server = start()) {
      assertThat(send(server)).isEqualTo(200);
      assertAllAcknowledgedAreThereOnce(server);
      tell("sync-error 1 events.duckdb");
      for (int i = 0; i < 10; i++) {
        assertThat(send(server)).isEqualTo(200);
      }
      assertAllAcknowledgedAreThereOnce(server);
      assertThat(Files.readString(told)).as("the failure happened").startsWith("sync-error 0");
      awaitHealth(server, 200);
    }
  }

  @Test
  void aSlowDiskIsOnlySlow() throws Exception {
    try (HedgerowProcess server = start()) {
      tell("slow 500 log.db");
      long begun = System.nanoTime();
      assertThat(send(server)).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(490));
      assertThat(server.healthStatus()).isEqualTo(200);
      tell("none 0 nothing");
      assertAllAcknowledgedAreThereOnce(server);
    }
  }

  @Test
  void theAnswerFollowsTheSyncThatFollowsTheWrite() throws Exception {
    Path trace = data.resolve("trace");
    try (HedgerowProcess server = start()) {
      assertThat(send(server)).isEqualTo(200);
      Process strace = new ProcessBuilder(
              "strace",
              "-f",
              "-y",
              "-s",
              "200",
              "-o",
              trace.toString(),
              "-e",
              "trace=write,writev,pwrite64,fsync,fdatasync,sendto,sendmsg",
              "-p",
              Long.toString(server.pid()))
          .redirectErrorStream(true)
          .start();
      try (BufferedReader said = strace.inputReader(UTF_8)) {
        assertThat(said.readLine()).contains("attached");
        assertThat(send(server)).isEqualTo(200);
        strace.destroy();
        assertThat(strace.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
    }
    List<String> calls = Files.readAllLines(trace, UTF_8);
    int answer = first(calls, 0, "HTTP/1.1 200", "{\\\"status\\\":1}");
    int write = last(calls, answer, "pwrite64(", "log.db-wal>");
    String thread = calls.get(write).split(" ", 2)[0];
    int sync = last(calls, answer, thread, "sync", "= 0");
    assertThat(write).isNotNegative();
    assertThat(sync).as("nothing is unsynced").isGreaterThan(write);
    assertThat(calls.subList(write, sync + 1))
        .anyMatch(call -> has(call, thread, "sync(", "log.db-wal"));
    System.out.printf(
        "FaultyDiskIT, trace:%n%s%n%s%n%s%n",
        cut(calls.get(write)), cut(calls.get(sync)), cut(calls.get(answer)));
  }

  private static String cut(String call) {
    return call.length() > 120 ? call.substring(0, 120) + "…" : call;
  }

  private static int first(List<String> calls, int from, String... words) {
    for (int i = from; i < calls.size(); i++) {
      if (has(calls.get(i), words)) {
        return i;
      }
    }
    throw new AssertionError("expected a call with " + List.of(words) + " among " + calls.size());
  }

  private static int last(List<String> calls, int before, String... words) {
    for (int i = before - 1; i >= 0; i--) {
      if (has(calls.get(i), words)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean has(String call, String... words) {
    return List.of(words).stream().allMatch(call::contains);
  }
}
