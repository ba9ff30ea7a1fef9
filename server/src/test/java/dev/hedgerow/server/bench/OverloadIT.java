package dev.hedgerow.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The real program, with a heap of 256 MB, under many times what it can take. */
@Isolated("it takes the whole machine")
class OverloadIT {
  private static final Duration LOAD =
      Duration.ofSeconds(Integer.getInteger("hedgerow.faults.overload.seconds", 2));
  private static final Duration WARM = Duration.ofSeconds(1);
  private static final int SENDERS_AT_REST = 4;
  private static final int SENDERS = 400;
  private static final int TIMES = 10;
  private static final long RESIDENT_MAX = 1L << 30;
  private static final Duration ANSWERABLE_WITHIN = Duration.ofMinutes(8);

  @TempDir
  Path data;

  @Test
  void theExcessIsRefusedAndWhatWasAcknowledgedIsThereOnce() throws Exception {
    try (Measured server = Measured.jar(data)) {
      Overload load = new Overload(server.url());
      load.run(SENDERS_AT_REST, WARM);
      double usual = load.run(SENDERS_AT_REST, WARM);
      Watch watch = new Watch(server);
      long accepted = load.accepted();
      double offered = watch.during(() -> load.run(SENDERS, LOAD));
      System.out.printf(
          "OverloadIT: %.0f requests of %d events a second at rest; %.0f offered for %s: %d"
              + " accepted, %d refused; %s%n",
          usual,
          Overload.EVENTS_A_REQUEST,
          offered,
          LOAD,
          load.accepted() - accepted,
          load.refused(),
          watch);
      assertThat(watch.failure()).as("a look that was not answered").isNull();
      assertThat(load.wrong())
          .as("answers other than 200, and 503 with Retry-After")
          .isEmpty();
      assertThat(load.refused()).as("requests refused").isPositive();
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
    double after = load.run(SENDERS_AT_REST, WARM);
    System.out.printf("OverloadIT: %.0f requests a second at rest afterwards%n", after);
    assertThat(load.refused()).as("refused afterwards").isEqualTo(refused);
    assertThat(after).as("requests a second afterwards").isGreaterThan(usual / TIMES);
    assertThat(server.health().get("status").asText()).isEqualTo("ok");
  }
}
