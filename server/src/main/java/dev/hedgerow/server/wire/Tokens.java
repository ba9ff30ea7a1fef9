package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a token may stand, and how it must look (contract S 1.5 and 1.6). */
final class Tokens {
  private static final List<String> NAMES = List.of("token", "$token", "api_key");

  private Tokens() {}

  /** Returns the token of an event, unchecked, or null. */
  static @Nullable String ofEvent(Map<String, ?> event) {
    String token = ofTop(event);
    return token == null
        ? Properties.string(Properties.object(event, "properties"), "token")
        : token;
  }

  /** Returns the token at the top of an object, unchecked, or null. */
  static @Nullable String ofTop(Map<String, ?> object) {
    for (String name : NAMES) {
      String token = Properties.string(object, name);
      if (token != null) {
        return token;
      }
    }
    return null;
  }

  /** Returns the token trimmed. */
  static String checked(@Nullable String token, Limits limits) throws RejectedException {
    if (token == null) {
      throw missing();
    }
    String trimmed = token.strip();
    String reason = trimmed.isEmpty()
        ? "empty"
        : trimmed.length() > limits.tokenCharsMax()
            ? "too_long"
            : trimmed.indexOf('\0') >= 0 || trimmed.indexOf('\uFFFD') >= 0
                ? "null_byte"
                : trimmed.chars().anyMatch(c -> c > 127)
                    ? "not_ascii"
                    : trimmed.startsWith("phx_") ? "personal_api_key" : "";
    if (!reason.isEmpty()) {
      throw invalid(reason);
    }
    return trimmed;
  }

  static RejectedException missing() {
    return new RejectedException(
        401, "missing_api_key", "event submitted without an api_key", "api_key");
  }

  static RejectedException several() {
    return new RejectedException(
        401,
        "several_api_keys",
        "expected one api_key for all events but found several",
        "api_key");
  }

  static RejectedException unknown() {
    return invalid("unknown");
  }

  private static RejectedException invalid(String reason) {
    return new RejectedException(
        401, "invalid_api_key", "API key is not valid: " + reason, "api_key");
  }
}
