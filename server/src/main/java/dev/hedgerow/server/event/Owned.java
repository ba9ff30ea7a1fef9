package dev.hedgerow.server.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A person with distinct ids of theirs.
 *
 * @param distinctIds distinct id to how often it was pointed to another person
 */
public record Owned(Person person, Map<String, Long> distinctIds) {
  public Owned {
    distinctIds = Collections.unmodifiableMap(new LinkedHashMap<>(distinctIds));
  }
}
