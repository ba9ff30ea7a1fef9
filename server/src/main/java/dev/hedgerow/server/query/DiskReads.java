package dev.hedgerow.server.query;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What uses the disk. Safe from any thread; an answer may take a while, as much is counted for it. */
public interface DiskReads {
  /**
   * Something there are many of.
   *
   * @param bytes about what they take on the disk
   */
  record Part(long count, long bytes) {}

  /** What a project has. */
  record OfProject(int projectId, Part events, Part recordings, Part persons) {}

  /**
   * Bytes of files.
   *
   * @param files name of a file or folder in the data folder to its bytes, with its journals
   * @param reusable bytes in {@code events.duckdb} that are free to be written again
   * @param free bytes that the disk has left
   */
  record Sizes(Map<String, Long> files, long reusable, long free) {
    /** Returns what is in use: all but what is reusable. */
    public long used() {
      return files.values().stream().mapToLong(Long::longValue).sum() - reusable;
    }
  }

  /** A backup that was made of this data, where it still is. */
  record KnownBackup(String folder, String madeAt, long bytes) {}

  /** Returns what each project has that has something. */
  List<OfProject> projects() throws IOException;

  /** Returns what the data folder consists of. */
  Sizes sizes() throws IOException;

  /** Returns the backups that are known and still there, the newest first. */
  List<KnownBackup> backups() throws IOException;
}
