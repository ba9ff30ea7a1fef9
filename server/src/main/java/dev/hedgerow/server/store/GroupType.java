package dev.hedgerow.server.store;

/** The index, 0 to 4, that a group type was given in its project (contract S 2.9). */
public record GroupType(int projectId, String type, int index) {}
