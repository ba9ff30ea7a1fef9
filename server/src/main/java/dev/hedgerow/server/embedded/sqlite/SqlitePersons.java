package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.GoneProjects;
import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.query.DiskReads;
import dev.hedgerow.server.query.FoundPerson;
import dev.hedgerow.server.query.PersonCursor;
import dev.hedgerow.server.query.PersonFilter;
import dev.hedgerow.server.query.PersonPage;
import dev.hedgerow.server.query.PersonReads;
import dev.hedgerow.server.store.Assignment;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads over the persons of {@code state.db}; each sees one commit. */
public final class SqlitePersons implements PersonReads {
  private static final String SIZES = "SELECT project_id, count(*), 100 * count(*) +"
      + " coalesce(sum(length(properties)), 0) FROM persons GROUP BY project_id";
  private static final String PAGE =
      "SELECT project_id, person_id, created_at, identified, version, properties FROM persons"
          + " WHERE project_id = ?1 AND (created_at, person_id) < (?2, ?3)"
          + " ORDER BY created_at DESC, person_id DESC LIMIT ?4";
  private static final byte[] BEHIND_ALL = {};

  private final Database database;
  private final GoneProjects gone;

  SqlitePersons(Database database, GoneProjects gone) {
    this.database = database;
    this.gone = gone;
  }

  @Override
  public PersonPage page(
      PersonFilter filter, @Nullable PersonCursor after, int limit, int lookedAtMax)
      throws IOException {
    if (gone.has(filter.projectId())) {
      return new PersonPage(List.of(), null);
    }
    return database.read(
        "read",
        session -> filter.distinctId() == null
            ? page(session, filter, after, limit, lookedAtMax)
            : only(session, filter, filter.distinctId()));
  }

  @Override
  public @Nullable FoundPerson person(PersonKey key) throws IOException {
    if (gone.has(key.projectId())) {
      return null;
    }
    List<FoundPerson> found = database.read("read", session -> {
      Person person = StateReads.persons(session, List.of(key)).get(key);
      return person == null ? List.of() : List.of(found(session, person));
    });
    return found.isEmpty() ? null : found.get(0);
  }

  @Override
  public @Nullable PersonKey personOf(IdKey key) throws IOException {
    if (gone.has(key.projectId())) {
      return null;
    }
    Assignment found = database
        .read("read", session -> StateReads.assignments(session, List.of(key)))
        .get(key);
    return found == null ? null : new PersonKey(key.projectId(), found.personId());
  }

  private static PersonPage only(Session session, PersonFilter filter, String distinctId)
      throws SQLException, IOException {
    IdKey id = new IdKey(filter.projectId(), distinctId);
    Assignment owner = StateReads.assignments(session, List.of(id)).get(id);
    PersonKey key = owner == null ? null : new PersonKey(id.projectId(), owner.personId());
    Person person =
        key == null ? null : StateReads.persons(session, List.of(key)).get(key);
    if (person == null) {
      return new PersonPage(List.of(), null);
    }
    FoundPerson found = found(session, person);
    List<String> ids = new ArrayList<>(found.distinctIds());
    ids.add(distinctId);
    return new PersonPage(filter.matches(person, ids) ? List.of(found) : List.of(), null);
  }

  private static PersonPage page(
      Session session,
      PersonFilter filter,
      @Nullable PersonCursor after,
      int limit,
      int lookedAtMax)
      throws SQLException, IOException {
    PreparedStatement select = session.statement(PAGE);
    select.setInt(1, filter.projectId());
    select.setLong(2, after == null ? Long.MAX_VALUE : Micros.of(after.createdAt()));
    select.setBytes(3, after == null ? BEHIND_ALL : Bytes.of(after.id()));
    select.setLong(4, lookedAtMax + 1L);
    List<FoundPerson> page = new ArrayList<>();
    Person last = null;
    int lookedAt = 0;
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        if (page.size() == limit || lookedAt == lookedAtMax) {
          return new PersonPage(page, PersonCursor.at(Objects.requireNonNull(last)));
        }
        last = StateReads.person(rows);
        lookedAt++;
        List<String> ids = filter.asksForIds() ? ids(session, last.key()) : List.of();
        if (filter.matches(last, ids)) {
          page.add(found(session, last));
        }
      }
    }
    return new PersonPage(page, null);
  }

  private static FoundPerson found(Session session, Person person) throws SQLException {
    return new FoundPerson(person, ids(session, person.key()));
  }

  private static List<String> ids(Session session, PersonKey person) throws SQLException {
    PreparedStatement select = session.statement("SELECT distinct_id FROM assignments"
        + " WHERE project_id = ? AND person_id = ? ORDER BY distinct_id LIMIT " + IDS_MAX);
    select.setInt(1, person.projectId());
    select.setBytes(2, Bytes.of(person.personId()));
    List<String> ids = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  /** Returns how many persons each project has that has some, and about what they take. */
  public static Map<Integer, DiskReads.Part> disk(Database database) throws IOException {
    return database.read("read", session -> {
      Map<Integer, DiskReads.Part> found = new TreeMap<>();
      try (ResultSet rows = session.statement(SIZES).executeQuery()) {
        while (rows.next()) {
          found.put(rows.getInt(1), new DiskReads.Part(rows.getLong(2), rows.getLong(3)));
        }
      }
      return found;
    });
  }
}
