package dev.hedgerow.server.event;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A processed event as the event store keeps it (contract S 2.7).
 *
 * @param createdAt when it was processed, in log time
 * @param personId the person at that moment; later merges are in the overrides
 * @param personCreatedAt that person's creation, 1970-01-01T00:00:05Z for an anonymous one
 * @param personProperties the person's properties at that moment, empty for an anonymous one
 * @param properties without {@code $elements} and {@code $elements_chain}
 * @param elementsChain empty when the event has no elements
 * @param groups group index to group key
 */
public record EventRow(
    int projectId,
    UUID uuid,
    String event,
    String distinctId,
    Instant timestamp,
    Instant createdAt,
    UUID personId,
    Instant personCreatedAt,
    PersonMode personMode,
    Map<String, @Nullable Object> personProperties,
    Map<String, @Nullable Object> properties,
    String elementsChain,
    Map<Integer, String> groups) {
  public EventRow {
    personProperties = Properties.copyOf(personProperties);
    properties = Properties.copyOf(properties);
    groups = Map.copyOf(groups);
  }

  /** Returns the same row of another person. */
  public EventRow withPerson(UUID other) {
    return new EventRow(
        projectId,
        uuid,
        event,
        distinctId,
        timestamp,
        createdAt,
        other,
        personCreatedAt,
        personMode,
        personProperties,
        properties,
        elementsChain,
        groups);
  }

  /** Returns the same row of nobody but its distinct id. */
  public EventRow alone() {
    return new EventRow(
        projectId,
        uuid,
        event,
        distinctId,
        timestamp,
        createdAt,
        PersonIds.of(new IdKey(projectId, distinctId)),
        personCreatedAt,
        personMode,
        Map.of(),
        properties,
        elementsChain,
        groups);
  }

  /** Returns {@code $session_id}, or null. */
  public @Nullable String sessionId() {
    return Properties.string(properties, "$session_id");
  }

  /** Returns {@code $window_id}, or null. */
  public @Nullable String windowId() {
    return Properties.string(properties, "$window_id");
  }
}
