package dev.hedgerow.server.embedded;

import dev.hedgerow.server.embedded.duck.DuckDisk;
import dev.hedgerow.server.embedded.folder.KnownBackups;
import dev.hedgerow.server.embedded.sqlite.Database;
import dev.hedgerow.server.embedded.sqlite.SqlitePersons;
import dev.hedgerow.server.query.DiskReads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks at the data folder and into its engines. */
final class DiskUse implements DiskReads {
  private final Path folder;
  private final DuckDisk events;
  private final Database state;

  DiskUse(Path folder, DuckDisk events, Database state) {
    this.folder = folder;
    this.events = events;
    this.state = state;
  }

  @Override
  public List<OfProject> projects() throws IOException {
    Map<Integer, DuckDisk.Weight> weights = events.weights();
    Map<Integer, Part> people = SqlitePersons.disk(state);
    Sizes sizes = sizes();
    double all = weights.values().stream().mapToDouble(DuckDisk.Weight::bytes).sum();
    double each =
        (sizes.files().getOrDefault("events.duckdb", 0L) - sizes.reusable()) / Math.max(1, all);
    Set<Integer> ids = new TreeSet<>(weights.keySet());
    ids.addAll(people.keySet());
    List<OfProject> projects = new ArrayList<>();
    for (int id : ids) {
      DuckDisk.Weight weight = weights.getOrDefault(id, DuckDisk.Weight.NONE);
      projects.add(new OfProject(
          id,
          new Part(weight.events(), Math.round(weight.eventBytes() * each)),
          new Part(weight.recordings(), Math.round(weight.recordingBytes() * each)),
          people.getOrDefault(id, new Part(0, 0))));
    }
    return projects;
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
    return new Sizes(bytes, events.reusable(), Files.getFileStore(folder).getUsableSpace());
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

  @Override
  public List<KnownBackup> backups() throws IOException {
    return KnownBackups.of(folder);
  }
}
