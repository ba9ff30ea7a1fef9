package dev.hedgerow.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How old an answer may be and still be given for a question: the finer its intervals, the younger. */
final class Freshness {
  /** Questions that are answered anew each time, unless an older answer is asked for. */
  private static final Set<String> ALWAYS_ANEW = Set.of("HogQLQuery", "EventsQuery", "ActorsQuery");

  private static final Duration MINUTE = Duration.ofSeconds(10);
  private static final Duration HOUR = Duration.ofSeconds(60);
  private static final Duration DAY = Duration.ofMinutes(3);
  private static final Duration LONGER = Duration.ofMinutes(10);

  private Freshness() {}

  /** Returns how old, zero for not at all. */
  static Duration of(Map<String, @Nullable Object> query) {
    if (ALWAYS_ANEW.contains(String.valueOf(query.get("kind")))) {
      return Duration.ZERO;
    }
    return switch (interval(query)) {
      case "minute", "second" -> MINUTE;
      case "hour" -> HOUR;
      case "week", "month" -> LONGER;
      default -> DAY;
    };
  }

  private static String interval(Map<String, @Nullable Object> query) {
    Object interval = query.get("interval");
    if (interval == null && query.get("retentionFilter") instanceof Map<?, ?> retention) {
      interval = retention.get("period");
    }
    if (interval == null
        && query.get("dateRange") instanceof Map<?, ?> range
        && String.valueOf(range.get("date_from")).matches("-[0-9]+[hM]|[hM]Start|dStart")) {
      interval = "hour"; // of today
    }
    return String.valueOf(interval).toLowerCase(java.util.Locale.ROOT);
  }
}
