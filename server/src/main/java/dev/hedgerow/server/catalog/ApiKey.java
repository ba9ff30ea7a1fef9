package dev.hedgerow.server.catalog;

import java.time.Instant;

/**
 * A personal API key as kept: its hash, never the key.
 *
 * @param hash lower-case hex SHA-256 of the whole key
 * @param label what its owner calls it
 */
public record ApiKey(int id, String hash, String label, Instant createdAt) {}
