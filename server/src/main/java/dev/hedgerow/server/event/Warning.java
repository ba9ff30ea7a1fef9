package dev.hedgerow.server.event;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An ingestion warning: something was not used as sent, and why.
 *
 * @param type a stable reason in snake case, such as {@code cannot_merge_already_identified}
 * @param at when it was noticed
 * @param event the event's name, where there is one
 * @param distinctId the event's distinct id, where there is one
 * @param uuid the event's uuid, where there is one
 * @param details short strings that help to find the cause; never typed content
 */
public record Warning(
    int projectId,
    String type,
    Instant at,
    @Nullable String event,
    @Nullable String distinctId,
    @Nullable UUID uuid,
    Map<String, String> details) {
  public Warning {
    details = Map.copyOf(details);
  }
}
