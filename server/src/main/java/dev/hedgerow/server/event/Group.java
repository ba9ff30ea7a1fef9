package dev.hedgerow.server.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A group as the state knows it now. {@code version} rises by one with every change. */
public record Group(
    GroupKey key,
    String type,
    Instant createdAt,
    Instant updatedAt,
    long version,
    Map<String, @Nullable Object> properties) {
  public Group {
    properties = Properties.copyOf(properties);
  }
}
