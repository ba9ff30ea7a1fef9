package dev.hedgerow.server.query;

import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.Properties;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which persons a question is about; a null field does not restrict.
 *
 * @param search part of a distinct id, or of the properties {@code email} or {@code name}, in any case
 * @param distinctId one of the person's, whole
 * @param email the property {@code email}, whole, in any case
 * @param properties conditions that all hold
 */
public record PersonFilter(
    int projectId,
    @Nullable String search,
    @Nullable String distinctId,
    @Nullable String email,
    List<PersonCondition> properties) {
  public PersonFilter {
    properties = List.copyOf(properties);
  }

  /** Returns the filter for all persons of a project. */
  public static PersonFilter all(int projectId) {
    return new PersonFilter(projectId, null, null, null, List.of());
  }

  /** Returns whether a person's distinct ids are needed to tell. */
  public boolean asksForIds() {
    return search != null || distinctId != null;
  }

  /**
   * Returns whether it is about that person.
   *
   * @param distinctIds the person's, where they are needed
   */
  public boolean matches(Person person, List<String> distinctIds) {
    String mail = Properties.string(person.properties(), "email");
    return person.projectId() == projectId
        && (distinctId == null || distinctIds.contains(distinctId))
        && (email == null || email.equalsIgnoreCase(mail))
        && properties.stream().allMatch(one -> one.holds(person.properties()))
        && (search == null
            || distinctIds.stream().anyMatch(this::hasSearched)
            || hasSearched(mail)
            || hasSearched(Properties.string(person.properties(), "name")));
  }

  private boolean hasSearched(@Nullable String text) {
    return text != null
        && search != null
        && text.toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT));
  }
}
