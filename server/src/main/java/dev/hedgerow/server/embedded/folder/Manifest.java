package dev.hedgerow.server.embedded.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What a backup consists of, in its file {@code MANIFEST}, which is written last: a folder without
 * it is no backup.
 *
 * <pre>
 * hedgerow-backup 1
 * data 1                        version of the data folder
 * entry 4711                    the state contains at least the log up to there
 * outbox 42                     the event store contains the outbox up to there
 * file 64-hex-digits 8192 state.db
 * end 64-hex-digits             of all lines above
 * </pre>
 *
 * @param data the version of the data folder
 */
public record Manifest(int data, long entry, long outbox, List<Part> parts) {
  /** One file and its SHA-256. */
  public record Part(String sum, long bytes, String name) {}

  /** The file of a backup that holds it, written last. */
  public static final String FILE = "MANIFEST";

  private static final String FORMAT = "hedgerow-backup 1";

  /** Makes one of those parts. */
  public Manifest {
    parts = List.copyOf(parts);
  }

  /** Writes it into a backup, on disk when it returns. */
  public void write(Path folder) throws IOException {
    StringBuilder text = new StringBuilder(FORMAT + "\n");
    text.append("data ").append(data).append("\nentry ").append(entry);
    text.append("\noutbox ").append(outbox).append('\n');
    for (Part part : parts) {
      text.append("file " + part.sum() + " " + part.bytes() + " " + part.name() + "\n");
    }
    String sum = Sums.of(text.toString());
    text.append("end ").append(sum).append('\n');
    Path written = folder.resolve(FILE + ".new");
    Files.writeString(written, text, StandardCharsets.UTF_8);
    try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Durable.folderOf(written);
    Files.move(written, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    Durable.folderOf(written);
  }

  /**
   * Reads a backup's manifest.
   *
   * @throws IOException with a sentence if there is none, or it is damaged, or of a newer program
   */
  public static Manifest read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new IOException("expected a backup in " + folder.toAbsolutePath()
          + " but found no MANIFEST there: it is none, or it was not finished");
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    int end = text.lastIndexOf("\nend ") + 1;
    if (end == 0 || !text.substring(end).equals("end " + Sums.of(text.substring(0, end)) + "\n")) {
      throw new IOException("expected the backup's MANIFEST as it was written but found it changed;"
          + " use another backup");
    }
    List<String> lines = text.substring(0, end).lines().toList();
    if (!lines.get(0).equals(FORMAT)) {
      throw newer("a backup of the form \"" + FORMAT + "\" but found \"" + lines.get(0) + '"');
    }
    Manifest manifest = parsed(lines);
    if (manifest.data() > DataVersion.OURS.newest()) {
      throw newer("a backup of data version " + DataVersion.OURS.newest() + " at most but found "
          + manifest.data());
    }
    return manifest;
  }

  private static IOException newer(String what) {
    return new IOException(
        "expected " + what + ": a newer Hedgerow has written it; restore it with that one");
  }

  private static Manifest parsed(List<String> lines) throws IOException {
    try {
      List<Part> parts = new ArrayList<>();
      for (String line : lines.subList(4, lines.size())) {
        String[] words = line.split(" ", 4);
        parts.add(new Part(words[1], Long.parseLong(words[2]), words[3]));
      }
      return new Manifest(
          Math.toIntExact(number(lines.get(1))), number(lines.get(2)), number(lines.get(3)), parts);
    } catch (IndexOutOfBoundsException | ArithmeticException | NumberFormatException e) {
      throw new IOException("expected a backup's MANIFEST but could not read it", e);
    }
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(line.indexOf(' ') + 1));
  }
}
