package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.JsonText;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.Export;
import dev.hedgerow.server.query.ExportPage;
import dev.hedgerow.server.query.ExportReads;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Pages of events, each in a short transaction on a connection of its own. First it is found by their keys alone where a page
 * ends, which skips most of the table as rows lie in the order processed; then its rows are read whole.
 */
public final class DuckExport {
  private static final String EDGE = """
      SELECT epoch_us(created_at) AS c, CAST(uuid AS VARCHAR) AS u FROM kept.event_rows
      WHERE %s ORDER BY created_at, uuid LIMIT %d
      """;
  private static final String ROWS = """
      SELECT * FROM (
        SELECT *, sum(strlen(properties) + strlen(person_properties) + strlen(elements_chain))
            OVER (ORDER BY c, uuid ROWS UNBOUNDED PRECEDING) AS so_far,
          row_number() OVER (ORDER BY c, uuid) AS "number"
        FROM (SELECT uuid, event, distinct_id, epoch_us("timestamp") AS t, epoch_us(created_at) AS c,
            person_id, epoch_us(person_created_at) AS pc, person_mode, elements_chain, group_0,
            group_1, group_2, group_3, group_4, properties, person_properties
          FROM kept.event_rows WHERE %s))
      WHERE "number" = 1 OR so_far <= %d ORDER BY c, uuid
      """;

  /** Where a page begins or ends. */
  private record Place(long micros, UUID uuid) {}

  private final DuckFile file;
  private final BooleanSupplier settled;

  /**
   * Makes one.
   *
   * @param settled whether all that was accepted is in the store
   */
  public DuckExport(DuckFile file, BooleanSupplier settled) {
    this.file = file;
    this.settled = settled;
  }

  /** Returns the events of an export from its place on; one that is no place is refused. */
  public ExportPage page(Export export) throws RejectedException, IOException {
    Place after = export.after() == null ? null : place(export, export.after());
    boolean all = settled.getAsBoolean(); // asked before: what is accepted later has a later time
    try {
      return file.read(connection -> page(connection, export, after, all));
    } catch (SQLException e) {
      file.heard(e);
      throw new IOException("expected to read the event store", e);
    }
  }

  private ExportPage page(Connection connection, Export export, @Nullable Place after, boolean all)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN TRANSACTION READ ONLY");
      List<Object> values = new ArrayList<>();
      String wanted = wanted(export, after, all, values);
      Place edge = null;
      int found = 0;
      try (PreparedStatement keys =
              prepared(connection, EDGE.formatted(wanted, export.rowsMax()), values);
          ResultSet rows = keys.executeQuery()) {
        while (rows.next()) {
          edge = new Place(rows.getLong(1), UUID.fromString(rows.getString(2)));
          found++;
        }
      }
      return edge == null
          ? new ExportPage(List.of(), null)
          : read(connection, wanted, values, edge, found == export.rowsMax());
    }
  }

  private static ExportPage read(
      Connection connection, String wanted, List<Object> values, Place edge, boolean more)
      throws SQLException {
    String upTo = wanted + " AND created_at <= make_timestamp(CAST(? AS BIGINT))"
        + " AND (created_at < make_timestamp(CAST(? AS BIGINT)) OR uuid <= CAST(? AS UUID))";
    values.addAll(List.of(edge.micros(), edge.micros(), edge.uuid().toString()));
    List<List<@Nullable Object>> found = new ArrayList<>();
    Place last = edge;
    try (PreparedStatement select =
            prepared(connection, ROWS.formatted(upTo, ExportReads.PAGE_CHARS), values);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        last = new Place(rows.getLong("c"), UUID.fromString(rows.getString("uuid")));
        found.add(row(rows));
      }
    }
    boolean goesOn = more || !last.equals(edge);
    return new ExportPage(found, goesOn ? Micros.instant(last.micros()) + "_" + last.uuid() : null);
  }

  private String wanted(Export export, @Nullable Place after, boolean all, List<Object> values) {
    StringBuilder sql = new StringBuilder("project_id = ?");
    values.add(file.gone().visible(export.projectId()));
    if (after != null) {
      sql.append(" AND created_at >= make_timestamp(CAST(? AS BIGINT))")
          .append(
              " AND (created_at > make_timestamp(CAST(? AS BIGINT)) OR uuid > CAST(? AS UUID))");
      values.addAll(List.of(after.micros(), after.micros(), after.uuid().toString()));
    }
    if (export.from() != null) {
      sql.append(" AND \"timestamp\" >= make_timestamp(CAST(? AS BIGINT))");
      values.add(Micros.of(export.from()));
    }
    if (export.to() != null) {
      sql.append(" AND \"timestamp\" < make_timestamp(CAST(? AS BIGINT))");
      values.add(Micros.of(export.to()));
    }
    if (!all) {
      sql.append(" AND created_at < (SELECT max(created_at) FROM kept.event_rows)");
    }
    return sql.toString();
  }

  private static PreparedStatement prepared(Connection connection, String sql, List<Object> values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    return statement;
  }

  private static List<@Nullable Object> row(ResultSet row) throws SQLException {
    List<@Nullable Object> cells = new ArrayList<>();
    cells.add(UUID.fromString(row.getString(1)));
    cells.add(row.getString(2));
    cells.add(row.getString(3));
    cells.add(Micros.instant(row.getLong(4)));
    cells.add(Micros.instant(row.getLong(5)));
    cells.add(UUID.fromString(row.getString(6)));
    cells.add(Micros.instant(row.getLong(7)));
    cells.add(row.getString(8));
    cells.add(row.getString(9));
    cells.add(groups(row));
    cells.add(new JsonText(row.getString(15)));
    cells.add(new JsonText(row.getString(16)));
    return cells;
  }

  private static Map<String, String> groups(ResultSet row) throws SQLException {
    Map<String, String> groups = new LinkedHashMap<>();
    for (int index = 0; index < DuckSchema.GROUPS; index++) {
      String key = row.getString(10 + index);
      if (key != null) {
        groups.put(Integer.toString(index), key);
      }
    }
    return groups;
  }

  private static Place place(Export export, String text) throws RejectedException {
    int split = text.indexOf('_');
    try {
      return new Place(
          Micros.of(Instant.parse(text.substring(0, split))),
          UUID.fromString(text.substring(split + 1)));
    } catch (DateTimeException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | ArithmeticException e) {
      throw export.noPlace();
    }
  }
}
