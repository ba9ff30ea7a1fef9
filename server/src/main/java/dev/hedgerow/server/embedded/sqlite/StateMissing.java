package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.store.Assignment;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Adds what is missing in the state, and leaves all that is there as it is. */
final class StateMissing {
  private StateMissing() {}

  static int persons(Session session, List<Person> some) throws SQLException {
    int added = 0;
    PreparedStatement insert = session.statement(StateWrites.PERSON + " ON CONFLICT DO NOTHING");
    for (Person one : some) {
      StateWrites.bindPerson(insert, one);
      added += insert.executeUpdate();
    }
    return added;
  }

  static int assignments(Session session, List<Assignment> some) throws SQLException {
    int added = 0;
    PreparedStatement insert =
        session.statement(StateWrites.ASSIGNMENT + " ON CONFLICT DO NOTHING");
    for (Assignment one : some) {
      StateWrites.bindAssignment(insert, one);
      added += insert.executeUpdate();
    }
    return added;
  }

  static int groups(Session session, List<Group> some) throws SQLException {
    int added = 0;
    PreparedStatement insert = session.statement(StateWrites.GROUP + " ON CONFLICT DO NOTHING");
    for (Group one : some) {
      StateWrites.bindGroup(insert, one);
      added += insert.executeUpdate();
    }
    return added;
  }

  /** Makes persons without properties for distinct ids whose person is not there. */
  static int owners(Session session) throws SQLException, IOException {
    List<Person> missing = new ArrayList<>();
    try (ResultSet rows = session
        .statement("SELECT DISTINCT a.project_id, a.person_id, s.time FROM assignments a, state s"
            + " WHERE NOT EXISTS (SELECT 1 FROM persons p WHERE p.project_id = a.project_id"
            + " AND p.person_id = a.person_id)")
        .executeQuery()) {
      while (rows.next()) {
        Instant at = Micros.instant(rows.getLong(3));
        missing.add(
            new Person(rows.getInt(1), Bytes.uuid(rows.getBytes(2)), at, true, 0, Map.of()));
      }
    }
    return persons(session, missing);
  }
}
