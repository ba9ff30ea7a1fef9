package dev.hedgerow.server.store;

import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.query.FoundPerson;
import dev.hedgerow.server.query.PersonCursor;
import dev.hedgerow.server.query.PersonFilter;
import dev.hedgerow.server.query.PersonPage;
import dev.hedgerow.server.query.PersonReads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads over the persons of the state's twin, whose lock they share. */
final class InMemoryPersons implements PersonReads {
  private static final Comparator<PersonCursor> ORDER = Comparator.comparing(
          PersonCursor::createdAt)
      .thenComparing(cursor -> cursor.id().toString())
      .reversed();

  private final Object lock;
  private final Map<PersonKey, Person> persons;
  private final Map<IdKey, Assignment> assignments;

  InMemoryPersons(Object lock, Map<PersonKey, Person> persons, Map<IdKey, Assignment> assignments) {
    this.lock = lock;
    this.persons = persons;
    this.assignments = assignments;
  }

  @Override
  public PersonPage page(
      PersonFilter filter, @Nullable PersonCursor after, int limit, int lookedAtMax) {
    List<FoundPerson> page = new ArrayList<>();
    Person last = null;
    int lookedAt = 0;
    for (FoundPerson next : inOrder(filter.projectId(), after)) {
      if (page.size() == limit || lookedAt == lookedAtMax) {
        return new PersonPage(page, PersonCursor.at(Objects.requireNonNull(last)));
      }
      last = next.person();
      if (filter.distinctId() == null) {
        lookedAt++;
      }
      if (filter.matches(next.person(), next.distinctIds())) {
        page.add(next);
      }
    }
    return new PersonPage(page, null);
  }

  @Override
  public @Nullable FoundPerson person(PersonKey key) {
    synchronized (lock) {
      Person person = persons.get(key);
      return person == null ? null : found(person);
    }
  }

  @Override
  public @Nullable PersonKey personOf(IdKey key) {
    synchronized (lock) {
      Assignment found = assignments.get(key);
      return found == null ? null : new PersonKey(key.projectId(), found.personId());
    }
  }

  private List<FoundPerson> inOrder(int projectId, @Nullable PersonCursor after) {
    synchronized (lock) {
      return persons.values().stream()
          .filter(person -> person.projectId() == projectId)
          .filter(person -> after == null || ORDER.compare(PersonCursor.at(person), after) > 0)
          .sorted(Comparator.comparing(PersonCursor::at, ORDER))
          .map(this::found)
          .toList();
    }
  }

  private FoundPerson found(Person person) {
    List<String> ids = assignments.values().stream()
        .filter(one -> one.key().projectId() == person.projectId())
        .filter(one -> one.personId().equals(person.id()))
        .map(one -> one.key().distinctId())
        .sorted()
        .limit(IDS_MAX)
        .toList();
    return new FoundPerson(person, ids);
  }
}
