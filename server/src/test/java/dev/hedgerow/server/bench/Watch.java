package dev.hedgerow.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks a server how it is, again and again, while something else is done to it. */
final class Watch {
  private static final int SAMPLES_MIN = 500;
  private static final long EVERY_MILLIS = 20;
  private static final long METRICS_EVERY_MILLIS = 500;
  private static final Pattern LAG = Pattern.compile("(?m)^hedgerow_lag_seconds (\\S+)$");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

  private interface Look {
    void look() throws IOException, InterruptedException;
  }

  private final Measured server;
  private final List<Double> healthMillis = new ArrayList<>();
  private volatile boolean done;
  private volatile @Nullable Exception failure;
  private double lagMost;
  private long heapMost;

  Watch(Measured server) {
    this.server = server;
  }

  /** Does something and watches meanwhile. */
  <T> T during(Callable<T> work) throws Exception {
    done = false;
    Thread health = looking(this::lookAtHealth, EVERY_MILLIS);
    Thread metrics = looking(this::lookAtMetrics, METRICS_EVERY_MILLIS);
    try {
      return work.call();
    } finally {
      done = true;
      health.join();
      metrics.join();
    }
  }

  /** Returns what kept a look from being answered, or null. */
  @Nullable
  Exception failure() {
    return failure;
  }

  private Thread looking(Look look, long everyMillis) {
    Thread thread = new Thread(() -> {
      try {
        while (!done) {
          look.look();
          Thread.sleep(everyMillis);
        }
      } catch (IOException | InterruptedException e) {
        failure = e;
      }
    });
    thread.start();
    return thread;
  }

  private void lookAtHealth() throws IOException, InterruptedException {
    long before = System.nanoTime();
    int status = server.get("/_health").statusCode();
    if (status != 200) {
      throw new IOException("expected a healthy server but found " + status);
    }
    healthMillis.add((System.nanoTime() - before) / 1e6);
  }

  private void lookAtMetrics() throws IOException, InterruptedException {
    String metrics = server.get("/metrics").body();
    heapMost = Math.max(heapMost, Measured.heapBytes(metrics));
    Matcher lag = LAG.matcher(metrics);
    if (lag.find()) {
      lagMost = Math.max(lagMost, Double.parseDouble(lag.group(1)));
    }
  }

  /**
   * Returns within what time 99 of 100 healths were answered. Of a short watch that is the one
   * slowest, with all that is not compiled yet, so the median is judged instead.
   */
  double healthMillis() {
    return quantile(healthMillis.size() < SAMPLES_MIN ? 0.5 : 0.99);
  }

  private double quantile(double share) {
    List<Double> sorted = healthMillis.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((int) (sorted.size() * share));
  }

  /** Returns the longest time that an entry was seen to wait, in seconds. */
  double lagSeconds() {
    return lagMost;
  }

  /** Returns the most heap seen in use, in bytes. */
  long heapBytes() {
    return heapMost;
  }

  /** Returns the most memory the process ever had, in bytes, or 0 where the system does not tell. */
  long residentBytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(server.pid()), "status");
    Matcher most = RESIDENT.matcher(Files.exists(status) ? Files.readString(status) : "");
    return most.find() ? Long.parseLong(most.group(1)) << 10 : 0;
  }

  @Override
  public String toString() {
    try {
      return String.format(
          "%d healths, 99th percentile %.0f ms; lag at most %.1f s; heap at most %d MB, process %d MB",
          healthMillis.size(), quantile(0.99), lagMost, heapMost >> 20, residentBytes() >> 20);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
