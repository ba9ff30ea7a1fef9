package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.RejectedException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of session recordings in one request must have (contract S 1.11): a part without a session id is of the
 * first one's. For one request.
 */
final class Recording {
  private static final int SESSION_ID_CHARS_MAX = 100;

  private @Nullable String first;

  void check(String name, Map<String, @Nullable Object> properties) throws RejectedException {
    if (!name.equals("$snapshot")) {
      throw new RejectedException(
          400, "not_a_snapshot", "expected events named $snapshot on this path", "event");
    }
    if (first != null && properties.get("$session_id") == null) {
      properties.put("$session_id", first);
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
    first = first == null ? session : first;
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
