package dev.hedgerow.server.demo;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Where events go. */
interface Out {
  void event(UUID uuid, String name, String distinctId, Instant at, Map<String, Object> properties);
}
