package dev.hedgerow.server.embedded;

import dev.hedgerow.server.embedded.folder.DataVersion;
import dev.hedgerow.server.embedded.folder.Durable;
import dev.hedgerow.server.embedded.folder.FolderLock;
import dev.hedgerow.server.embedded.folder.Manifest;
import dev.hedgerow.server.embedded.folder.Sums;
import dev.hedgerow.server.embedded.sqlite.ErasuresAgain;
import dev.hedgerow.server.embedded.sqlite.SqliteLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a data folder of a backup. */
public final class Restore {
  private static final List<String> NAMES =
      List.of("catalog.db", "events.duckdb", "log.db", "state.db");

  private Restore() {}

  /** Copies a backup as it is. */
  public static void into(Path dataFolder, Path backup) throws IOException {
    into(dataFolder, backup, null, Instant.EPOCH);
  }

  /**
   * Copies a backup into a data folder that is made or empty, after every file's sum was found right, and has done again
   * what was erased since it was made. A restore that is interrupted leaves a folder that refuses to open.
   *
   * @param erasedIn a data folder, in use or not, or a later backup that knows of erasures; null for none
   * @param now the time of day
   * @return how many erasures are done again, as soon as a server starts
   * @throws IOException with a sentence, and nothing written, if the backup is damaged, unfinished or
   *     of a newer program, or if there is something in the folder
   */
  public static int into(Path dataFolder, Path backup, @Nullable Path erasedIn, Instant now)
      throws IOException {
    Manifest manifest = checked(backup);
    Backup.makeEmpty(dataFolder, "the restored data");
    FolderLock lock = FolderLock.take(dataFolder);
    try {
      DataVersion.writeRestoring(dataFolder);
      for (Manifest.Part part : manifest.parts()) {
        requireSame(part, Sums.copy(backup.resolve(part.name()), dataFolder.resolve(part.name())));
      }
      int again = 0;
      if (erasedIn != null) {
        SqliteLibrary.unpack(dataFolder);
        again = ErasuresAgain.into(dataFolder, ErasuresAgain.knownIn(erasedIn), now);
      }
      Durable.folderOf(dataFolder.resolve(DataVersion.FILE));
      DataVersion.write(dataFolder, manifest.data());
      return again;
    } finally {
      lock.close();
    }
  }

  private static Manifest checked(Path backup) throws IOException {
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
    return manifest;
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
