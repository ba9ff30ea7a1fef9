package dev.hedgerow.server.process;

import dev.hedgerow.server.event.WrittenProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how many characters a JSON value takes, found without writing it. */
final class Weight {
  private static final int ANY = 8;

  private Weight() {}

  static long of(@Nullable Object value) {
    if (value instanceof String text) {
      return (long) ANY + text.length();
    }
    if (value instanceof WrittenProperties written) {
      return (long) ANY + written.bytes();
    }
    long sum = ANY;
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        sum += of(entry.getKey()) + of(entry.getValue());
      }
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        sum += of(element);
      }
    }
    return sum;
  }
}
