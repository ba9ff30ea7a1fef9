package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.Erasure;
import dev.hedgerow.server.store.GroupType;
import dev.hedgerow.server.store.HeldEvent;
import dev.hedgerow.server.store.Position;
import dev.hedgerow.server.store.Seen;
import dev.hedgerow.server.store.SetAside;
import dev.hedgerow.server.store.StateChange;
import dev.hedgerow.server.wire.EntryCodec;
import dev.hedgerow.server.wire.Json;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one change writes, inside the transaction of the session it is given. */
final class StateWrites {
  static final String PERSON = "INSERT INTO persons (project_id, person_id, created_at,"
      + " identified, version, properties, crc) VALUES (?, ?, ?, ?, ?, ?, ?)";
  static final String ASSIGNMENT = "INSERT INTO assignments (project_id, distinct_id, person_id,"
      + " version, crc) VALUES (?, ?, ?, ?, ?)";
  static final String GROUP = "INSERT INTO groups_of_people (project_id, type_index, group_key,"
      + " type, created_at, updated_at, version, properties, crc)"
      + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final List<String> POSITION = List.of(
      "UPDATE state SET log_id = ?, entry = ?, time = ?, outbox = ?, crc = ?",
      "INSERT INTO state_again (one, log_id, entry, time, outbox, crc) VALUES (1, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (one) DO UPDATE SET log_id = excluded.log_id, entry = excluded.entry,"
          + " time = excluded.time, outbox = excluded.outbox, crc = excluded.crc");

  private interface Binder<T> {
    void bind(PreparedStatement statement, T value) throws SQLException;
  }

  private final Session session;
  private final StateChange change;

  private StateWrites(Session session, StateChange change) {
    this.session = session;
    this.change = change;
  }

  /** Writes all of a change and returns the new position. */
  static Position write(
      Session session, StateChange change, Position before, byte @Nullable [] block)
      throws SQLException {
    StateWrites writes = new StateWrites(session, change);
    writes.people();
    writes.groups();
    int held = writes.held() - writes.clear();
    int setAside = writes.setAside() - writes.damaged();
    writes.seen();
    Position after = before.after(change);
    SqliteErasures.add(session, change.erasures(), after.outbox());
    if (block != null) {
      outbox(session, after.outbox(), block);
    }
    writes.position(after, held, setAside);
    return after;
  }

  private void people() throws SQLException {
    each(
        change.persons(),
        PERSON + " ON CONFLICT DO UPDATE SET"
            + " created_at = excluded.created_at, identified = excluded.identified,"
            + " version = excluded.version, properties = excluded.properties, crc = excluded.crc",
        StateWrites::bindPerson);
    each(
        change.deletedPersons(),
        "DELETE FROM persons WHERE project_id = ? AND person_id = ?",
        StateWrites::bindKey);
    each(
        change.assignments(),
        ASSIGNMENT + " ON CONFLICT DO UPDATE SET"
            + " person_id = excluded.person_id, version = excluded.version, crc = excluded.crc",
        StateWrites::bindAssignment);
    each(
        change.unassigned(),
        "DELETE FROM assignments WHERE project_id = ? AND distinct_id = ?",
        StateWrites::bindId);
  }

