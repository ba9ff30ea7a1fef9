package dev.hedgerow.server.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the persons asked for.
 *
 * @param next where the next page begins, or null when this is the last
 */
public record PersonPage(
    List<FoundPerson> persons, @Nullable PersonCursor next) {
  public PersonPage {
    persons = List.copyOf(persons);
  }
}
