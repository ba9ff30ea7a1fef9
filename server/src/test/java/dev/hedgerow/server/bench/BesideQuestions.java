package dev.hedgerow.server.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How fast events come in, until they can be asked for, alone and while questions are asked one after the other, over a store
 * that {@code QuestionsBench} has filled. Arguments: that folder, of which a copy is used, how many seconds each part takes,
 * 20 unless said, and how many rounds, 4 unless said. Sender and server share the machine, over loopback.
 */
final class BesideQuestions {
  private static final Load.Shape SHAPE = new Load.Shape("batch of 50", 50, false, 8);
  private static final Duration WARM = Duration.ofSeconds(20);
  private static final long STORED_WITHIN_NANOS = Duration.ofMinutes(3).toNanos();
  private static final Pattern OUTBOX = Pattern.compile("(?m)^hedgerow_outbox_blocks (\\S+)$");
  private static final String USERS =
      "\"TrendsQuery\",\"series\":[{\"event\":\"$pageview\",\"math\":\"dau\"}]";

  /** One after the other, as a dashboard asks. */
  private static final Map<String, String> QUESTIONS = new LinkedHashMap<>();

  static {
    QUESTIONS.put("trend of users", USERS);
    QUESTIONS.put("by $browser", USERS + ",\"breakdownFilter\":{\"breakdown\":\"$browser\"}");
    QUESTIONS.put(
        "by a custom property", USERS + ",\"breakdownFilter\":{\"breakdown\":\"$property_3\"}");
    QUESTIONS.put(
        "funnel of 3 steps",
        "\"FunnelsQuery\",\"series\":[{\"event\":\"$pageview\"},{\"event\":\"$autocapture\"},{\"event\":\"buy\"}]");
    QUESTIONS.put("lifecycle", "\"LifecycleQuery\",\"series\":[{\"event\":\"$pageview\"}]");
  }

  private final Measured server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, List<Double>> alone = new LinkedHashMap<>();
  private final Map<String, List<Double>> beside = new LinkedHashMap<>();
  private volatile boolean asking;
  private volatile @Nullable Exception failure;
  private int asked;
  private long seed;

  private BesideQuestions(Measured server) {
    this.server = server;
  }

  /** Measures, and prints events a second alone and beside questions, and what each question took. */
  public static void main(String[] args) throws Exception {
    Duration during = Duration.ofSeconds(args.length > 1 ? Integer.parseInt(args[1]) : 20);
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 4;
    Path data = Files.createTempDirectory(Path.of(args[0]).toAbsolutePath().getParent(), "beside");
    Files.copy(Path.of(args[0], "events.duckdb"), data.resolve("events.duckdb"));
    try (Measured server = Measured.hedgerow(data, "--query-memory", "1GB")) {
      new BesideQuestions(server).measure(during, rounds);
    } finally {
      try (var files = Files.walk(data)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Which of the two comes first changes from round to round, as the store grows and the machine tires. */
  private void measure(Duration during, int rounds) throws Exception {
    speed(WARM);
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      ask(during.dividedBy(2), alone);
      double busy = round % 2 == 1 ? besideQuestions(during) : 0;
      double quiet = speed(during);
      busy = round % 2 == 0 ? besideQuestions(during) : busy;
      ratios.add(busy / quiet);
      System.out.printf(
          Locale.ROOT,
          "events a second: %,.0f alone, %,.0f beside questions, ratio %.2f%n",
          quiet,
          busy,
          busy / quiet);
    }
    QUESTIONS
        .keySet()
        .forEach(name -> System.out.printf(
            Locale.ROOT,
            "%-24s %6.0f ms alone, %6.0f ms beside events (medians of %d and %d)%n",
            name,
            median(alone.get(name)),
            median(beside.get(name)),
            alone.getOrDefault(name, List.of()).size(),
            beside.getOrDefault(name, List.of()).size()));
    System.out.printf(
        Locale.ROOT,
        "ingestion keeps %.0f %% of its speed (median of %d rounds)%n",
        100 * median(ratios),
        rounds);
  }

  /** Sends while one asker asks without a pause. */
  private double besideQuestions(Duration during) throws Exception {
    asking = true;
    Thread asker = new Thread(() -> {
      try {
        while (asking) {
          askAll(beside);
        }
      } catch (Exception e) {
        failure = e;
      }
    });
    asker.start();
    double found = speed(during);
    asking = false;
    asker.join();
    Exception failed = failure;
    if (failed != null) {
      throw failed;
    }
    return found;
  }

  private void ask(Duration during, Map<String, List<Double>> millis) throws Exception {
    long end = System.nanoTime() + during.toNanos();
    do {
      askAll(millis);
    } while (System.nanoTime() < end);
  }

  private void askAll(Map<String, List<Double>> millis) throws Exception {
    for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
      long begun = System.nanoTime();
      HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/api/projects/1/query/"))
          .header("Authorization", "Bearer " + Measured.KEY)
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString("{\"refresh\":\"force_blocking\",\"query\":{"
              + month() + ",\"kind\":" + question.getValue() + "}}"))
          .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(question.getKey() + ": " + answer.body());
      }
      double took = (System.nanoTime() - begun) / 1e6;
      millis.computeIfAbsent(question.getKey(), key -> new ArrayList<>()).add(took);
    }
  }

  /** Returns thirty days, another month each time, so that nothing kept from before will do. */
  private String month() {
    String to =
        String.format(Locale.ROOT, "2026-03-07T%02d:%02d:00Z", ++asked / 60 % 24, asked % 60);
    return "\"dateRange\":{\"date_from\":\"2026-02-06\",\"date_to\":\"" + to + "\"}";
  }

  /** Sends for so long and returns the events a second from the first until the last can be asked for. */
  private double speed(Duration during) throws Exception {
    long from = System.nanoTime();
    Load.Outcome outcome = new Load(server.url(), SHAPE).run(during, 0, ++seed);
    awaitStored();
    return outcome.events() / ((System.nanoTime() - from) / 1e9);
  }

  private void awaitStored() throws Exception {
    long end = System.nanoTime() + STORED_WITHIN_NANOS;
    while (System.nanoTime() < end) {
      var health = server.health();
      if (health.path("accepted").asLong() == health.path("processed").asLong()) {
        Matcher blocks = OUTBOX.matcher(server.get("/metrics").body());
        if (blocks.find() && Double.parseDouble(blocks.group(1)) == 0) {
          return;
        }
      }
      Thread.sleep(20);
    }
    throw new IOException("expected all to be stored");
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values == null ? List.of() : values.stream().sorted().toList();
    return sorted.isEmpty()
        ? 0
        : (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }
}
