package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Answers about feature flags where there are none, in each version's shape (contract S 7). */
final class NoFlags {
  private NoFlags() {}

  /** Returns the answer of {@code /flags}. */
  static Map<String, Object> flags(Map<String, String> query, Settings settings, long nowMillis) {
    boolean old = !query.containsKey("v") && !query.containsKey("config");
    Map<String, Object> answer = new LinkedHashMap<>();
    if (old || !query.getOrDefault("v", "1").matches("[01]?")) {
      answer.putAll(second(nowMillis));
    } else {
      answer.put("featureFlags", Map.of());
      answer.put("featureFlagPayloads", Map.of());
      answer.put("errorsWhileComputingFlags", false);
      answer.put("requestId", UUID.randomUUID().toString());
    }
    String config = query.getOrDefault("config", "");
    if (old || config.equals("true") || config.equals("1")) {
      answer.putAll(RemoteConfig.keys(settings, false));
    }
    return answer;
  }

  /** Returns the answer of {@code /decide}. */
  static Map<String, Object> decide(Map<String, String> query, Settings settings, long nowMillis) {
    Map<String, Object> answer = new LinkedHashMap<>(RemoteConfig.keys(settings, false));
    switch (query.getOrDefault("v", "1")) {
      case "", "0", "1" -> answer.put("featureFlags", List.of());
      case "2" -> answer.put("featureFlags", Map.of());
      case "3" -> {
        answer.put("featureFlags", Map.of());
        answer.put("featureFlagPayloads", Map.of());
      }
      default -> answer.putAll(second(nowMillis));
    }
    answer.put("errorsWhileComputingFlags", false);
    return answer;
  }

  private static Map<String, Object> second(long nowMillis) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("errorsWhileComputingFlags", false);
    answer.put("flags", Map.of());
    answer.put("requestId", UUID.randomUUID().toString());
    answer.put("evaluatedAt", nowMillis);
    return answer;
  }
}
