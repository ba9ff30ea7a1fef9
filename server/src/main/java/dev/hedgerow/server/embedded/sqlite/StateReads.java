package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.GroupType;
import dev.hedgerow.server.store.Position;
import dev.hedgerow.server.store.Seen;
import dev.hedgerow.server.store.SetAside;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the state's tables hold, as records. */
final class StateReads {
  private StateReads() {}

  static Position position(Session session) throws SQLException {
    try (ResultSet row =
        session.statement("SELECT log_id, entry, time, outbox FROM state").executeQuery()) {
      row.next();
      byte[] logId = row.getBytes(1);
      return logId == null
          ? Position.START
          : new Position(
              Bytes.uuid(logId), row.getLong(2), Micros.instant(row.getLong(3)), row.getLong(4));
    }
  }

  static Map<IdKey, Assignment> assignments(Session session, Collection<IdKey> keys)
      throws SQLException, IOException {
    Map<IdKey, Assignment> found = new HashMap<>();
    new Lookup(
            session,
            "SELECT project_id, distinct_id, person_id, version FROM assignments"
                + " WHERE project_id = ? AND distinct_id IN")
        .each(keys, key -> new int[] {key.projectId()}, IdKey::distinctId, row -> {
          Assignment one = assignment(row);
          found.put(one.key(), one);
        });
    return found;
  }

  static List<Assignment> assignmentsOf(Session session, PersonKey person) throws SQLException {
    PreparedStatement select =
        session.statement("SELECT project_id, distinct_id, person_id, version FROM assignments"
            + " WHERE project_id = ? AND person_id = ? ORDER BY distinct_id");
    select.setInt(1, person.projectId());
    select.setBytes(2, Bytes.of(person.personId()));
    List<Assignment> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(assignment(rows));
      }
    }
    return found;
  }

  static Map<PersonKey, Person> persons(Session session, Collection<PersonKey> keys)
      throws SQLException, IOException {
    Map<PersonKey, Person> found = new HashMap<>();
    new Lookup(
            session,
            "SELECT project_id, person_id, created_at, identified, version, properties"
                + " FROM persons WHERE project_id = ? AND person_id IN")
        .each(keys, key -> new int[] {key.projectId()}, PersonKey::personId, row -> {
          Person person = person(row);
          found.put(person.key(), person);
        });
    return found;
  }

  static Map<GroupKey, Group> groups(Session session, Collection<GroupKey> keys)
      throws SQLException, IOException {
    Map<GroupKey, Group> found = new HashMap<>();
    new Lookup(
            session,
            "SELECT project_id, type_index, group_key, type, created_at, updated_at, version,"
                + " properties FROM groups_of_people"
                + " WHERE project_id = ? AND type_index = ? AND group_key IN")
        .each(keys, key -> new int[] {key.projectId(), key.index()}, GroupKey::key, row -> {
          Group group = group(row);
          found.put(group.key(), group);
        });
    return found;
  }

  static List<GroupType> groupTypes(Session session, int projectId) throws SQLException {
    PreparedStatement select = session.statement(
        "SELECT type, type_index FROM group_types WHERE project_id = ? ORDER BY type_index");
    select.setInt(1, projectId);
    List<GroupType> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(new GroupType(projectId, rows.getString(1), rows.getInt(2)));
      }
    }
    return found;
  }

  static Set<Seen> seen(Session session, Collection<Seen> asked) throws SQLException, IOException {
    Set<Seen> found = new HashSet<>();
    new Lookup(
            session, "SELECT project_id, uuid, content FROM seen WHERE project_id = ? AND uuid IN")
        .each(
            asked,
            one -> new int[] {one.projectId()},
            Seen::uuid,
            row -> found.add(new Seen(row.getInt(1), Bytes.uuid(row.getBytes(2)), row.getLong(3))));
    return found;
  }

  static Set<IdKey> withHeld(Session session, Collection<IdKey> keys)
      throws SQLException, IOException {
    Set<IdKey> found = new HashSet<>();
    new Lookup(
            session,
            "SELECT DISTINCT project_id, distinct_id FROM held"
                + " WHERE project_id = ? AND distinct_id IN")
        .each(
            keys,
            key -> new int[] {key.projectId()},
            IdKey::distinctId,
            row -> found.add(new IdKey(row.getInt(1), row.getString(2))));
    return found;
  }

  /** Looks at all distinct ids of a project, as nothing is kept by what they have as their own. */
  static Set<IdKey> idsOf(Session session, int projectId, Set<UUID> ownIds) throws SQLException {
    PreparedStatement select =
        session.statement("SELECT distinct_id FROM assignments WHERE project_id = ?1"
            + " UNION ALL SELECT DISTINCT distinct_id FROM held WHERE project_id = ?1");
    select.setInt(1, projectId);
    Set<IdKey> found = new HashSet<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        IdKey key = new IdKey(projectId, rows.getString(1));
        if (ownIds.contains(PersonIds.of(key))) {
          found.add(key);
        }
      }
    }
    return found;
  }

  static Assignment assignment(ResultSet row) throws SQLException {
    return new Assignment(
        new IdKey(row.getInt(1), row.getString(2)), Bytes.uuid(row.getBytes(3)), row.getLong(4));
  }

  static Person person(ResultSet row) throws SQLException, IOException {
    return new Person(
        row.getInt(1),
        Bytes.uuid(row.getBytes(2)),
        Micros.instant(row.getLong(3)),
        row.getBoolean(4),
        row.getLong(5),
        Json.object(row.getString(6)));
  }

  static Group group(ResultSet row) throws SQLException, IOException {
    return new Group(
        new GroupKey(row.getInt(1), row.getInt(2), row.getString(3)),
        row.getString(4),
        Micros.instant(row.getLong(5)),
        Micros.instant(row.getLong(6)),
        row.getLong(7),
        Json.object(row.getString(8)));
  }

  static List<SetAside> setAside(Session session, long after, int max) throws SQLException {
    PreparedStatement select = session.statement("SELECT position, payload, reason FROM set_aside"
        + " WHERE position > ? ORDER BY position LIMIT ?");
    select.setLong(1, after);
    select.setInt(2, max);
    List<SetAside> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        byte[] payload = rows.getBytes(2);
        found.add(new SetAside(
            rows.getLong(1), payload == null ? new byte[0] : payload, rows.getString(3)));
      }
    }
    return found;
  }
}
