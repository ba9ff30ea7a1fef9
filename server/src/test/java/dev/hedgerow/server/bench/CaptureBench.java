package dev.hedgerow.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an event costs: events per CPU-second of the server's process and the 99th percentile of the
 * answers, from bare Undertow to Hedgerow whole, in one run. Each start measures every shape.
 */
class CaptureBench {
  private static final int STARTS = Integer.getInteger("hedgerow.bench", 5);
  /** Events before anything is measured, so that compiling costs nothing any more. */
  private static final long WARM_EVENTS = Long.getLong("hedgerow.bench.warm", 150_000);

  /** How long each shape is sent before anything is measured, so that its code is compiled. */
  private static final Duration COMPILING = seconds("hedgerow.bench.compiling", 6);

  private static final Duration WARM = Duration.ofSeconds(2);
  private static final Duration MEASURE = seconds("hedgerow.bench.seconds", 4);
  private static final Duration LAG = seconds("hedgerow.bench.lag", 15);
  private static final Duration ANSWERABLE_WITHIN = Duration.ofMinutes(3);
  private static final Map<String, String> SERVERS = new LinkedHashMap<>();

  static {
    SERVERS.put("read", "Undertow, body read");
    SERVERS.put("parse", "Undertow + Jackson");
    SERVERS.put("accept", "Hedgerow, accepted and durable");
    SERVERS.put("whole", "Hedgerow, accepted to answerable");
    String asked = System.getProperty("hedgerow.bench.servers", "read,parse,accept,whole");
    SERVERS.keySet().retainAll(List.of(asked.split(",", -1)));
  }

  private record Cell(double perCpuSecond, double perSecond, double p99Millis) {}

  @TempDir
  Path folder;

  private final Map<String, List<Cell>> cells = new LinkedHashMap<>();
  private final List<Double> lags = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long heapPeak;
  private long seed;

  @Test
  void tellsWhatAnEventCosts() throws Exception {
    for (int start = 0; start < STARTS; start++) {
      for (String server : SERVERS.keySet()) {
        Path data = Files.createDirectory(folder.resolve(server + start));
        try (Measured measured =
            server.equals("whole") ? Measured.hedgerow(data) : Measured.beside(server, data)) {
          measure(server, measured);
        }
      }
    }
    print();
    assertThat(cells).hasSize(SERVERS.size() * Load.Shape.ALL.size());
  }

  private void measure(String server, Measured measured) throws Exception {
    boolean whole = server.equals("whole");
    long sent = 0;
    for (Load.Shape shape : Load.Shape.ALL) {
      sent += new Load(measured.url(), shape).run(COMPILING, 0, ++seed).events();
    }
    while (sent < WARM_EVENTS) {
      sent +=
          new Load(measured.url(), Load.Shape.ALL.get(3)).run(WARM, 0, ++seed).events();
    }
    double saturation = 0;
    for (Load.Shape shape : Load.Shape.ALL) {
      sent += new Load(measured.url(), shape).run(WARM, 0, ++seed).events();
      if (whole) {
        measured.await(sent, ANSWERABLE_WITHIN);
      }
      Duration cpu = measured.cpu();
      long from = System.nanoTime();
      Load.Outcome outcome = new Load(measured.url(), shape).run(MEASURE, 0, ++seed);
      sent += outcome.events();
      if (whole) {
        measured.await(sent, ANSWERABLE_WITHIN);
      }
      double elapsed = (System.nanoTime() - from) / 1e9;
      double busy = measured.cpu().minus(cpu).toNanos() / 1e9;
      Cell cell =
          new Cell(outcome.events() / busy, outcome.events() / elapsed, outcome.p99Millis());
      cells
          .computeIfAbsent(server + "|" + shape.name(), key -> new ArrayList<>())
          .add(cell);
      if (outcome.refused() > 0) {
        notes.add(SERVERS.get(server) + ", " + shape.name() + ": " + outcome.refused()
            + " requests refused");
      }
      saturation = shape.name().equals("batch of 50") ? cell.perSecond() : saturation;
    }
    if (whole) {
      lag(measured, sent, saturation);
    }
  }

  /** At 70 % of what it can take, how long until what is accepted can be asked for. */
  private void lag(Measured measured, long before, double saturation) throws Exception {
    Load load = new Load(measured.url(), Load.Shape.ALL.get(2));
    double rate = 0.7 * saturation;
    Thread sending = new Thread(() -> {
      try {
        load.run(LAG, rate, ++seed);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    List<long[]> marks = new ArrayList<>();
    sending.start();
    int answered = 0;
    while (sending.isAlive() || answered < marks.size()) {
      if (sending.isAlive()) {
        marks.add(new long[] {System.nanoTime(), before + load.accepted()});
      }
      heapPeak = Math.max(heapPeak, measured.heapBytes());
      answered = answered(marks, answered, measured);
      Thread.sleep(100);
    }
    notes.add(String.format(Locale.ROOT, "70 %% of saturation: %.0f events/s", rate));
  }

  private int answered(List<long[]> marks, int from, Measured measured)
      throws IOException, InterruptedException {
    long rows = measured.rows();
    long now = System.nanoTime();
    int at = from;
    while (at < marks.size() && marks.get(at)[1] <= rows) {
      lags.add((now - marks.get(at)[0]) / 1e9);
      at++;
    }
    return at;
  }

  private void print() {
    System.out.printf(
        "%n%d starts, median (lowest to highest): events per CPU-second of the server, p99 in ms,"
            + " events/s%n%n",
        STARTS);
    SERVERS.forEach((server, name) -> {
      for (Load.Shape shape : Load.Shape.ALL) {
        List<Cell> all = cells.getOrDefault(server + "|" + shape.name(), List.of());
        List<Double> sorted = all.stream().map(Cell::perCpuSecond).sorted().toList();
        System.out.printf(
            Locale.ROOT,
            "| %-33s | %-16s | %,8.0f (%,.0f to %,.0f) | %6.1f | %,8.0f |%n",
            name,
            shape.name(),
            sorted.get(sorted.size() / 2),
            sorted.get(0),
            sorted.get(sorted.size() - 1),
            median(all.stream().map(Cell::p99Millis).toList()),
            median(all.stream().map(Cell::perSecond).toList()));
      }
    });
    notes.forEach(System.out::println);
    if (lags.isEmpty()) {
      return;
    }
    List<Double> sorted = lags.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%nlag at 70 %% of saturation: p95 %.2f s, most %.2f s; heap peak %d MB of 256%n",
        sorted.get((int) (sorted.size() * 0.95)),
        sorted.get(sorted.size() - 1),
        heapPeak >> 20);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static Duration seconds(String property, int standard) {
    return Duration.ofSeconds(Integer.getInteger(property, standard));
  }
}
