package dev.hedgerow.server.event;

import java.util.UUID;

/** A person within its project. */
public record PersonKey(int projectId, UUID personId) {}
