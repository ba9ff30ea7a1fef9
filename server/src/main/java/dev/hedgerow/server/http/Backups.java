package dev.hedgerow.server.http;

import java.nio.file.Path;

/** Makes backups, one at a time. Safe from any thread. */
public interface Backups {
  /**
   * How the last backup is doing.
   *
   * @param state {@code none}, {@code running}, {@code done} or {@code failed}
   * @param detail a sentence for people; empty while there is nothing to tell
   */
  record Status(String state, String detail) {}

  /** Begins a backup in that folder and returns true, or false when one is running. */
  boolean begin(Path folder);

  /** Returns how the last one is doing. */
  Status status();
}
