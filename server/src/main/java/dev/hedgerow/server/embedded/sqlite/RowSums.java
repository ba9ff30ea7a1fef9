package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.Position;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The checksums of the state's rows: CRC32C over all that a row says, its key as well. */
final class RowSums {
  private static final byte[] NOTHING = {};

  private RowSums() {}

  static long of(Person person, String properties) {
    return Bytes.crc(
        properties.getBytes(StandardCharsets.UTF_8),
        person.projectId(),
        person.id().getMostSignificantBits(),
        person.id().getLeastSignificantBits(),
        Micros.of(person.createdAt()),
        person.identified() ? 1 : 0,
        person.version());
  }

  static long of(Assignment one) {
    return Bytes.crc(
        one.key().distinctId().getBytes(StandardCharsets.UTF_8),
        one.key().projectId(),
        one.personId().getMostSignificantBits(),
        one.personId().getLeastSignificantBits(),
        one.version());
  }

  static long of(Group group, String properties) {
    return Bytes.crc(
        (group.key().key() + "\0" + group.type() + "\0" + properties)
            .getBytes(StandardCharsets.UTF_8),
        group.key().projectId(),
        group.key().index(),
        Micros.of(group.createdAt()),
        Micros.of(group.updatedAt()),
        group.version());
  }

  static long of(Position position) {
    byte[] log = position.logId() == null ? NOTHING : Bytes.of(position.logId());
    return Bytes.crc(log, position.entry(), Micros.of(position.time()), position.outbox());
  }

  /** Returns the sum of a row of persons as it is, or null when it is none. */
  static @Nullable Long ofPerson(ResultSet row) throws SQLException {
    UUID id = uuid(row.getBytes("person_id"));
    String properties = row.getString("properties");
    return id == null || properties == null
        ? null
        : Long.valueOf(Bytes.crc(
            properties.getBytes(StandardCharsets.UTF_8),
            row.getLong("project_id"),
            id.getMostSignificantBits(),
            id.getLeastSignificantBits(),
            row.getLong("created_at"),
            row.getLong("identified"),
            row.getLong("version")));
  }

  /** Returns the sum of a row of assignments as it is, or null when it is none. */
  static @Nullable Long ofAssignment(ResultSet row) throws SQLException {
    UUID id = uuid(row.getBytes("person_id"));
    String distinctId = row.getString("distinct_id");
    if (id == null || distinctId == null || distinctId.isEmpty()) {
      return null;
    }
    IdKey key = new IdKey(row.getInt("project_id"), distinctId);
    return of(new Assignment(key, id, row.getLong("version")));
  }

  /** Returns the sum of a row of groups as it is, or null when it is none. */
  static @Nullable Long ofGroup(ResultSet row) throws SQLException {
    String key = row.getString("group_key");
    String type = row.getString("type");
    String properties = row.getString("properties");
    return key == null || type == null || properties == null
        ? null
        : Long.valueOf(Bytes.crc(
            (key + "\0" + type + "\0" + properties).getBytes(StandardCharsets.UTF_8),
            row.getLong("project_id"),
            row.getLong("type_index"),
            row.getLong("created_at"),
            row.getLong("updated_at"),
            row.getLong("version")));
  }

  private static @Nullable UUID uuid(byte @Nullable [] bytes) {
    return bytes == null || bytes.length != 16 ? null : Bytes.uuid(bytes);
  }
}
