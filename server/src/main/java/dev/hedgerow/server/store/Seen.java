package dev.hedgerow.server.store;

import java.util.UUID;

/**
 * A uuid that was taken in a project.
 *
 * @param content a 64-bit hash of the event's content, to tell a retry from a different event
 */
public record Seen(int projectId, UUID uuid, long content) {}
