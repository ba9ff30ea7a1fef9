package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program as its operator meets it. */
class ProcessIT {
  @TempDir
  Path data;

  @Test
  void bannerSaysWhereItIsAndWhatToPaste() throws Exception {
    try (HedgerowProcess server = HedgerowProcess.start(data)) {
      String expected = "phc_process_test";
      assertThat(waitFor(server, "</script>"))
          .contains(server.url().toString())
          .contains("/?code=")
          .contains(expected)
          .contains("phx_process_test_0123456789")
          .contains("<script");
    }
  }

  @Test
  void keyIsNotShownAtTheSecondStart() throws Exception {
    try (HedgerowProcess server = HedgerowProcess.start(data)) {
      assertThat(server.terminate(Duration.ofSeconds(10))).isZero();
    }
    try (HedgerowProcess server = HedgerowProcess.start(data)) {
      assertThat(waitFor(server, "</script>")).doesNotContain("phx_");
      assertThat(server.sql("SELECT count(*) FROM events")).contains("results");
    }
  }

  @Test
  void sigtermStoresWhatWasAcceptedAndExitsWithZero() throws Exception {
    try (HedgerowProcess server = HedgerowProcess.start(data)) {
      for (int i = 0; i < 50; i++) {
        String event =
            "{\"api_key\":\"%s\",\"event\":\"e\",\"distinct_id\":\"d\",\"properties\":{\"$device_id\":\"d\"}}";
        assertThat(server.capture(event.formatted(HedgerowProcess.TOKEN))).isEqualTo(200);
      }
      assertThat(server.terminate(Duration.ofSeconds(10))).isZero();
    }
    try (HedgerowProcess server = HedgerowProcess.start(data)) {
      assertThat(server.sql("SELECT count(*) FROM events")).contains("[[50]]");
    }
  }

  @Test
  void secondProcessOnTheSameFolderIsRefusedWithASentence() throws Exception {
    try (HedgerowProcess server = HedgerowProcess.start(data)) {
      assertThat(server.alive()).isTrue();
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> HedgerowProcess.start(data))
          .hasMessageContaining("hedgerow:")
          .hasMessageContaining(data.toString());
    }
  }

  private static String waitFor(HedgerowProcess server, String text) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < end) {
      String output = String.join("\n", java.util.List.copyOf(server.output()));
      if (output.contains(text)) {
        return output;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("expected " + text + " but found " + server.output());
  }
}
