package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.wire.Json;
import java.time.Instant;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogFormatTest {
  private static LogRecord record(String message) {
    LogRecord record = new LogRecord(Level.WARNING, message);
    record.setInstant(Instant.parse("2026-03-01T10:00:00.250Z"));
    record.setLoggerName("dev.hedgerow.server.Runner");
    return record;
  }

  @Test
  void lineIsOneObject() throws Exception {
    String line = new LogFormat.Lines().format(record("it said \"no\"\nand left"));
    assertThat(line).endsWith("}\n").hasLineCount(1);
    assertThat(Json.object(line.strip()))
        .isEqualTo(Map.of(
            "time", "2026-03-01T10:00:00.250Z",
            "level", "WARNING",
            "logger", "dev.hedgerow.server.Runner",
            "message", "it said \"no\"\nand left"));
  }

  @Test
  void failureComesWithItsTrace() throws Exception {
    LogRecord record = record("failed");
    record.setThrown(new IllegalStateException("never to happen"));
    String line = new LogFormat.Lines().format(record);
    assertThat(line).hasLineCount(1);
    assertThat(String.valueOf(Json.object(line.strip()).get("error")))
        .contains("never to happen")
        .contains("LogFormatTest");
  }
}
