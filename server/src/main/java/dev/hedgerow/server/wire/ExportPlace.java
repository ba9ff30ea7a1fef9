package dev.hedgerow.server.wire;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where an export that broke off goes on, by its last whole line. */
public final class ExportPlace {
  private static final int STEP_BYTES = 64 << 10;

  private ExportPlace() {}

  /**
   * Cuts off what is no whole line at the end of an NDJSON file and returns the place after its last line, empty when it has
   * none.
   *
   * @param kind {@code events}, {@code persons} or {@code groups}
   */
  public static String trimmed(Path file, String kind) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "rw")) {
      long end = newlineBefore(in, in.length()) + 1;
      in.setLength(end);
      if (end == 0) {
        return "";
      }
      long begin = newlineBefore(in, end - 1) + 1;
      byte[] line = new byte[Math.toIntExact(end - begin)];
      in.seek(begin);
      in.readFully(line);
      return after(Json.object(new String(line, StandardCharsets.UTF_8)), kind);
    }
  }

  private static String after(Map<String, @Nullable Object> row, String kind) {
    return switch (kind) {
      case "events" -> row.get("created_at") + "_" + row.get("uuid");
      case "persons" -> row.get("id") + "_" + last(row.get("distinct_ids"));
      default -> row.get("index") + "_" + (row.get("key") == null ? "" : row.get("key"));
    };
  }

  private static Object last(@Nullable Object ids) {
    return ids instanceof List<?> list && !list.isEmpty() ? list.get(list.size() - 1) : "";
  }

  /** Returns the position of the last line feed before that position, or -1. */
  private static long newlineBefore(RandomAccessFile in, long before) throws IOException {
    byte[] some = new byte[STEP_BYTES];
    for (long end = before; end > 0; end -= some.length) {
      long begin = Math.max(0, end - some.length);
      int length = (int) (end - begin);
      in.seek(begin);
      in.readFully(some, 0, length);
      for (int i = length - 1; i >= 0; i--) {
        if (some[i] == '\n') {
          return begin + i;
        }
      }
    }
    return -1;
  }
}
