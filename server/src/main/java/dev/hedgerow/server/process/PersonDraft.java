package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A person while one event changes it, so that the event makes at most one new version. */
final class PersonDraft {
  private final PersonKey key;
  private final @Nullable Person before;
  private long version;
  private Instant createdAt;
  private boolean identified;
  private Map<String, @Nullable Object> properties;

  private PersonDraft(PersonKey key, @Nullable Person before, Instant createdAt) {
    this.key = key;
    this.before = before;
    this.createdAt = createdAt;
    this.version = before == null ? -1 : before.version();
    this.identified = before != null && before.identified();
    this.properties = before == null ? Map.of() : before.properties();
  }

  static PersonDraft of(Person person) {
    return new PersonDraft(person.key(), person, person.createdAt());
  }

  static PersonDraft created(PersonKey key, Instant at) {
    return new PersonDraft(key, null, at);
  }

  PersonKey key() {
    return key;
  }

  boolean fresh() {
    return before == null;
  }

  Map<String, @Nullable Object> properties() {
    return properties;
  }

  void identify() {
    identified = true;
  }

  void replaceProperties(Map<String, @Nullable Object> with) {
    properties = with;
  }

  /** Takes over another person (contract S 2.5.7): what both have, this one keeps. */
  void absorb(Person other) {
    Map<String, @Nullable Object> both = new LinkedHashMap<>(other.properties());
    both.putAll(properties);
    properties = both;
    version = Math.max(version, other.version());
    createdAt = other.createdAt().isBefore(createdAt) ? other.createdAt() : createdAt;
    identified = true;
  }

  /** Returns the person, in a new version if anything changed. */
  Person person() {
    if (before != null && same(before)) {
      return before;
    }
    return new Person(
        key.projectId(), key.personId(), createdAt, identified, version + 1, properties);
  }

  private boolean same(Person person) {
    return version == person.version()
        && identified == person.identified()
        && createdAt.equals(person.createdAt())
        && Objects.equals(properties, person.properties());
  }
}
