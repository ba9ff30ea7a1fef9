package dev.hedgerow.server.embedded.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What makes new files outlive a loss of power. */
public final class Durable {
  private Durable() {}

  /** Makes the name of a new file as durable as its content. */
  public static void folderOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
