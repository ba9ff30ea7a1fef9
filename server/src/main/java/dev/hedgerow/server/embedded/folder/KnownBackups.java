package dev.hedgerow.server.embedded.folder;

import dev.hedgerow.server.query.DiskReads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The backups made of a data folder, a line each in its file {@code backups}: moment, bytes, folder. */
public final class KnownBackups {
  private static final String FILE = "backups";
  private static final int KEPT = 100;

  private KnownBackups() {}

  /** Remembers a backup that is whole; that this fails makes the backup no worse. */
  public static void add(Path dataFolder, Path backup, long bytes) throws IOException {
    List<String> lines = new ArrayList<>(lines(dataFolder));
    String folder = backup.toAbsolutePath().normalize().toString();
    lines.removeIf(line -> line.endsWith(" " + folder));
    lines.add(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + bytes + " " + folder);
    Path written = dataFolder.resolve(FILE + ".new");
    Files.write(written, lines.subList(Math.max(0, lines.size() - KEPT), lines.size()));
    Files.move(written, dataFolder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns those that are still there, the newest first. */
  public static List<DiskReads.KnownBackup> of(Path dataFolder) throws IOException {
    List<DiskReads.KnownBackup> found = new ArrayList<>();
    for (String line : lines(dataFolder)) {
      String[] words = line.split(" ", 3);
      if (words.length == 3 && words[1].matches("[0-9]{1,18}") && isThere(words[2])) {
        found.add(0, new DiskReads.KnownBackup(words[2], words[0], Long.parseLong(words[1])));
      }
    }
    return found;
  }

  private static boolean isThere(String folder) {
    try {
      return !folder.contains("\n") && Files.isRegularFile(Path.of(folder, Manifest.FILE));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static List<String> lines(Path dataFolder) throws IOException {
    Path file = dataFolder.resolve(FILE);
    return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
  }
}
