package dev.hedgerow.server.embedded.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.log.LogRecord;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process on real files, killed without warning. */
final class KilledProcessTest {
  @TempDir
  private Path folder;

  @Test
  void whatWasAcknowledgedOutlivesTheProcess() throws Exception {
    long acknowledged = 0;
    for (int life = 1; life <= 2; life++) {
      acknowledged = Math.max(acknowledged, appendAndKill(life * 150L));
      try (SqliteLog log = SqliteLog.open(folder)) {
        assertThat(log.end()).isGreaterThanOrEqualTo(acknowledged).isEven();
        List<LogRecord> read = log.read(0, Integer.MAX_VALUE, Long.MAX_VALUE);
        assertThat(read).hasSize((int) log.end());
        for (LogRecord one : read) {
          assertThat(new String(one.payload(), UTF_8)).isEqualTo("entry " + one.position());
        }
      }
    }
  }

  /** Kills the process once it acknowledged that position; returns the last one it got to say. */
  private long appendAndKill(long position) throws Exception {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            AppendingProcess.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    long last = 0;
    try (BufferedReader out = process.inputReader(UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = Long.parseLong(line);
        if (last >= position) {
          process.toHandle().destroyForcibly();
        }
      }
    }
    process.waitFor();
    return last;
  }
}
