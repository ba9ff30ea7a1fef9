package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.JsonText;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Export;
import dev.hedgerow.server.query.ExportPage;
import dev.hedgerow.server.query.ExportReads;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pages of persons and groups, each as one commit left them. */
public final class StateExport {
  private static final String IDS = """
      SELECT person_id, distinct_id, version FROM assignments
      WHERE project_id = ? AND (person_id, distinct_id) > (?, ?)
      ORDER BY person_id, distinct_id LIMIT ?
      """;
  private static final String PERSON = """
      SELECT created_at, identified, version, properties FROM persons
      WHERE project_id = ? AND person_id = ?
      """;
  private static final String GROUPS = """
      SELECT project_id, type_index, group_key, type, created_at, updated_at, version, properties
      FROM groups_of_people WHERE project_id = ? AND (type_index, group_key) > (?, ?)
      UNION ALL SELECT project_id, type_index, '', type, 0, 0, 0, '{}' FROM group_types
      WHERE project_id = ? AND (type_index, '') > (?, ?)
      ORDER BY type_index, group_key LIMIT ?
      """;

  /** Which row a page comes after: a person or an index, and a text. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares places
  private record Place(byte[] person, int index, String text) {}

  private StateExport() {}

  /** Returns persons or groups of an export from its place on; one that is no place is refused. */
  public static ExportPage page(Database database, Export export)
      throws RejectedException, IOException {
    boolean persons = export.kind() == Export.Kind.PERSONS;
    Place after = place(export, persons);
    return database.read(
        "read",
        session -> persons ? persons(session, export, after) : groups(session, export, after));
  }

  private static ExportPage persons(Session session, Export export, Place after)
      throws SQLException {
    PreparedStatement select = session.statement(IDS);
    select.setInt(1, export.projectId());
    select.setBytes(2, after.person());
    select.setString(3, after.text());
    select.setInt(4, export.rowsMax());
    PersonRows rows = new PersonRows(session, export.projectId());
    int ids = 0;
    try (ResultSet found = select.executeQuery()) {
      while (rows.chars < ExportReads.PAGE_CHARS && found.next()) {
        rows.add(found.getBytes(1), found.getString(2), found.getLong(3));
        ids++;
      }
    }
    boolean more = ids == export.rowsMax() || rows.chars >= ExportReads.PAGE_CHARS;
    return new ExportPage(rows.rows, more ? rows.place() : null);
  }

  /** Gathers ids that follow each other into rows of their persons. */
  private static final class PersonRows {
    private final Session session;
    private final int projectId;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();
    private byte[] person = new byte[0];
    private List<String> ids = new ArrayList<>();
    private List<Long> versions = new ArrayList<>();
    private long chars;

    private PersonRows(Session session, int projectId) {
      this.session = session;
      this.projectId = projectId;
    }

    private void add(byte[] owner, String id, long version) throws SQLException {
      if (!Arrays.equals(owner, person) || ids.size() == ExportReads.IDS_MAX) {
        person = owner;
        ids = new ArrayList<>();
        versions = new ArrayList<>();
        begin();
      }
      ids.add(id);
      versions.add(version);
      chars += id.length();
    }

    private void begin() throws SQLException {
      PreparedStatement select = session.statement(PERSON);
      select.setInt(1, projectId);
      select.setBytes(2, person);
      try (ResultSet found = select.executeQuery()) {
        if (found.next()) {
          String properties = found.getString(4);
          chars += properties.length();
          rows.add(Arrays.asList(
              Bytes.uuid(person),
              Micros.instant(found.getLong(1)),
              found.getBoolean(2),
              found.getLong(3),
              new JsonText(properties),
              ids,
              versions));
        }
      }
    }

    private @Nullable String place() {
      return ids.isEmpty() ? null : Bytes.uuid(person) + "_" + ids.get(ids.size() - 1);
    }
  }

  private static ExportPage groups(Session session, Export export, Place after)
      throws SQLException, IOException {
    PreparedStatement select = session.statement(GROUPS);
    for (int from : new int[] {1, 4}) {
      select.setInt(from, export.projectId());
      select.setInt(from + 1, after.index());
      select.setString(from + 2, after.text());
    }
    select.setInt(7, export.rowsMax());
    List<List<@Nullable Object>> rows = new ArrayList<>();
    long chars = 0;
    String place = null;
    try (ResultSet found = select.executeQuery()) {
      while (chars < ExportReads.PAGE_CHARS && found.next()) {
        String properties = found.getString(8);
        chars += properties.length();
        Group group = StateReads.group(found);
        place = group.key().index() + "_" + group.key().key();
        rows.add(group.key().key().isEmpty() ? typeRow(group) : row(group, properties));
      }
    }
    boolean more = rows.size() == export.rowsMax() || chars >= ExportReads.PAGE_CHARS;
    return new ExportPage(rows, more ? place : null);
  }

  private static List<@Nullable Object> typeRow(Group type) {
    return Arrays.asList(type.key().index(), type.type(), null, null, null, null, null);
  }

  private static List<@Nullable Object> row(Group group, String properties) {
    return Arrays.asList(
        group.key().index(),
        group.type(),
        group.key().key(),
        group.createdAt(),
        group.updatedAt(),
        group.version(),
        new JsonText(properties));
  }

  private static Place place(Export export, boolean persons) throws RejectedException {
    String text = export.after();
    if (text == null) {
      return new Place(new byte[0], -1, "");
    }
    int split = text.indexOf('_');
    try {
      String first = text.substring(0, split);
      String second = text.substring(split + 1);
      return persons
          ? new Place(Bytes.of(UUID.fromString(first)), 0, second)
          : new Place(new byte[0], Integer.parseInt(first), second);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw export.noPlace();
    }
  }
}
