package dev.hedgerow.server.query;

import dev.hedgerow.server.event.Person;
import java.time.Instant;
import java.util.UUID;

/** The person that was looked at last; what follows was made before, or then and has a lower id. */
public record PersonCursor(Instant createdAt, UUID id) {

  /** Returns the cursor of that person. */
  public static PersonCursor at(Person person) {
    return new PersonCursor(person.createdAt(), person.id());
  }
}
