package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.RejectedException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a part of a session recording must have (contract S 1.11). */
final class Recording {
  private static final int SESSION_ID_CHARS_MAX = 100;

  private Recording() {}

  static void check(String name, Map<String, @Nullable Object> properties)
      throws RejectedException {
    if (!name.equals("$snapshot")) {
      throw new RejectedException(
          400, "not_a_snapshot", "expected events named $snapshot on this path", "event");
    }
    if (!(properties.get("$session_id") instanceof String session)
        || session.isBlank()
        || session.length() > SESSION_ID_CHARS_MAX) {
      throw new RejectedException(
          400,
          "missing_session_id",
          "expected a $session_id of 1 to " + SESSION_ID_CHARS_MAX + " characters",
          "$session_id");
    }
    Object data = properties.get("$snapshot_data");
    if (!(data instanceof List) && !(data instanceof Map)) {
      throw new RejectedException(
          400,
          "missing_snapshot_data",
          "expected $snapshot_data to be an array or an object",
          "$snapshot_data");
    }
    properties.putIfAbsent("$window_id", session);
    properties.putIfAbsent("$snapshot_source", "web");
  }
}
