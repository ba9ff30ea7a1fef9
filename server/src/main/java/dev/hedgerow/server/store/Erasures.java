package dev.hedgerow.server.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Whom the state has erased, and which backups were made. Safe from any thread; not part of a commit. */
public interface Erasures {
  /** Backups remembered; beyond it the oldest go. */
  int BACKUPS_MAX = 1_000;

  /**
   * A backup that was made of this state.
   *
   * @param madeAt the log time it was made at
   * @param entry the last log position that its state contains
   */
  record MadeBackup(String folder, Instant madeAt, long entry) {}

  /** Returns whether that erasure was done. */
  boolean has(UUID id) throws IOException;

  /** Returns the projects of which all was erased; nothing of theirs is taken any more. */
  Set<Integer> projects() throws IOException;

  /** Returns a project's, the newest first, at most that many. */
  List<Erasure> of(int projectId, int max) throws IOException;

  /** Returns those of which something may be left in a file, by position. */
  List<Erasure> unfinished() throws IOException;

  /** Has those up to that position be finished, unless they were. */
  void finish(long position, Instant at) throws IOException;

  /** Remembers a backup. */
  void keep(MadeBackup backup) throws IOException;

  /** Returns the backups, the newest first. */
  List<MadeBackup> backups() throws IOException;
}
