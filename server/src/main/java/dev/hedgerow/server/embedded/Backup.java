package dev.hedgerow.server.embedded;

import dev.hedgerow.server.embedded.folder.DataVersion;
import dev.hedgerow.server.embedded.folder.Manifest;
import dev.hedgerow.server.embedded.folder.Sums;
import dev.hedgerow.server.store.Erasures;
import dev.hedgerow.server.store.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A backup being made while everything goes on: first {@link #copyEvents}, while nobody writes the
 * event store, then {@link #copyRest}. Until both are done nobody may trim the outbox or the log.
 * Then the copied state contains all that the copied events do, its outbox the rest, and the copied
 * log all that the state has yet to process.
 */
public final class Backup {
  private final EmbeddedBackend backend;
  private final Path folder;
  private final List<Manifest.Part> parts = new ArrayList<>();
  private long outbox = -1;

  private Backup(EmbeddedBackend backend, Path folder) {
    this.backend = backend;
    this.folder = folder;
  }

  /**
   * Begins a backup in a folder that is made, readable for its owner alone, or is empty.
   *
   * @throws IOException if there is something in it
   */
  public static Backup begin(EmbeddedBackend backend, Path folder) throws IOException {
    makeEmpty(folder, "a backup");
    return new Backup(backend, folder);
  }

  static void makeEmpty(Path folder, String what) throws IOException {
    if (!Files.exists(folder)) {
      Files.createDirectories(folder);
      if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
    }
    try (Stream<Path> found = Files.list(folder)) {
      if (found.findAny().isPresent()) {
        throw new IOException("expected an empty folder for " + what + " but found files in "
            + folder.toAbsolutePath());
      }
    }
  }

  /** Copies the event store as it is; nobody may write it meanwhile. */
  public void copyEvents() throws IOException {
    Path copy = folder.resolve("events.duckdb");
    outbox = backend.events().copyTo(copy);
    add(copy);
  }

  /** Copies everything else, has the state remember the backup, and finishes: after this the folder is one. */
  public void copyRest() throws IOException {
    if (outbox < 0) {
      throw new IllegalStateException("expected the events to be copied first");
    }
    Position reached = backend.state().position();
    for (String name : List.of("state.db", "log.db", "catalog.db")) {
      Path copy = folder.resolve(name);
      switch (name) {
        case "state.db" -> backend.state().copyTo(copy);
        case "log.db" -> backend.log().copyTo(copy);
        default -> backend.catalog().copyTo(copy);
      }
      add(copy);
    }
    backend
        .state()
        .erasures()
        .keep(new Erasures.MadeBackup(
            folder.toAbsolutePath().toString(), reached.time(), reached.entry()));
    new Manifest(DataVersion.OURS.newest(), reached.entry(), outbox, parts).write(folder);
    backend.remember(folder, parts.stream().mapToLong(Manifest.Part::bytes).sum());
  }

  private void add(Path copy) throws IOException {
    parts.add(
        new Manifest.Part(Sums.of(copy), Files.size(copy), String.valueOf(copy.getFileName())));
  }
}
