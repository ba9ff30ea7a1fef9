package dev.hedgerow.server.query;

import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.PersonKey;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads over persons as they are now. Safe from any thread. */
public interface PersonReads {

  /** How many distinct ids of one person are told at most. */
  int IDS_MAX = 1_000;

  /**
   * Returns matching persons, the one made last first (then by id, descending).
   *
   * @param after where the page before ended, or null for the first
   * @param limit at most this many persons
   * @param lookedAtMax at most this many are looked at, so that a page may be short, or empty, and not be the last
   */
  PersonPage page(PersonFilter filter, @Nullable PersonCursor after, int limit, int lookedAtMax)
      throws IOException;

  /** Returns that person, or null. */
  @Nullable
  FoundPerson person(PersonKey key) throws IOException;

  /** Returns whose distinct id that is, or null. */
  @Nullable
  PersonKey personOf(IdKey key) throws IOException;
}