  private void groups() throws SQLException {
    each(
        change.groups(),
        GROUP + " ON CONFLICT DO UPDATE SET type = excluded.type,"
            + " created_at = excluded.created_at, updated_at = excluded.updated_at,"
            + " version = excluded.version, properties = excluded.properties, crc = excluded.crc",
        StateWrites::bindGroup);
    each(
        change.groupTypes(),
        "INSERT INTO group_types (project_id, type, type_index) VALUES (?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        StateWrites::bindGroupType);
  }

  /** Returns by how many the held events became more. */
  private int held() throws SQLException {
    each(
        change.heldHastened(),
        "UPDATE held SET due_at = ?, crc = ? WHERE position = ?",
        StateWrites::bindDue);
    int added = each(
        change.heldAdded(),
        "INSERT INTO held (position, project_id, distinct_id, held_at, due_at, crc, event)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        StateWrites::bindHeld);
    int removed = each(
        change.heldRemoved(),
        "DELETE FROM held WHERE position = ?",
        (statement, position) -> statement.setLong(1, position));
    int dropped = each(
        change.heldDropped(),
        "DELETE FROM held WHERE project_id = ? AND distinct_id = ?",
        StateWrites::bindId);
    return added - removed - dropped;
  }

  /**
   * Deletes what of projects that go may not wait for {@link StateClearing}, and returns how many events of theirs were held.
   */
  private int clear() throws SQLException {
    int held = 0;
    for (Erasure one : change.erasures()) {
      if (one.isOfProject()) {
        clear("group_types", one.projectId());
        held += clear("held", one.projectId());
      }
    }
    return held;
  }

  private int clear(String table, int projectId) throws SQLException {
    PreparedStatement delete = session.statement("DELETE FROM " + table + " WHERE project_id = ?");
    delete.setInt(1, projectId);
    return delete.executeUpdate();
  }

  private int setAside() throws SQLException {
    int gone = each(
        change.setAsideRemoved(),
        "DELETE FROM set_aside WHERE position = ?",
        (statement, position) -> statement.setLong(1, position));
    int added = each(
        change.setAside(),
        "INSERT INTO set_aside (position, reason, payload) VALUES (?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        StateWrites::bindSetAside);
    return added - gone;
  }

  /** Drops damaged rows and blocks where somebody was erased with events: nobody can tell whose they held. Returns how many. */
  private int damaged() throws SQLException {
    return change.erasures().stream().anyMatch(Erasure::withEvents)
        ? session.statement("DELETE FROM outbox_set_aside").executeUpdate()
            + session.statement("DELETE FROM rows_set_aside").executeUpdate()
        : 0;
  }

  private void seen() throws SQLException {
    long time = Micros.of(change.time());
    each(
        change.seen(),
        "INSERT INTO seen (project_id, uuid, content, time) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        (statement, one) -> bindSeen(statement, one, time));
  }

  /** Adds a block to the outbox. */
  static void outbox(Session session, long number, byte[] block) throws SQLException {
    PreparedStatement insert =
        session.statement("INSERT INTO outbox (number, crc, block) VALUES (?, ?, ?)");
    insert.setLong(1, number);
    insert.setLong(2, Bytes.crc(block, number));
    insert.setBytes(3, block);
    insert.executeUpdate();
  }

  private void position(Position after, int held, int setAside) throws SQLException {
    PreparedStatement update =
        session.statement("UPDATE state SET held = held + ?, set_aside = set_aside + ?");
    update.setInt(1, held);
    update.setInt(2, setAside);
    update.executeUpdate();
    position(session, after);
  }

  /** Writes how far the state has come, twice, each with its sum. */
  static void position(Session session, Position position) throws SQLException {
    for (String sql : POSITION) {
      PreparedStatement write = session.statement(sql);
      write.setBytes(1, position.logId() == null ? null : Bytes.of(position.logId()));
      write.setLong(2, position.entry());
      write.setLong(3, Micros.of(position.time()));
      write.setLong(4, position.outbox());
      write.setLong(5, RowSums.of(position));
      write.executeUpdate();
    }
  }

  private <T> int each(Collection<T> values, String sql, Binder<T> binder) throws SQLException {
    if (values.isEmpty()) {
      return 0;
    }
    PreparedStatement statement = session.statement(sql);
    for (T value : values) {
      binder.bind(statement, value);
      statement.addBatch();
    }
    int rows = 0;
    for (int one : statement.executeBatch()) {
      rows += one;
    }
    return rows;
  }

  static void bindPerson(PreparedStatement to, Person person) throws SQLException {
    to.setInt(1, person.projectId());
    to.setBytes(2, Bytes.of(person.id()));
    to.setLong(3, Micros.of(person.createdAt()));
    to.setBoolean(4, person.identified());
    to.setLong(5, person.version());
    String properties = Json.text(person.properties());
    to.setString(6, properties);
    to.setLong(7, RowSums.of(person, properties));
  }

  private static void bindKey(PreparedStatement to, PersonKey key) throws SQLException {
    to.setInt(1, key.projectId());
    to.setBytes(2, Bytes.of(key.personId()));
  }

  private static void bindId(PreparedStatement to, IdKey id) throws SQLException {
    to.setInt(1, id.projectId());
    to.setString(2, id.distinctId());
  }

  static void bindAssignment(PreparedStatement to, Assignment one) throws SQLException {
    to.setInt(1, one.key().projectId());
    to.setString(2, one.key().distinctId());
    to.setBytes(3, Bytes.of(one.personId()));
    to.setLong(4, one.version());
    to.setLong(5, RowSums.of(one));
  }

  static void bindGroup(PreparedStatement to, Group group) throws SQLException {
    to.setInt(1, group.key().projectId());
    to.setInt(2, group.key().index());
    to.setString(3, group.key().key());
    to.setString(4, group.type());
    to.setLong(5, Micros.of(group.createdAt()));
    to.setLong(6, Micros.of(group.updatedAt()));
    to.setLong(7, group.version());
    String properties = Json.text(group.properties());
    to.setString(8, properties);
    to.setLong(9, RowSums.of(group, properties));
  }

  private static void bindGroupType(PreparedStatement to, GroupType type) throws SQLException {
    to.setInt(1, type.projectId());
    to.setString(2, type.type());
    to.setInt(3, type.index());
  }

  private static void bindHeld(PreparedStatement to, HeldEvent held) throws SQLException {
    byte[] event = EntryCodec.encode(held.event());
    to.setLong(1, held.position());
    to.setInt(2, held.event().projectId());
    to.setString(3, held.event().distinctId());
    to.setLong(4, Micros.of(held.heldAt()));
    to.setLong(5, Micros.of(held.dueAt()));
    to.setLong(6, crc(held, event));
    to.setBytes(7, event);
  }

  private static void bindDue(PreparedStatement to, HeldEvent held) throws SQLException {
    to.setLong(1, Micros.of(held.dueAt()));
    to.setLong(2, crc(held, EntryCodec.encode(held.event())));
    to.setLong(3, held.position());
  }

  private static long crc(HeldEvent held, byte[] event) {
    return Bytes.crc(event, held.position(), Micros.of(held.heldAt()), Micros.of(held.dueAt()));
  }

  private static void bindSetAside(PreparedStatement to, SetAside entry) throws SQLException {
    to.setLong(1, entry.position());
    to.setString(2, entry.reason());
    to.setBytes(3, entry.payload());
  }

  private static void bindSeen(PreparedStatement to, Seen one, long time) throws SQLException {
    to.setInt(1, one.projectId());
    to.setBytes(2, Bytes.of(one.uuid()));
    to.setLong(3, one.content());
    to.setLong(4, time);
  }
}
