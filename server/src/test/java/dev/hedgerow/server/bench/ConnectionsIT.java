package dev.hedgerow.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The real program amid connections that say nothing, next to nothing, or never listen. */
@Isolated("it takes the whole machine")
class ConnectionsIT {
  private static final int IDLE = Integer.getInteger("hedgerow.faults.idle", 500);
  private static final int TRICKLING = IDLE / 10;
  private static final int DEAF = 20;
  private static final Duration DURING =
      Duration.ofSeconds(Integer.getInteger("hedgerow.faults.idle.seconds", 3));

  /** What the limits give idle connections, and what time it takes to look at all of them. */
  private static final Duration ALL_CUT_AFTER = Duration.ofSeconds(85);

  private static final Duration WARM = Duration.ofSeconds(2);
  private static final int SAMPLES_MIN = 500;
  private static final int FILES_OF_ITS_OWN = 200;
  private static final Duration ANSWERABLE_WITHIN = Duration.ofMinutes(1);

  @TempDir
  Path data;

  private final List<SocketChannel> idle = new ArrayList<>();
  private final List<SocketChannel> trickling = new ArrayList<>();
  private final List<SocketChannel> deaf = new ArrayList<>();
  private final List<Double> captureMillis = new ArrayList<>();
  private long captured;

  @Test
  void idleTricklingAndDeafConnectionsKeepNobodyOut() throws Exception {
    try (Measured server = Measured.jar(data)) {
      Watch watch = new Watch(server);
      try {
        captureMeanwhile(server.url(), WARM);
        captureMillis.clear();
        open(server.url());
        boolean done = watch.during(() -> captureMeanwhile(server.url(), DURING));
        assertThat(done).isTrue();
        assertThat(watch.failure()).isNull();
        System.out.printf(
            "ConnectionsIT: %d idle, %d trickling, %d deaf for %s: %d events captured,"
                + " nearly all within %.0f ms; %s%n",
            IDLE, TRICKLING, DEAF, DURING, captured, captureMillis(), watch);
        assertThat(captureMillis()).as("time of a capture in ms").isLessThan(1_000);
        assertThat(watch.healthMillis()).as("time of /_health in ms").isLessThan(1_000);
        server.await(captured, ANSWERABLE_WITHIN);
        assertThat(server.rows()).isEqualTo(captured);
        if (DURING.compareTo(ALL_CUT_AFTER) >= 0) {
          assertCut(server.pid());
        }
      } finally {
        for (List<SocketChannel> some : List.of(idle, trickling, deaf)) {
          for (SocketChannel one : some) {
            one.close();
          }
        }
      }
    }
  }

  private void open(URI url) throws IOException {
    for (int i = 0; i < IDLE; i++) {
      idle.add(connect(url));
    }
    for (int i = 0; i < TRICKLING; i++) {
      SocketChannel one = connect(url);
      trickling.add(one);
      say(
          one,
          i % 2 == 0
              ? "POST /batch/ HTTP/1.1\r\nHost: x\r\nX-Slow: "
              : "POST /batch/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
    }
    for (int i = 0; i < DEAF; i++) {
      SocketChannel one = connect(url);
      deaf.add(one);
      say(one, "GET /static/array.js HTTP/1.1\r\nHost: x\r\n\r\n".repeat(200));
    }
  }

  private static SocketChannel connect(URI url) throws IOException {
    SocketChannel one = SocketChannel.open();
    one.setOption(StandardSocketOptions.SO_RCVBUF, 8 << 10);
    one.connect(new InetSocketAddress(url.getHost(), url.getPort()));
    one.configureBlocking(false);
    return one;
  }

  private boolean captureMeanwhile(URI url, Duration during)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + during.toNanos();
    long trickledAt = System.nanoTime();
    try (Wire wire = new Wire(url)) {
      Stamped requests = new Stamped(1, 1);
      while (System.nanoTime() < end) {
        long before = System.nanoTime();
        assertThat(wire.send(requests.of((int) captured))).isEqualTo(200);
        captureMillis.add((System.nanoTime() - before) / 1e6);
        captured++;
        Thread.sleep(10); // so that the machine is measured, not filled
        if (System.nanoTime() - trickledAt > Duration.ofSeconds(1).toNanos()) {
          trickledAt = System.nanoTime();
          trickling.forEach(one -> say(one, "x"));
        }
      }
    }
    return true;
  }

  private static void say(SocketChannel one, String text) {
    try {
      one.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      // closed by now: that is looked at in the end
    }
  }

  /** The median in a short run, of which the 99th percentile is the one slowest. */
  private double captureMillis() {
    double share = captureMillis.size() < SAMPLES_MIN ? 0.5 : 0.99;
    List<Double> sorted = captureMillis.stream().sorted().toList();
    return sorted.get((int) (sorted.size() * share));
  }

  private void assertCut(long pid) throws IOException {
    assertThat(idle).as("idle").allMatch(ConnectionsIT::isCut);
    assertThat(trickling).as("trickling").allMatch(ConnectionsIT::isCut);
    assertThat(deaf).as("deaf").allMatch(ConnectionsIT::isCut);
    Path files = Path.of("/proc", Long.toString(pid), "fd");
    if (Files.exists(files)) {
      try (Stream<Path> open = Files.list(files)) {
        assertThat(open.count()).as("files open afterwards").isLessThan(FILES_OF_ITS_OWN);
      }
    }
  }

  private static boolean isCut(SocketChannel one) {
    ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    try {
      int read = one.read(buffer);
      while (read > 0) {
        buffer.clear();
        read = one.read(buffer);
      }
      return read < 0;
    } catch (IOException e) {
      return true;
    }
  }
}
