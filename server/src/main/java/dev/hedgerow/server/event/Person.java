package dev.hedgerow.server.event;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person as the state knows them now.
 *
 * @param createdAt the time of the event that made the person, or of the oldest one merged in
 * @param identified whether a merge ever happened; such a person is not absorbed by an {@code
 *     $identify} (contract S 2.5)
 * @param version rises by one with every change
 */
public record Person(
    int projectId,
    UUID id,
    Instant createdAt,
    boolean identified,
    long version,
    Map<String, @Nullable Object> properties) {
  public Person {
    properties = Properties.copyOf(properties);
  }

  /** Returns the person's key. */
  public PersonKey key() {
    return new PersonKey(projectId, id);
  }
}
