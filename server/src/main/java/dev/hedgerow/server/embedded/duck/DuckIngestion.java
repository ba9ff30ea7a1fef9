package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.event.Warning;
import dev.hedgerow.server.query.DayUsage;
import dev.hedgerow.server.query.IngestionReads;
import dev.hedgerow.server.query.WarningSummary;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads over warnings and counts, each on a connection of its own. */
final class DuckIngestion implements IngestionReads {
  private static final String USAGE = """
      SELECT CAST(floor(epoch_us("timestamp") / 9e8) AS BIGINT) AS quarter,
        count(*) FILTER (person_mode = '%1$s'), count(*) FILTER (person_mode <> '%1$s')
      FROM kept.event_rows
      WHERE project_id = ? AND "timestamp" >= make_timestamp(CAST(? AS BIGINT))
        AND "timestamp" < make_timestamp(CAST(? AS BIGINT))
        AND event NOT IN (%2$s) AND NOT starts_with(event, '%3$s')
      GROUP BY quarter
      """.formatted(
          PersonMode.PROPERTYLESS.word(),
          UNCOUNTED.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")),
          UNCOUNTED_PREFIX);
  private static final long QUARTER_SECONDS = 900;
  private static final String WARNINGS_OF_TYPE = """
      SELECT "type", epoch_us(noticed_at) AS at, event, distinct_id, uuid, details
      FROM kept.warning_rows
      WHERE project_id = ? AND "type" = ? AND noticed_at >= make_timestamp(CAST(? AS BIGINT))
      ORDER BY noticed_at DESC, rowid DESC LIMIT ? OFFSET ?
      """;
  private static final String WARNINGS_OF_IDS = """
      SELECT "type", epoch_us(noticed_at) AS at, event, distinct_id, uuid, details
      FROM kept.warning_rows
      WHERE project_id = ? AND starts_with("type", ?) AND distinct_id IN (%s)
      ORDER BY noticed_at DESC, rowid DESC LIMIT ?
      """;
  private static final String WARNINGS = """
      SELECT "type", epoch_us(noticed_at) AS at, event, distinct_id, uuid, details,
        count(*) OVER (PARTITION BY "type") AS total
      FROM kept.warning_rows
      WHERE project_id = ? AND noticed_at >= make_timestamp(CAST(? AS BIGINT))
      QUALIFY row_number() OVER (PARTITION BY "type" ORDER BY noticed_at DESC, rowid DESC) <= ?
      ORDER BY max(noticed_at) OVER (PARTITION BY "type") DESC, "type", noticed_at DESC, rowid DESC
      """;

  private final DuckFile file;

  DuckIngestion(DuckFile file) {
    this.file = file;
  }

  private interface Reading<T> {
    T read(ResultSet rows) throws SQLException, IOException;
  }

  /** Counts quarters of an hour, of which every zone's days consist, and puts them together to days. */
  @Override
  public List<DayUsage> usage(int projectId, LocalDate first, LocalDate last, ZoneId zone)
      throws IOException {
    Map<LocalDate, DayUsage> days = new TreeMap<>();
    return ask(
        USAGE,
        rows -> {
          while (rows.next()) {
            Instant at = Instant.ofEpochSecond(rows.getLong(1) * QUARTER_SECONDS);
            LocalDate day = LocalDate.ofInstant(at, zone);
            DayUsage before = days.getOrDefault(day, new DayUsage(day, 0, 0));
            days.put(
                day,
                new DayUsage(
                    day,
                    before.anonymous() + rows.getLong(2),
                    before.identified() + rows.getLong(3)));
          }
          return List.copyOf(days.values());
        },
        projectId,
        Micros.of(first.atStartOfDay(zone).toInstant()),
        Micros.of(last.plusDays(1).atStartOfDay(zone).toInstant()));
  }

  @Override
  public List<Warning> warnings(int projectId, String type, Instant since, int after, int limit)
      throws IOException {
    return ask(
        WARNINGS_OF_TYPE,
        rows -> all(projectId, rows),
        projectId,
        type,
        Micros.of(since),
        limit,
        after);
  }

  @Override
  public List<Warning> warningsOf(
      int projectId, String prefix, Collection<String> distinctIds, int limit) throws IOException {
    if (distinctIds.isEmpty()) {
      return List.of();
    }
    List<Object> values = new ArrayList<>(List.of(prefix));
    values.addAll(distinctIds);
    values.add(limit);
    String places = String.join(", ", Collections.nCopies(distinctIds.size(), "?"));
    return ask(
        WARNINGS_OF_IDS.formatted(places),
        rows -> all(projectId, rows),
        projectId,
        values.toArray());
  }

  private static List<Warning> all(int projectId, ResultSet rows) throws SQLException, IOException {
    List<Warning> found = new ArrayList<>();
    while (rows.next()) {
      found.add(warning(projectId, rows));
    }
    return found;
  }

  @Override
  public List<WarningSummary> warnings(int projectId, Instant since, int samples)
      throws IOException {
    return ask(
        WARNINGS,
        rows -> {
          Map<String, List<Warning>> byType = new LinkedHashMap<>();
          Map<String, Long> totals = new HashMap<>();
          while (rows.next()) {
            Warning warning = warning(projectId, rows);
            byType.computeIfAbsent(warning.type(), type -> new ArrayList<>()).add(warning);
            totals.put(warning.type(), rows.getLong("total"));
          }
          return byType.entrySet().stream()
              .map(entry -> new WarningSummary(
                  entry.getKey(),
                  totals.getOrDefault(entry.getKey(), 0L),
                  entry.getValue().get(0).at(),
                  entry.getValue()))
              .toList();
        },
        projectId,
        Micros.of(since),
        samples);
  }

  private static Warning warning(int projectId, ResultSet row) throws SQLException, IOException {
    Map<String, String> details = new HashMap<>();
    Json.object(row.getString("details"))
        .forEach((name, value) -> details.put(name, String.valueOf(value)));
    String uuid = row.getString("uuid");
    return new Warning(
        projectId,
        row.getString("type"),
        Micros.instant(row.getLong("at")),
        row.getString("event"),
        row.getString("distinct_id"),
        uuid == null ? null : UUID.fromString(uuid),
        details);
  }

  private <T> T ask(String sql, Reading<T> reading, int projectId, Object... values)
      throws IOException {
    try {
      return file.read(connection -> {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
          statement.setInt(1, file.gone().visible(projectId));
          for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 2, values[i]);
          }
          try (ResultSet rows = statement.executeQuery()) {
            return reading.read(rows);
          }
        }
      });
    } catch (SQLException e) {
      throw new IOException("expected to read the event store", e);
    }
  }
}
