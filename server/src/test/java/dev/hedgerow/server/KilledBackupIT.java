package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups and restores of the packaged program, under load and killed at any of their files. */
class KilledBackupIT {
  private static final int ROUNDS =
      Math.max(2, Integer.getInteger("hedgerow.faults.kills", 10) / 10);
  private static final int REQUESTS_MAX = 300;
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir
  Path folder;

  private final AtomicInteger number = new AtomicInteger();
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

  private Process command(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-jar"));
    command.add(System.getProperty("hedgerow.jar", "target/hedgerow.jar"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said"), StandardCharsets.UTF_8);
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private HedgerowProcess start(Path data) throws IOException {
    return HedgerowProcess.start(data, "--buffer-delay", "1s");
  }

  /** Sends events until told to stop, or until nobody is there. */
  private final class Load implements AutoCloseable {
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final Thread thread;

    Load(HedgerowProcess server) {
      thread = new Thread(() -> {
        try {
          for (int i = 0; i < REQUESTS_MAX && going.get(); i++) {
            send(server);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
      thread.start();
    }

    private void send(HedgerowProcess server) throws InterruptedException {
      List<Map<String, Object>> batch = new ArrayList<>();
      List<String> uuids = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        int next = number.incrementAndGet();
        uuids.add(UUID.randomUUID().toString());
        String device = "device-" + next % 40;
        batch.add(Map.of(
            "uuid",
            uuids.get(i),
            "event",
            next % 9 == 0 ? "$identify" : "viewed",
            "distinct_id",
            next % 9 == 0 ? "person-" + next % 20 : device,
            "properties",
            Map.of("$device_id", device, "$anon_distinct_id", device, "text", "x".repeat(2_000))));
      }
      if (server.capture(Json.text(Map.of("api_key", HedgerowProcess.TOKEN, "batch", batch)))
          == 200) {
        acknowledged.addAll(uuids);
      } else {
        going.set(false);
      }
    }

    void awaitMore(int than) throws InterruptedException {
      long end = System.nanoTime() + SOON.toNanos();
      while (acknowledged.size() <= than) {
        assertThat(System.nanoTime()).as("something is answered 200").isLessThan(end);
        Thread.sleep(1);
      }
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
  }

  /** Waits until so many files are there, or the process has ended. */
  private static void awaitFiles(Path in, int count, Process process) throws Exception {
    long end = System.nanoTime() + SOON.toNanos();
    while (process.isAlive() && files(in) < count && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static long files(Path in) throws IOException {
    if (!Files.isDirectory(in)) {
      return 0;
    }
    try (Stream<Path> found = Files.list(in)) {
      return found.count();
    }
  }

  private static List<String> uuids(HedgerowProcess server) throws Exception {
    List<String> uuids = new ArrayList<>();
    long end = System.nanoTime() + SOON.toNanos();
    while (true) {
      Map<String, ?> health = Json.object(server.health());
      List<String> before = uuids;
      uuids = page(server);
      Number held = (Number) Objects.requireNonNull(health.get("held"));
      if (Objects.equals(health.get("accepted"), health.get("processed"))
          && held.longValue() == 0
          && uuids.equals(before)) {
        return uuids;
      }
      assertThat(System.nanoTime()).as("settled, but %s", health).isLessThan(end);
      Thread.sleep(300);
    }
  }

  private static List<String> page(HedgerowProcess server) throws Exception {
    List<String> uuids = new ArrayList<>();
    int rows;
    do {
      Map<String, ?> answer = Json.object(
          server.sql("SELECT uuid FROM events ORDER BY uuid LIMIT 20000 OFFSET " + uuids.size()));
      List<?> page = (List<?>) Objects.requireNonNull(answer.get("results"));
      page.forEach(row -> uuids.add(String.valueOf(((List<?>) row).get(0))));
      rows = page.size();
    } while (rows == 20_000);
    return uuids;
  }

  private static void remove(Path data) throws IOException {
    if (Files.exists(data)) {
      try (Stream<Path> all = Files.walk(data)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }

  private void hasAllOnce(Path data, Set<String> wanted) throws Exception {
    try (HedgerowProcess server = start(data)) {
      List<String> stored = uuids(server);
      assertThat(stored).doesNotHaveDuplicates();
      Set<String> lost = new HashSet<>(wanted);
      lost.removeAll(new HashSet<>(stored));
      assertThat(lost).isEmpty();
      server.terminate(SOON);
    }
  }

  @Test
  void aBackupKilledAtAnyFileIsWholeOrRefused() throws Exception {
    Random random = new Random();
    int whole = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path backup = path("backup-" + round);
      Set<String> before;
      try (HedgerowProcess server = start(path("data"))) {
        int had = acknowledged.size();
        try (Load load = new Load(server)) {
          load.awaitMore(had + 50);
          before = Set.copyOf(acknowledged);
          Process asking =
              command("backup", backup.toString(), "--data", path("data").toString());
          int files = round == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(5);
          awaitFiles(backup, files, asking);
          server.kill();
          asking.waitFor();
        }
      }
      boolean made = Files.exists(backup.resolve("MANIFEST"));
      int restored = command(
              "restore", backup.toString(), "--data", path("restored").toString())
          .waitFor();
      if (made) {
        assertThat(restored).as(said()).isZero();
        hasAllOnce(path("restored"), before);
        whole++;
      } else {
        assertThat(restored).isOne();
        assertThat(said()).contains("no MANIFEST");
        assertThat(path("restored")).doesNotExist();
      }
      remove(path("restored"));
      remove(backup);
    }
    hasAllOnce(path("data"), Set.copyOf(acknowledged));
    System.out.printf(
        "KilledBackupIT: %d backups under load killed, %d whole, %d refused; %d events answered 200,"
            + " all there once%n",
        ROUNDS, whole, ROUNDS - whole, acknowledged.size());
  }

  @Test
  void aRestoreKilledAtAnyFileIsWholeOrRefused() throws Exception {
    Path backup = path("backup");
    try (HedgerowProcess server = start(path("data"))) {
      try (Load load = new Load(server)) {
        load.awaitMore(200);
        assertThat(command("backup", backup.toString(), "--data", path("data").toString())
                .waitFor())
            .as(said())
            .isZero();
      }
    }
    Set<String> held = null;
    int whole = 0;
    for (int round = 0; round < ROUNDS + 1; round++) {
      Path data = path("restored-" + round);
      Process restoring = command("restore", backup.toString(), "--data", data.toString());
      if (round > 0) {
        awaitFiles(data, 1 + round % 6, restoring);
        restoring.destroyForcibly();
      }
      int code = restoring.waitFor();
      try (HedgerowProcess server = start(data)) {
        Set<String> found = Set.copyOf(uuids(server));
        boolean begun = !found.isEmpty();
        held = held == null ? found : held;
        assertThat(begun ? found : held).isEqualTo(held);
        whole += begun ? 1 : 0;
        assertThat(begun || code != 0).isTrue();
      } catch (IOException e) {
        assertThat(round).isPositive();
        assertThat(e).hasMessageContaining("was interrupted; empty the folder and restore again");
      }
      remove(data);
      if (round == ROUNDS) {
        assertThat(
                command("restore", backup.toString(), "--data", data.toString()).waitFor())
            .isZero();
        hasAllOnce(data, Objects.requireNonNull(held));
      }
    }
    System.out.printf(
        "KilledBackupIT: %d restores killed, %d whole, the rest refused or not begun%n",
        ROUNDS, whole - 1);
  }
}
