package dev.hedgerow.server.query;

import dev.hedgerow.server.event.Person;
import java.util.List;

/**
 * A person as a question finds them.
 *
 * @param distinctIds in order, at most {@link PersonReads#IDS_MAX} of them
 */
public record FoundPerson(Person person, List<String> distinctIds) {
  public FoundPerson {
    distinctIds = List.copyOf(distinctIds);
  }
}
