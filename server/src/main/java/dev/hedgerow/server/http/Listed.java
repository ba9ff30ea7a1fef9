package dev.hedgerow.server.http;

import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.FoundPerson;
import dev.hedgerow.server.query.PersonReads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Persons that somebody names one by one: {@code {"distinct_ids":[…],"person_ids":[…]}}, or CSV whose first column holds the
 * ones or, under the heading {@code person_id}, the others.
 */
record Listed(List<String> distinctIds, List<String> personIds) {
  /** Most persons in one request. */
  static final int MAX = 10_000;

  private static final Set<String> HEADINGS = Set.of("distinct_id", "person_id", "uuid", "id");

  /** Reads them from a body, where each list may be missing. */
  static Listed of(Map<String, @Nullable Object> body) throws RejectedException {
    List<String> persons = new ArrayList<>(texts(body, "person_ids"));
    persons.addAll(texts(body, "_create_static_person_ids"));
    return fitting(new Listed(texts(body, "distinct_ids"), persons));
  }

  /** Reads them from the first column of lines; of more columns nothing is looked at. */
  static Listed ofCsv(byte[] utf8) throws RejectedException {
    List<String> found = new ArrayList<>();
    for (String line : new String(utf8, StandardCharsets.UTF_8).lines().toList()) {
      String cell = cell(line);
      if (!cell.isEmpty()) {
        found.add(cell);
      }
    }
    String heading = found.isEmpty() ? "" : found.get(0);
    boolean headed = HEADINGS.contains(heading);
    List<String> values = headed ? found.subList(1, found.size()) : found;
    boolean ofPersons = headed && !heading.equals("distinct_id");
    return fitting(ofPersons ? new Listed(List.of(), values) : new Listed(values, List.of()));
  }

  private static String cell(String line) {
    String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
    if (!text.startsWith("\"")) {
      int comma = text.indexOf(',');
      return (comma < 0 ? text : text.substring(0, comma)).strip();
    }
    StringBuilder cell = new StringBuilder();
    for (int at = 1; at < text.length(); at++) {
      boolean quote = text.charAt(at) == '"';
      if (quote && (at + 1 == text.length() || text.charAt(at + 1) != '"')) {
        break;
      }
      at += quote ? 1 : 0;
      cell.append(text.charAt(at));
    }
    return cell.toString();
  }

  private static Listed fitting(Listed listed) throws RejectedException {
    if (listed.size() > MAX) {
      throw new RejectedException(
          400, "invalid_input", "expected at most " + MAX + " persons at one time", "distinct_ids");
    }
    return listed;
  }

  private static List<String> texts(Map<String, @Nullable Object> body, String name)
      throws RejectedException {
    Object found = body.get(name);
    List<String> texts = new ArrayList<>();
    if (found != null && !(found instanceof List)) {
      throw new RejectedException(400, "invalid_input", "expected an array under " + name, name);
    }
    for (Object item : found == null ? List.of() : (List<?>) found) {
      if (!(item instanceof String text)) {
        throw new RejectedException(400, "invalid_input", "expected strings under " + name, name);
      }
      texts.add(text);
    }
    return texts;
  }

  /** Returns how many are named. */
  int size() {
    return distinctIds.size() + personIds.size();
  }

  /** Which of them are persons, by what does not change when persons are merged, and how many are not. */
  record Known(Set<UUID> ids, int persons, int others) {}

  /** Looks them up; anonymous visitors, and who is not known at all, are no persons. */
  Known in(int projectId, PersonReads persons) throws IOException {
    Set<UUID> ids = new LinkedHashSet<>();
    int known = 0;
    for (String id : distinctIds) {
      IdKey key = new IdKey(projectId, id);
      if (!id.isEmpty() && persons.personOf(key) != null) {
        ids.add(PersonIds.of(key));
        known++;
      }
    }
    for (String id : personIds) {
      UUID uuid = PersonRoutes.uuidOrNull(id);
      FoundPerson found = uuid == null ? null : persons.person(new PersonKey(projectId, uuid));
      if (found != null) {
        ids.add(
            found.distinctIds().isEmpty()
                ? found.person().id()
                : PersonIds.of(new IdKey(projectId, found.distinctIds().get(0))));
        known++;
      }
    }
    return new Known(ids, known, size() - known);
  }

  /** Returns all by which the named persons may be listed. */
  Set<UUID> everything(int projectId, PersonReads persons) throws IOException {
    Set<UUID> ids = new LinkedHashSet<>();
    for (String id : distinctIds) {
      IdKey key = new IdKey(projectId, id);
      PersonKey person = id.isEmpty() ? null : persons.personOf(key);
      ids.addAll(person == null ? Set.of(PersonIds.of(key)) : everything(persons, person));
    }
    for (String id : personIds) {
      UUID uuid = PersonRoutes.uuidOrNull(id);
      if (uuid != null) {
        ids.addAll(everything(persons, new PersonKey(projectId, uuid)));
      }
    }
    return ids;
  }

  /** Returns all by which a person may be listed. */
  static Set<UUID> everything(PersonReads persons, PersonKey person) throws IOException {
    Set<UUID> ids = new LinkedHashSet<>(Set.of(person.personId()));
    FoundPerson found = persons.person(person);
    if (found != null) {
      for (String id : found.distinctIds()) {
        ids.add(PersonIds.of(new IdKey(person.projectId(), id)));
      }
    }
    return ids;
  }
}
