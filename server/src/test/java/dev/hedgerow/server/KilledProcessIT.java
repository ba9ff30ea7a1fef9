package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.process.Outcome;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program, killed at random moments under load. */
class KilledProcessIT {
  private static final int KILLS = Integer.getInteger("hedgerow.faults.kills", 10);
  private static final int SENDERS = 4;
  private static final int EVENTS_A_REQUEST = 5;
  private static final int PEOPLE = 400;
  private static final int CIRCLE = 4;
  private static final int REQUESTS_MAX = 400;
  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final Duration SETTLE_WITHIN = Duration.ofSeconds(60);

  @TempDir
  Path data;

  @Test
  void everyEventAnswered200IsThereExactlyOnceAfterManyKills() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("KilledProcessIT seed " + seed);
    Random random = new Random(seed);
    Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();
    HedgerowProcess.start(data).close();
    UndisturbedRun.keepAll(data);
    for (int kill = 0; kill < KILLS; kill++) {
      try (HedgerowProcess server = start()) {
        int before = acknowledged.size();
        List<Thread> senders = send(server, random.nextLong(), acknowledged);
        awaitMoreThan(before, acknowledged);
        Thread.sleep(random.nextInt(700)); // the random moment of the kill
        server.kill();
        for (Thread sender : senders) {
          sender.join();
        }
      }
    }
    assertThat(acknowledged).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(KILLS);
    List<List<?>> events;
    List<List<?>> persons;
    List<List<?>> ids;
    try (HedgerowProcess server = start()) {
      settle(server);
      events = all(server, "SELECT uuid, person_id FROM events ORDER BY uuid, timestamp");
      persons = all(server, "SELECT id, is_identified, properties FROM persons ORDER BY id");
      ids = all(
          server, "SELECT distinct_id, person_id FROM person_distinct_ids ORDER BY distinct_id");
    }
    Outcome undisturbed = UndisturbedRun.of(data, DELAY);
    System.out.printf(
        "KilledProcessIT: %d kills, %d events answered 200, %d rows, %d persons, %d distinct ids%n",
        KILLS, acknowledged.size(), events.size(), persons.size(), ids.size());
    assertOnce(acknowledged, events, seed);
    assertThat(asText(persons))
        .as("persons, seed %d", seed)
        .containsExactlyElementsOf(persons(undisturbed));
    assertThat(asText(ids))
        .as("distinct ids, seed %d", seed)
        .containsExactlyElementsOf(ids(undisturbed));
    assertThat(asText(events))
        .as("whose events are, seed %d", seed)
        .containsExactlyElementsOf(events(undisturbed));
  }

  private HedgerowProcess start() throws IOException {
    return HedgerowProcess.start(data, "--buffer-delay", DELAY.toSeconds() + "s");
  }

  private static void assertOnce(Queue<UUID> acknowledged, List<List<?>> events, long seed) {
    List<String> stored = events.stream().map(row -> String.valueOf(row.get(0))).toList();
    Set<String> once = new HashSet<>(stored);
    List<UUID> lost =
        acknowledged.stream().filter(uuid -> !once.contains(uuid.toString())).toList();
    System.out.printf(
        "KilledProcessIT: %d events lost, %d doubled%n", lost.size(), stored.size() - once.size());
    assertThat(lost).as("lost, seed %d", seed).isEmpty();
    assertThat(stored).as("no row twice, seed %d", seed).hasSize(once.size());
  }

  private static Set<String> persons(Outcome outcome) {
    return outcome.persons().values().stream()
        .map(person -> text(person.id(), person.identified(), person.properties()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> ids(Outcome outcome) {
    return outcome.assignments().values().stream()
        .map(one -> text(one.key().distinctId(), one.personId()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> events(Outcome outcome) {
    return outcome.rows().stream()
        .map(row -> text(row.uuid(), outcome.personOf(row)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> asText(List<List<?>> rows) {
    return rows.stream()
        .map(row -> text(row.toArray()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns values as one line, objects with their names in order. */
  private static String text(Object... values) {
    return Arrays.stream(values).map(KilledProcessIT::text).collect(Collectors.joining(" | "));
  }

  private static String text(Object value) {
    try {
      if (value instanceof String json && json.startsWith("{")) {
        return text(Json.object(json));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return value instanceof Map<?, ?> map ? new TreeMap<>(map).toString() : String.valueOf(value);
  }

  /** The load is on once something of this round was answered 200. */
  private static void awaitMoreThan(int before, Queue<UUID> acknowledged)
      throws InterruptedException {
    long end = System.nanoTime() + SETTLE_WITHIN.toNanos();
    while (acknowledged.size() == before) {
      assertThat(System.nanoTime()).as("something is answered 200").isLessThan(end);
      Thread.sleep(1);
    }
  }

  private static List<Thread> send(HedgerowProcess server, long seed, Queue<UUID> acknowledged) {
    List<Thread> senders = new ArrayList<>();
    AtomicBoolean broken = new AtomicBoolean();
    for (int i = 0; i < SENDERS; i++) {
      Random random = new Random(seed + i);
      Thread sender = new Thread(() -> {
        for (int n = 0; n < REQUESTS_MAX && !broken.get(); n++) {
          if (!sendOne(server, random, acknowledged)) {
            broken.set(true);
          }
        }
      });
      sender.start();
      senders.add(sender);
    }
    return senders;
  }

  /** Sends one batch, twice now and then, and returns whether the server is still there. */
  private static boolean sendOne(HedgerowProcess server, Random random, Queue<UUID> acknowledged) {
    List<UUID> uuids = new ArrayList<>();
    List<Map<String, Object>> events = new ArrayList<>();
    for (int i = 0; i < EVENTS_A_REQUEST; i++) {
      UUID uuid = new UUID(random.nextLong(), random.nextLong());
      uuids.add(uuid);
      events.add(event(uuid, random));
    }
    String body = Json.text(Map.of("api_key", HedgerowProcess.TOKEN, "batch", events));
    try {
      for (int times = random.nextInt(5) == 0 ? 2 : 1; times > 0; times--) {
        if (server.capture(body) != 200) {
          return false;
        }
      }
    } catch (InterruptedException e) {
      return false;
    }
    acknowledged.addAll(uuids);
    return true;
  }

  /** Anonymous, backend and identifying events of a few hundred people, merged within small circles. */
  private static Map<String, Object> event(UUID uuid, Random random) {
    int person = random.nextInt(PEOPLE);
    String anonymous = "device-" + person;
    return switch (random.nextInt(6)) {
      case 4 ->
        Map.of(
            "uuid",
            uuid.toString(),
            "event",
            random.nextBoolean() ? "$create_alias" : "$merge_dangerously",
            "distinct_id",
            "user-" + person,
            "properties",
            Map.of("alias", "user-" + (person / CIRCLE * CIRCLE + random.nextInt(CIRCLE))));
      case 0 ->
        Map.of(
            "uuid",
            uuid.toString(),
            "event",
            "$identify",
            "distinct_id",
            "user-" + person,
            "properties",
            Map.of("$anon_distinct_id", anonymous, "$set", Map.of("plan", random.nextInt(5))));
      case 1 ->
        Map.of(
            "uuid",
            uuid.toString(),
            "event",
            "signed_up",
            "distinct_id",
            "user-" + person,
            "properties",
            Map.of("$set", Map.of("seats", random.nextInt(9)), "$set_once", Map.of("first", uuid)));
      default ->
        Map.of(
            "uuid",
            uuid.toString(),
            "event",
            "$pageview",
            "distinct_id",
            anonymous,
            "properties",
            Map.of("$device_id", anonymous, "$process_person_profile", false));
    };
  }

  private static void settle(HedgerowProcess server) throws Exception {
    long end = System.nanoTime() + SETTLE_WITHIN.toNanos();
    while (true) {
      Map<String, ?> health = Json.object(server.health());
      Number held = (Number) health.get("held");
      long rows = count(server);
      if (Objects.equals(health.get("accepted"), health.get("processed"))
          && held != null
          && held.longValue() == 0
          && rows == count(server)
          && rows > 0) {
        Thread.sleep(500); // the event store follows within a tenth of a second
        if (rows == count(server)) {
          return;
        }
      }
      assertThat(System.nanoTime()).as("settled, but %s", health).isLessThan(end);
      Thread.sleep(50);
    }
  }

  private static long count(HedgerowProcess server) throws Exception {
    return ((Number) rows(server, "SELECT count(*) FROM events").get(0).get(0)).longValue();
  }

  private static List<List<?>> all(HedgerowProcess server, String sql) throws Exception {
    List<List<?>> all = new ArrayList<>();
    int page = 20_000;
    while (true) {
      List<List<?>> rows = rows(server, sql + " LIMIT " + page + " OFFSET " + all.size());
      all.addAll(rows);
      if (rows.size() < page) {
        return all;
      }
    }
  }

  @SuppressWarnings("unchecked") // the answer's shape is the query API's
  private static List<List<?>> rows(HedgerowProcess server, String sql) throws Exception {
    Map<String, ?> answer = Properties.object(Map.of("a", Json.object(server.sql(sql))), "a");
    return Objects.requireNonNull((List<List<?>>) answer.get("results"));
  }
}
