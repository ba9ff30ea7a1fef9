package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Entry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has persons erased, and tells what became of it. Safe from any thread. */
public interface Erasing {
  /** How far an erasure has come. */
  enum Status {
    /** In the log; it happens whatever becomes of this process. */
    ACCEPTED,
    /** The person is gone; the events are going. */
    ERASING,
    /** No answer finds any of it. */
    ERASED,
    /** No file holds any of it, but those that are told of. */
    DONE
  }

  /**
   * One of them.
   *
   * @param olderBackups how many backups are known that were made before it
   */
  record Item(
      Entry.Erase asked,
      Status status,
      @Nullable Instant erasedAt,
      @Nullable Instant doneAt,
      long olderBackups) {}

  /**
   * A backup; it holds all that was erased after it was made.
   *
   * @param there whether its folder still has it
   */
  record Made(String folder, Instant at, boolean there) {}

  /** Has them erased, in the order given; they are on disk when it returns. */
  void ask(List<Entry.Erase> persons) throws IOException;

  /** Returns a project's erasures, the newest first, at most that many. */
  List<Item> first(int projectId, int max) throws IOException;

  /** Returns how many rows of a deleted project no answer finds any more and are to be removed still. */
  long rowsLeft(int projectId) throws IOException;

  /** Returns the backups made of this data folder, the newest first. */
  List<Made> backups() throws IOException;

  /** Returns the names of files that were set aside as damaged, which nobody can erase from. */
  List<String> filesSetAside() throws IOException;
}
