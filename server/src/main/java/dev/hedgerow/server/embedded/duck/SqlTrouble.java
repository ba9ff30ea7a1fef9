package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the engine complains about, as a rejection or, where the store is at fault, as such. */
final class SqlTrouble {
  private static final int DETAIL_CHARS_MAX = 400;
  private static final List<String> STORE_AT_FAULT = List.of(
      "io error",
      "fatal error",
      "internal error",
      "connection error",
      "connection was closed",
      "invalidated");
  private static final List<String> MEMORY =
      List.of("out of memory", "max_temp_directory_size", "could not allocate");

  private final Path folder;

  SqlTrouble(Path folder) {
    this.folder = folder;
  }

  /** Makes the rejection of a question that took too long. */
  static RejectedException timeout(Duration most) {
    return new RejectedException(
        "query_timeout",
        "expected an answer within " + most.toMillis() / 1000.0
            + " s; ask for a shorter time range or fewer columns");
  }

  /** Returns the rejection of a question that failed. */
  RejectedException of(SQLException e) throws IOException {
    String message = String.valueOf(e.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (MEMORY.stream().anyMatch(lower::contains)) {
      return new RejectedException(
          "query_memory",
          "expected a question that needs less memory; ask for a shorter time range, fewer columns"
              + " or fewer groups");
    }
    if (lower.startsWith("permission error")) {
      return new RejectedException("sql_not_allowed", "expected nothing but stored events");
    }
    if (STORE_AT_FAULT.stream().anyMatch(lower::startsWith)) {
      throw new IOException("expected the event store to answer", e);
    }
    return new RejectedException("sql_invalid", detail(message));
  }

  private String detail(String message) {
    String line = message.lines().findFirst().orElse("").replace(folder.toString(), "…");
    String shown = line.replace(DuckSchema.NAME + ".", "");
    return shown.length() > DETAIL_CHARS_MAX ? shown.substring(0, DETAIL_CHARS_MAX) + "…" : shown;
  }
}
