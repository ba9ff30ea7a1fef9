package dev.hedgerow.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The real program, with a heap of 256 MB, under many times what it can take. A long run offers ten
 * times as much, so the server gets one processor there, where the system can give it just one: the
 * senders need the rest of the machine to offer so much. A short one is over before either is warm.
 */
@Isolated("it takes the whole machine")
class OverloadIT {
  private static final Duration LOAD =
      Duration.ofSeconds(Integer.getInteger("hedgerow.faults.overload.seconds", 2));
  private static final boolean LONG = LOAD.compareTo(Duration.ofSeconds(20)) >= 0;
  private static final Duration WARM = Duration.ofSeconds(1);
  private static final Duration AFTERWARDS = Duration.ofSeconds(LONG ? 3 : 1);
  private static final int SENDERS_AT_REST = 4;
  private static final int SENDERS = 200;
  private static final int TIMES = 10;
  private static final long RESIDENT_MAX = 1L << 30;
  private static final Duration ANSWERABLE_WITHIN = Duration.ofMinutes(8);

  @TempDir
  Path data;

  @Test
  void theExcessIsRefusedAndWhatWasAcknowledgedIsThereOnce() throws Exception {
    try (Measured server = LONG ? Measured.jarOnOneProcessor(data) : Measured.jar(data)) {
      Overload load = new Overload(server.url());
      load.run(SENDERS_AT_REST, WARM);
      double usual = load.run(SENDERS_AT_REST, WARM);
      Watch watch = new Watch(server);
      long before = load.accepted();
      double offered = watch.during(() -> load.run(SENDERS, LOAD));
      long accepted = load.accepted() - before;
      double times = (double) (accepted + load.refused()) / accepted;
      System.out.printf(
          "OverloadIT: %.0f requests of %d events a second at rest; %.0f offered for %s: %d"
              + " accepted, %d refused, so %.1f times what was taken; %s%n",
          usual, Overload.EVENTS_A_REQUEST, offered, LOAD, accepted, load.refused(), times, watch);
      assertThat(watch.failure()).as("a look that was not answered").isNull();
      assertThat(load.wrong())
          .as("answers other than 200, and 503 with Retry-After")
          .isEmpty();
      assertThat(times)
          .as("requests offered for each that was taken")
          .isGreaterThan(LONG ? TIMES : 1);
      assertThat(watch.healthMillis()).as("99th percentile of /_health").isLessThan(1_000);
      assertThat(watch.residentBytes()).as("memory of the process").isLessThan(RESIDENT_MAX);
      recovers(server, load, usual);
      long rows = load.accepted() * Overload.EVENTS_A_REQUEST;
      long from = System.nanoTime();
      server.await(rows, ANSWERABLE_WITHIN);
      System.out.printf(
          "OverloadIT: %d events acknowledged, answerable %d s later%n",
          rows, (System.nanoTime() - from) / 1_000_000_000L);
      assertThat(load.judge(server.uuids())).isEmpty();
      assertThat(server.rows()).isEqualTo(rows);
    }
  }

  /** Nobody did anything: the next requests are simply taken again. */
  private static void recovers(Measured server, Overload load, double usual) throws Exception {
    long refused = load.refused();
    double after = load.run(SENDERS_AT_REST, AFTERWARDS);
    System.out.printf("OverloadIT: %.0f requests a second at rest afterwards%n", after);
    assertThat(load.refused()).as("refused afterwards").isEqualTo(refused);
    assertThat(after).as("requests a second afterwards").isGreaterThan(usual / TIMES);
    assertThat(server.health().get("status").asText()).isEqualTo("ok");
  }
}
