package dev.hedgerow.server.embedded.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Which version a data folder as a whole has, in its file {@code version}, and the steps that bring
 * an older one forward. A folder without the file has version 1. Steps are never changed once
 * released, only added to; each may run again after it was interrupted.
 */
public final class DataVersion {
  /** Brings a folder from one version to the next, before any engine has opened it. */
  interface Step {
    void bringForward(Path folder) throws IOException;
  }

  /** What this program reads and writes. */
  public static final DataVersion OURS = new DataVersion(List.of());

  /** The file in a data folder that says its version. */
  public static final String FILE = "version";

  /** Stands in the file while a backup is being restored, so that nobody starts on a part of it. */
  private static final String RESTORING = "restoring";

  private static final int FIRST = 1;

  private final List<Step> steps;

  /** Makes a way of those steps; the first leads from version 1 to 2. */
  DataVersion(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /** Returns the version that the steps lead to. */
  public int newest() {
    return FIRST + steps.size();
  }

  /**
   * Brings a folder forward, which nobody else may use meanwhile.
   *
   * @throws IOException if a newer program has written it, if a restore of it was interrupted, or if
   *     a step fails; the steps before that one are done for good then
   */
  public void bringForward(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    boolean named = Files.exists(file);
    int version = named ? read(file) : FIRST;
    if (version > newest()) {
      throw new IOException(
          "expected the data folder " + folder.toAbsolutePath()
              + " to have version " + newest() + " at most but found " + version
              + ": a newer Hedgerow has written it; start that one, or restore a backup from before it");
    }
    if (!named && steps.isEmpty()) {
      write(folder, version);
    }
    while (version < newest()) {
      steps.get(version - FIRST).bringForward(folder);
      version++;
      write(folder, version);
    }
  }

  /** Marks a folder as one that must not be opened, until a version is written. */
  public static void writeRestoring(Path folder) throws IOException {
    replace(folder, RESTORING);
  }

  /** Writes the version, whole or not at all, and on disk when it returns. */
  public static void write(Path folder, int version) throws IOException {
    replace(folder, Integer.toString(version));
  }

  private static int read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8).strip();
    if (text.equals(RESTORING)) {
      throw new IOException("expected a whole data folder but the restore of "
          + file.toAbsolutePath().getParent()
          + " was interrupted; empty the folder and restore again");
    }
    try {
      int version = Integer.parseInt(text);
      if (version >= FIRST) {
        return version;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IOException("expected a version such as 1 in " + file.toAbsolutePath()
        + " but found something else; restore the file from a backup");
  }

  private static void replace(Path folder, String text) throws IOException {
    Path written = folder.resolve(FILE + ".new");
    try (FileChannel channel = FileChannel.open(
        written,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text + "\n");
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Path file = folder.resolve(FILE);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    Durable.folderOf(file);
  }
}
