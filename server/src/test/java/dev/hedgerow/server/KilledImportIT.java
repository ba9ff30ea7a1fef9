package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, killed again and again while it takes an export in. */
class KilledImportIT {
  private static final int KILLS =
      Math.max(2, Integer.getInteger("hedgerow.faults.kills", 10) / 10);
  private static final int EVENTS = 500 * Math.max(16, KILLS);
  private static final int BATCH = 500;

  @TempDir
  Path folder;

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

  private Process command(String name, String files, String data) throws IOException {
    return command(
        name, folder.resolve(files).toString(), "--data", folder.resolve(data).toString());
  }

  private void run(String name, String files, String data) throws Exception {
    assertThat(command(name, files, data).waitFor())
        .as(Files.readString(folder.resolve("said")))
        .isZero();
  }

  private static long told(HedgerowProcess server, String name) throws Exception {
    return ((Number) Objects.requireNonNull(Json.object(server.health()).get(name))).longValue();
  }

  private static void fill(HedgerowProcess server) throws Exception {
    for (int from = 0; from < EVENTS; from += BATCH) {
      List<Map<String, Object>> batch = new ArrayList<>();
      for (int i = from; i < from + BATCH; i++) {
        String device = "device-" + i % 70;
        boolean known = i % 11 == 0;
        batch.add(Map.of(
            "uuid",
            new UUID(7, i).toString(),
            "event",
            known ? "$identify" : "viewed",
            "distinct_id",
            known ? "person-" + i % 35 : device,
            "properties",
            Map.of("$device_id", device, "$anon_distinct_id", device, "number", i)));
      }
      assertThat(
              server.capture(Json.text(Map.of("api_key", HedgerowProcess.TOKEN, "batch", batch))))
          .isEqualTo(200);
    }
    settle(server, EVENTS);
  }

  /** Waits until so many rows can be asked for. */
  private static void settle(HedgerowProcess server, long rows) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!server.sql("SELECT count(*) FROM events").contains("[[" + rows + "]]")) {
      assertThat(System.nanoTime()).as("all is stored").isLessThan(end);
      Thread.sleep(100);
    }
  }

  @Test
  void anImportThatIsKilledAndGivenAgainIsTheSameInEveryByte() throws Exception {
    try (HedgerowProcess server = HedgerowProcess.start(folder.resolve("from"))) {
      fill(server);
      run("export", "exported", "from");
    }
    Random random = new Random();
    int broken = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      try (HedgerowProcess server = HedgerowProcess.start(folder.resolve("to"))) {
        long begun = told(server, "accepted");
        Process importing = command("import", "exported", "to");
        long until = begun + 1 + random.nextInt(3);
        while (importing.isAlive() && told(server, "accepted") < until) {
          Thread.onSpinWait();
        }
        server.kill();
        broken += importing.waitFor() == 0 ? 0 : 1;
      }
    }
    try (HedgerowProcess server = HedgerowProcess.start(folder.resolve("to"))) {
      run("import", "exported", "to");
      settle(server, EVENTS);
      run("export", "again", "to");
    }
    for (String kind : ExportCommand.KINDS) {
      assertThat(folder.resolve("again/" + kind + ".ndjson"))
          .hasSameBinaryContentAs(folder.resolve("exported/" + kind + ".ndjson"));
    }
    System.out.printf(
        "KilledImportIT: %d events imported over %d kills, %d in the middle; the same in every byte%n",
        EVENTS, KILLS, broken);
  }
}
