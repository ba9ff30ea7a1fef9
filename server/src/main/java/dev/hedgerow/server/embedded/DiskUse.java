package dev.hedgerow.server.embedded;

import dev.hedgerow.server.query.DiskReads;
import dev.hedgerow.server.query.EventFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at the data folder and into its engines. */
final class DiskUse implements DiskReads {
  private static final long SAMPLE_ROWS = 50_000;
  private static final String RECORDING = "event = '" + EventFilter.RECORDING + "'";
  private static final String COUNTS = "SELECT project_id, " + RECORDING
      + " AS recording, count(*) FROM kept.event_rows GROUP BY ALL ORDER BY ALL";
  private static final String SIZES = "SELECT project_id, recording, avg(bytes) FROM (SELECT"
      + " project_id, " + RECORDING + " AS recording, 100 + strlen(properties)"
      + " + strlen(person_properties) + strlen(elements_chain) AS bytes FROM kept.event_rows %s)"
      + " GROUP BY ALL";
  private static final String PERSONS = "SELECT project_id, count(*), 100 * count(*) +"
      + " coalesce(sum(length(properties)), 0) FROM persons GROUP BY project_id";
  private static final int USUAL_BYTES = 1_000;

  private final Path folder;
  private final DuckFile file;
  private final Database state;

  DiskUse(Path folder, DuckFile file, Database state) {
    this.folder = folder;
    this.file = file;
    this.state = state;
  }

  /** Events and recordings of a project, as numbers that are added up. */
  private static final class Sum {
    private final long[] counts = new long[2];
    private final double[] weights = new double[2];
    private long persons;
    private long personBytes;
  }

  @Override
  public List<OfProject> projects() throws IOException {
    Map<Integer, Sum> sums = new TreeMap<>();
    countEvents(sums);
    state.read("read", session -> {
      try (ResultSet rows = session.statement(PERSONS).executeQuery()) {
        while (rows.next()) {
          Sum sum = sums.computeIfAbsent(rows.getInt(1), none -> new Sum());
          sum.persons = rows.getLong(2);
          sum.personBytes = rows.getLong(3);
        }
      }
      return true;
    });
    Sizes sizes = sizes();
    double all = sums.values().stream()
        .mapToDouble(sum -> sum.weights[0] + sum.weights[1])
        .sum();
    double bytesOfEvents = sizes.files().getOrDefault("events.duckdb", 0L) - sizes.reusable();
    List<OfProject> projects = new ArrayList<>();
    sums.forEach((id, sum) -> projects.add(new OfProject(
        id,
        part(sum, 0, bytesOfEvents / Math.max(1, all)),
        part(sum, 1, bytesOfEvents / Math.max(1, all)),
        new Part(sum.persons, sum.personBytes))));
    return projects;
  }

  private static Part part(Sum sum, int which, double each) {
    return new Part(sum.counts[which], Math.round(sum.weights[which] * each));
  }

  private void countEvents(Map<Integer, Sum> sums) throws IOException {
    try {
      file.read(connection -> {
        countEvents(connection, sums);
        return true;
      });
    } catch (SQLException e) {
      throw new IOException("expected to read the event store", e);
    }
  }

  private static void countEvents(Connection connection, Map<Integer, Sum> sums)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long total = 0;
      try (ResultSet rows = statement.executeQuery(COUNTS)) {
        while (rows.next()) {
          int which = rows.getBoolean(2) ? 1 : 0;
          Sum sum = sums.computeIfAbsent(rows.getInt(1), none -> new Sum());
          sum.counts[which] = rows.getLong(3);
          sum.weights[which] = (double) rows.getLong(3) * USUAL_BYTES;
          total += rows.getLong(3);
        }
      }
      String sample = total <= SAMPLE_ROWS
          ? ""
          : "USING SAMPLE " + 100.0 * SAMPLE_ROWS / total + " PERCENT (system)";
      try (ResultSet rows = statement.executeQuery(SIZES.formatted(sample))) {
        while (rows.next()) {
          int which = rows.getBoolean(2) ? 1 : 0;
          Sum sum = sums.computeIfAbsent(rows.getInt(1), none -> new Sum());
          sum.weights[which] = sum.counts[which] * rows.getDouble(3);
        }
      }
    }
  }

  @Override
  public Sizes sizes() throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    try (Stream<Path> found = Files.list(folder)) {
      for (Path one : found.toList()) {
        String name = String.valueOf(one.getFileName()).replaceFirst("(-wal|-shm|\\.wal)$", "");
        bytes.merge(name, bytes(one), Long::sum);
      }
    } catch (UncheckedIOException e) {
      throw new IOException("expected to list the data folder", e);
    }
    return new Sizes(bytes, reusable(), Files.getFileStore(folder).getUsableSpace());
  }

  private static long bytes(Path path) throws IOException {
    long sum = 0;
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.toList()) {
        if (Files.isRegularFile(one)) {
          sum += Files.size(one);
        }
      }
    } catch (NoSuchFileException | UncheckedIOException e) {
      return sum; // it went meanwhile
    }
    return sum;
  }

  private long reusable() throws IOException {
    try {
      return file.read(connection -> {
        try (Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery(
                "SELECT sum(block_size * free_blocks) FROM pragma_database_size()"
                    + " WHERE database_name = current_database()")) {
          return row.next() ? row.getLong(1) : 0L;
        }
      });
    } catch (SQLException e) {
      throw new IOException("expected to read the event store", e);
    }
  }

  @Override
  public List<KnownBackup> backups() throws IOException {
    return KnownBackups.of(folder);
  }
}
