package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.sqlite.JDBC;

/** How long events of another project wait to be answered while a large one is deleted. */
@Isolated("it tells how long things take")
class DeleteLargeProjectTest {
  private static final int ROWS = Integer.getInteger("hedgerow.faults.deleted", 20_000);
  private static final int EVENTS_OF_A_PERSON = 10;
  private static final String KEY = "phx_delete_test_0123456789";
  private static final String TOKEN = "phc_delete_test";
  private static final Duration BEFORE = Duration.ofSeconds(ROWS < 100_000 ? 1 : 5);
  private static final Duration WITHIN = Duration.ofMinutes(15);
  private static final Duration BETWEEN = Duration.ofMillis(20);
  private static final Duration LAG_MAX = Duration.ofSeconds(20);
  private static final Pattern COUNT = Pattern.compile("\"results\":\\[\\[(\\d+)]]");

  @TempDir
  Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Long> sentAt = new ArrayList<>();
  private final List<Long> lags = new CopyOnWriteArrayList<>();
  private volatile boolean done;

  private Server start() throws IOException {
    return Server.start(
        Config.standard(folder).withPort(0).withSecrets(TOKEN, KEY),
        Clock.systemUTC(),
        System::nanoTime);
  }

  private String ask(Server server, String method, String path, @Nullable Object body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher given = body == null
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body));
    HttpResponse<String> answer = http.send(
        HttpRequest.newBuilder(server.url().resolve(path))
            .header("Authorization", "Bearer " + KEY)
            .method(method, given)
            .build(),
        HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
    return answer.body();
  }

  /** Fills project 2, and project 1 with half as much. */
  private void fill() throws SQLException {
    Properties settings = new Properties();
    try (Connection events =
            new DuckDBDriver().connect("jdbc:duckdb:" + folder.resolve("events.duckdb"), settings);
        Statement statement = events.createStatement()) {
      String person = "md5('p' || (i % " + ROWS / EVENTS_OF_A_PERSON + "))";
      statement.execute(
          "INSERT INTO kept.event_rows BY NAME SELECT p AS project_id, uuid() AS uuid,"
              + " 'viewed' AS event, now()::TIMESTAMP - to_seconds(i) AS \"timestamp\","
              + " now()::TIMESTAMP AS created_at, " + person + " AS distinct_id,"
              + " CAST(" + person + " AS UUID) AS person_id, now()::TIMESTAMP AS person_created_at,"
              + " 'full' AS person_mode, '' AS elements_chain, 'Firefox' AS \"$browser\","
              + " '{\"told\":\"' || md5(CAST(i AS VARCHAR)) || md5(CAST(-i AS VARCHAR)) || '\"}'"
              + " AS properties, '{\"plan\":\"plus\"}' AS person_properties"
              + " FROM range(" + ROWS + ") t(i), (VALUES (1), (2)) u(p) WHERE p = 2 OR i % 2 = 0");
      statement.execute("INSERT INTO kept.person_rows SELECT DISTINCT project_id, person_id,"
          + " created_at, true, 1, '{}' FROM kept.event_rows");
      statement.execute("INSERT INTO kept.assignment_rows SELECT DISTINCT project_id, distinct_id,"
          + " person_id, 0 FROM kept.event_rows");
    }
    try (Connection state =
            JDBC.createConnection("jdbc:sqlite:" + folder.resolve("state.db"), settings);
        Statement statement = state.createStatement()) {
      String some = "WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < "
          + ROWS / EVENTS_OF_A_PERSON + ") ";
      statement.execute(some + "INSERT INTO persons (project_id, person_id, created_at, identified,"
          + " version, properties) SELECT 2, randomblob(16), i, 1, 1,"
          + " '{\"email\":\"' || hex(randomblob(60)) || '\"}' FROM t");
      statement.execute("INSERT INTO assignments (project_id, distinct_id, person_id, version)"
          + " SELECT 2, hex(person_id), person_id, 0 FROM persons WHERE project_id = 2");
    }
  }

  /** Sends an event now and then, and notes how long the oldest that no answer knows has waited. */
  private boolean watch(Server server, long already) throws IOException, InterruptedException {
    while (!done) {
      byte[] event = Json.bytes(Map.of(
          "api_key",
          TOKEN,
          "event",
          "meanwhile",
          "distinct_id",
          "v",
          "properties",
          Map.of("$process_person_profile", false)));
      HttpResponse<Void> answer = http.send(
          HttpRequest.newBuilder(server.url().resolve("/e/"))
              .POST(HttpRequest.BodyPublishers.ofByteArray(event))
              .build(),
          HttpResponse.BodyHandlers.discarding());
      assertThat(answer.statusCode()).isEqualTo(200);
      sentAt.add(System.nanoTime());
      int known = (int) (count(server) - already);
      long now = System.nanoTime();
      lags.add(known < sentAt.size() ? now - sentAt.get(known) : 0);
      TimeUnit.NANOSECONDS.sleep(BETWEEN.toNanos());
    }
    return true;
  }

  private long count(Server server) throws IOException, InterruptedException {
    Map<String, ?> query = Map.of(
        "refresh",
        "force_blocking",
        "query",
        Map.of("kind", "HogQLQuery", "query", "SELECT count(*) FROM events"));
    Matcher found = COUNT.matcher(ask(server, "POST", "/api/projects/1/query/", query));
    assertThat(found.find()).isTrue();
    return Long.parseLong(Objects.requireNonNull(found.group(1)));
  }

  private boolean isErased() throws SQLException {
    try (Connection state =
            JDBC.createConnection("jdbc:sqlite:" + folder.resolve("state.db"), new Properties());
        Statement statement = state.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(done_at) FROM erasures")) {
      return row.next() && row.getLong(1) > 0;
    }
  }

  private static long most(List<Long> lags, int from, double part) {
    List<Long> sorted = lags.subList(from, lags.size()).stream().sorted().toList();
    return Duration.ofNanos(sorted.get((int) Math.ceil(sorted.size() * part) - 1))
        .toMillis();
  }

  @Test
  void eventsOfAnotherProjectAreAnsweredMeanwhile() throws Exception {
    try (Server server = start()) {
      ask(server, "POST", "/api/projects/", Map.of("name", "Large"));
    }
    fill();
    try (Server server = start()) {
      long already = count(server);
      CompletableFuture<Boolean> watching = CompletableFuture.supplyAsync(() -> {
        try {
          return watch(server, already);
        } catch (IOException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
      });
      TimeUnit.NANOSECONDS.sleep(BEFORE.toNanos());
      int from = lags.size();
      long usual = most(lags.subList(0, from), 0, 1);
      long begun = System.nanoTime();
      ask(server, "DELETE", "/api/projects/2/", null);
      while (!isErased()) {
        assertThat(System.nanoTime() - begun).as("erased in time").isLessThan(WITHIN.toNanos());
        assertThat(watching).as("who watches").isNotCompletedExceptionally();
        TimeUnit.NANOSECONDS.sleep(BETWEEN.toNanos());
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      done = true;
      watching.get(1, TimeUnit.MINUTES);
      System.out.printf(
          "DeleteLargeProjectTest: %d rows gone in %.1f s; events of another project answered within"
              + " %d ms before, meanwhile within %d ms, 99 of 100 within %d ms%n",
          ROWS, took.toMillis() / 1e3, usual, most(lags, from, 1), most(lags, from, 0.99));
      assertThat(most(lags, from, 1)).isLessThan(LAG_MAX.toMillis());
      server.settle(Duration.ofSeconds(20));
      assertThat(count(server)).isEqualTo(already + sentAt.size());
    }
  }
}
