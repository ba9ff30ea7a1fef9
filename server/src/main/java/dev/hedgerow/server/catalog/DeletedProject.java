package dev.hedgerow.server.catalog;

import java.time.Instant;
import java.util.UUID;

/**
 * A project that was deleted, and whose data are to be erased.
 *
 * @param id which is never given again
 * @param erasure what the erasure of its data is known by
 * @param askedBy the id of the key that asked for it, 0 for none
 */
public record DeletedProject(int id, UUID erasure, int askedBy, Instant at) {}
