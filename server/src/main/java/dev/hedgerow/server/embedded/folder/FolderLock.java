package dev.hedgerow.server.embedded.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One process's claim on a data folder; the system drops it when the process ends, however. */
public final class FolderLock implements Closeable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes a folder, or throws {@link FolderInUseException} where another process has it. */
  public static FolderLock take(Path folder) throws IOException {
    FileChannel channel = FileChannel.open(
        folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      throw new FolderInUseException("expected the data folder " + folder.toAbsolutePath()
          + " to be free but another Hedgerow is using it; stop that one or name another folder");
    }
    return new FolderLock(channel);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
