package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.query.EventFilter;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** What events take in the event store's file. Safe from any thread. */
public final class DuckDisk {
  private static final long SAMPLE_ROWS = 50_000;
  private static final String RECORDING = "event = '" + EventFilter.RECORDING + "'";
  private static final String COUNTS = "SELECT project_id, " + RECORDING
      + " AS recording, count(*) FROM kept.event_rows GROUP BY ALL ORDER BY ALL";
  private static final String SIZES = "SELECT project_id, recording, avg(bytes) FROM (SELECT"
      + " project_id, " + RECORDING + " AS recording, 100 + strlen(properties)"
      + " + strlen(person_properties) + strlen(elements_chain) AS bytes FROM kept.event_rows %s)"
      + " GROUP BY ALL";
  private static final int USUAL_BYTES = 1_000;

  private final DuckFile file;

  DuckDisk(DuckFile file) {
    this.file = file;
  }

  /**
   * The events and the recordings of a project.
   *
   * @param eventBytes what the events take as text, about: part of the whole of all projects
   * @param recordingBytes the same of the recordings
   */
  public record Weight(long events, double eventBytes, long recordings, double recordingBytes) {
    /** Nothing at all. */
    public static final Weight NONE = new Weight(0, 0, 0, 0);

    /** Returns what both take. */
    public double bytes() {
      return eventBytes + recordingBytes;
    }

    private Weight with(boolean recording, long count, double bytes) {
      return recording
          ? new Weight(events, eventBytes, count, bytes)
          : new Weight(count, bytes, recordings, recordingBytes);
    }
  }

  /** Returns what each project has that has something; the weight of one is estimated from a sample. */
  public Map<Integer, Weight> weights() throws IOException {
    return read(DuckDisk::weights);
  }

  /** Returns the bytes that are free to be written again. */
  public long reusable() throws IOException {
    return read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(
              "SELECT sum(block_size * free_blocks) FROM pragma_database_size()"
                  + " WHERE database_name = current_database()")) {
        return row.next() ? row.getLong(1) : 0L;
      }
    });
  }

  private <T> T read(DuckFile.Reading<T> reading) throws IOException {
    try {
      return file.read(reading);
    } catch (SQLException e) {
      throw new IOException("expected to read the event store", e);
    }
  }

  private static Map<Integer, Weight> weights(Connection connection) throws SQLException {
    Map<Integer, Weight> weights = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      long total = 0;
      try (ResultSet rows = statement.executeQuery(COUNTS)) {
        while (rows.next()) {
          long count = rows.getLong(3);
          Weight known = weights.getOrDefault(rows.getInt(1), Weight.NONE);
          weights.put(
              rows.getInt(1), known.with(rows.getBoolean(2), count, (double) count * USUAL_BYTES));
          total += count;
        }
      }
      String sample = total <= SAMPLE_ROWS
          ? ""
          : "USING SAMPLE " + 100.0 * SAMPLE_ROWS / total + " PERCENT (system)";
      try (ResultSet rows = statement.executeQuery(SIZES.formatted(sample))) {
        while (rows.next()) {
          Weight known = weights.getOrDefault(rows.getInt(1), Weight.NONE);
          long count = rows.getBoolean(2) ? known.recordings() : known.events();
          weights.put(
              rows.getInt(1), known.with(rows.getBoolean(2), count, count * rows.getDouble(3)));
        }
      }
    }
    return weights;
  }
}
