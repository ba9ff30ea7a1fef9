package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, killed while it erases persons and makes its files anew. */
class KilledErasureIT {
  private static final int ROUNDS =
      Math.max(2, Integer.getInteger("hedgerow.faults.kills", 10) / 10);
  private static final int REWRITING_MILLIS = 100;
  private static final String REWRITING = "events.rewriting-source.duckdb";
  private static final int EVENTS_A_ROUND = 300;
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir
  Path data;

  private final List<String> kept = new ArrayList<>();
  private int rounds;
  private int rewriting;

  private HedgerowProcess start() throws IOException {
    return HedgerowProcess.start(data, "--buffer-delay", "1s");
  }

  private static String secret(int round) {
    return "planted-" + round + "-9416";
  }

  /** Sends what somebody does who is erased in this round, and what others do. */
  private void send(HedgerowProcess server, int round) throws Exception {
    List<Map<String, Object>> batch = new ArrayList<>();
    for (int i = 0; i < EVENTS_A_ROUND; i++) {
      boolean erased = i % 3 == 0;
      String uuid = UUID.randomUUID().toString();
      if (!erased) {
        kept.add(uuid);
      }
      String id = erased ? secret(round) : "visitor-" + i % 50;
      batch.add(Map.of(
          "uuid",
          uuid,
          "event",
          "viewed",
          "distinct_id",
          id,
          "properties",
          Map.of("$device_id", id, "noted", id + " " + i, "text", "x".repeat(1_000))));
    }
    assertThat(server.capture(Json.text(Map.of("api_key", HedgerowProcess.TOKEN, "batch", batch))))
        .isEqualTo(200);
    settle(server);
  }

  private static void settle(HedgerowProcess server) throws Exception {
    long end = System.nanoTime() + SOON.toNanos();
    Map<String, ?> health = Json.object(server.health());
    while (!Objects.equals(health.get("accepted"), health.get("processed"))
        || ((Number) Objects.requireNonNull(health.get("held"))).longValue() > 0) {
      assertThat(System.nanoTime()).as("settled, but %s", health).isLessThan(end);
      Thread.sleep(10);
      health = Json.object(server.health());
    }
  }

  private static void erase(HedgerowProcess server, int round) throws Exception {
    String asked = Json.text(Map.of("distinct_ids", List.of(secret(round)), "delete_events", true));
    assertThat(server.ask("POST", "/api/projects/1/persons/bulk_delete/", asked).statusCode())
        .isEqualTo(202);
  }

  private static long open(HedgerowProcess server) throws Exception {
    List<?> all = (List<?>) Objects.requireNonNull(
        Json.object(server.ask("GET", "/api/projects/1/erasures/", "").body()).get("results"));
    return all.stream()
        .filter(one -> !"done".equals(((Map<?, ?>) one).get("status")))
        .count();
  }

  /** Waits until no erasure is open and returns how long that took. */
  private static long finishMillis(HedgerowProcess server) throws Exception {
    long from = System.nanoTime();
    settle(server);
    while (open(server) > 0) {
      assertThat(System.nanoTime() - from).as("finished").isLessThan(SOON.toNanos());
      Thread.sleep(5);
    }
    return (System.nanoTime() - from) / 1_000_000;
  }

  /** Waits until a file is made anew, or all have been. */
  private void awaitRewriting(HedgerowProcess server) throws Exception {
    long end = System.nanoTime() + SOON.toNanos();
    while (!Files.exists(data.resolve(REWRITING)) && open(server) > 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** Returns the files that hold anything of somebody erased. */
  private List<String> found() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (int round = 0; round < rounds; round++) {
          if (bytes.contains(secret(round))) {
            found.add(data.relativize(file) + " holds " + secret(round));
          }
        }
      }
    }
    return found;
  }

  private static List<String> uuids(HedgerowProcess server) throws Exception {
    Map<String, ?> answer =
        Json.object(server.sql("SELECT uuid FROM events ORDER BY uuid LIMIT 50000"));
    List<?> rows = (List<?>) Objects.requireNonNull(answer.get("results"));
    return rows.stream().map(row -> String.valueOf(((List<?>) row).get(0))).toList();
  }

  @Test
  void whenItIsDoneAtLastNothingIsLeftAndNobodyElseIsGone() throws Exception {
    Random random = new Random();
    long usual;
    try (HedgerowProcess server = start()) {
      send(server, rounds++);
      erase(server, 0);
      usual = finishMillis(server);
      assertThat(found()).isEmpty();
    }
    for (int round = 0; round < ROUNDS; round++) {
      try (HedgerowProcess server = start()) {
        send(server, rounds);
        erase(server, rounds++);
        Thread.sleep(random.nextLong(usual + 1)); // the random moment of a kill
        server.kill();
      }
      try (HedgerowProcess server = start()) { // it goes on with the files at once
        awaitRewriting(server);
        Thread.sleep(random.nextInt(REWRITING_MILLIS)); // and of another
        server.kill();
      }
      rewriting += Files.exists(data.resolve(REWRITING)) ? 1 : 0;
    }
    try (HedgerowProcess server = start()) {
      long millis = finishMillis(server);
      System.out.printf(
          "KilledErasureIT: %d kills, %d while the event store's file was made anew; finished %d ms"
              + " after the last start (%d ms undisturbed), %d events of others%n",
          2 * ROUNDS, rewriting, millis, usual, kept.size());
      assertThat(found()).isEmpty();
      settle(server);
      assertThat(uuids(server)).isEqualTo(kept.stream().sorted().toList());
    }
    assertThat(found()).isEmpty();
  }

  /** Makes a project with events of somebody, and returns its path. */
  private String made(HedgerowProcess server, int round) throws Exception {
    Map<String, ?> project =
        Json.object(server.ask("POST", "/api/projects/", "{\"name\":\"Shop\"}").body());
    List<Map<String, Object>> batch = new ArrayList<>();
    for (int i = 0; i < EVENTS_A_ROUND; i++) {
      batch.add(Map.of(
          "event",
          "viewed",
          "distinct_id",
          secret(round) + i,
          "properties",
          Map.of("$set", Map.of("noted", secret(round)), "$device_id", secret(round) + i)));
    }
    Object token = Objects.requireNonNull(project.get("api_token"));
    assertThat(server.capture(Json.text(Map.of("api_key", token, "batch", batch))))
        .isEqualTo(200);
    settle(server);
    return "/api/projects/" + project.get("id") + "/";
  }

  private static String deleting(HedgerowProcess server) throws Exception {
    return String.valueOf(
        Json.object(server.ask("GET", "/api/projects/", "").body()).get("deleting"));
  }

  @Test
  void ofADeletedProjectNothingIsLeftThoughTheProgramWasKilledMeanwhile() throws Exception {
    Random random = new Random();
    for (int round = 0; round < ROUNDS; round++) {
      try (HedgerowProcess server = start()) {
        String path = made(server, rounds++);
        assertThat(server.ask("DELETE", path, "").statusCode()).isEqualTo(202);
        assertThat(server.ask("GET", path, "").statusCode()).isEqualTo(404);
        Thread.sleep(random.nextInt(1_500)); // the random moment of a kill
        server.kill();
      }
    }
    try (HedgerowProcess server = start()) {
      long end = System.nanoTime() + SOON.toNanos();
      while (!deleting(server).equals("[]")) {
        assertThat(System.nanoTime()).as("gone, but %s", deleting(server)).isLessThan(end);
        Thread.sleep(20);
      }
      assertThat(found()).isEmpty();
      assertThat(server.ask("GET", "/api/projects/1/", "").statusCode()).isEqualTo(200);
    }
  }
}
