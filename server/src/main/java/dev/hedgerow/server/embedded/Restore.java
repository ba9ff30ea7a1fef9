package dev.hedgerow.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes a data folder of a backup. */
public final class Restore {
  private static final List<String> NAMES =
      List.of("catalog.db", "events.duckdb", "log.db", "state.db");

  private Restore() {}

  /**
   * Copies a backup into a data folder that is made or empty, after every file's sum was found right.
   * A restore that is interrupted leaves a folder that refuses to open.
   *
   * @throws IOException with a sentence, and nothing written, if the backup is damaged, unfinished or
   *     of a newer program, or if there is something in the folder
   */
  public static void into(Path dataFolder, Path backup) throws IOException {
    Manifest manifest = Manifest.read(backup);
    List<String> names =
        manifest.parts().stream().map(Manifest.Part::name).sorted().toList();
    if (!names.equals(NAMES)) {
      throw new IOException("expected a backup of " + NAMES + " but found one of " + names);
    }
    for (Manifest.Part part : manifest.parts()) {
      Path file = backup.resolve(part.name());
      if (!Files.isRegularFile(file) || Files.size(file) != part.bytes()) {
        throw damaged(part);
      }
      requireSame(part, Sums.of(file));
    }
    Backup.makeEmpty(dataFolder, "the restored data");
    FolderLock lock = FolderLock.take(dataFolder);
    try {
      DataVersion.writeRestoring(dataFolder);
      for (Manifest.Part part : manifest.parts()) {
        requireSame(part, Sums.copy(backup.resolve(part.name()), dataFolder.resolve(part.name())));
      }
      Session.forceFolderOf(dataFolder.resolve(DataVersion.FILE));
      DataVersion.write(dataFolder, manifest.data());
    } finally {
      lock.close();
    }
  }

  private static void requireSame(Manifest.Part part, String found) throws IOException {
    if (!part.sum().equals(found)) {
      throw damaged(part);
    }
  }

  private static IOException damaged(Manifest.Part part) {
    return new IOException("expected " + part.name()
        + " as it was backed up but it is damaged or missing: its SHA-256 is not that of the"
        + " MANIFEST; use another backup");
  }
}
