package dev.hedgerow.server.query;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which stored events a question is about; a null field does not restrict.
 *
 * @param personId the effective person
 * @param after only events later than this
 * @param before only events earlier than this
 * @param beforeUuid also events at {@code before} itself whose uuid comes before this one in text order
 * @param limit at most this many rows, newest first
 */
public record EventFilter(
    int projectId,
    @Nullable String event,
    @Nullable String distinctId,
    @Nullable UUID personId,
    @Nullable Instant after,
    @Nullable Instant before,
    @Nullable UUID beforeUuid,
    int limit) {

  /** Makes a filter of times alone. */
  public EventFilter(
      int projectId,
      @Nullable String event,
      @Nullable String distinctId,
      @Nullable UUID personId,
      @Nullable Instant after,
      @Nullable Instant before,
      int limit) {
    this(projectId, event, distinctId, personId, after, before, null, limit);
  }

  /** The event of a part of a session recording, which is only found by its name. */
  public static final String RECORDING = "$snapshot";

  /** Returns the filter for a project's newest events. */
  public static EventFilter newest(int projectId, int limit) {
    return new EventFilter(projectId, null, null, null, null, null, limit);
  }
}
