package dev.hedgerow.server.store;

import dev.hedgerow.server.event.IdKey;
import java.util.UUID;

/**
 * Which person a distinct id belongs to.
 *
 * @param version 0 at first, one more with each re-pointing (contract S 2.5.7)
 */
public record Assignment(IdKey key, UUID personId, long version) {}
