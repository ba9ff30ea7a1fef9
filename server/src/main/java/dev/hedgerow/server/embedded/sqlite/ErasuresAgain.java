package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.catalog.DeletedProject;
import dev.hedgerow.server.embedded.folder.Manifest;
import dev.hedgerow.server.store.Erasure;
import dev.hedgerow.server.wire.EntryCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Has the erasures that another folder knows of done again to a restored one: they are put at the end of its log, so that
 * the server does them first of all.
 */
public final class ErasuresAgain {
  private static final int AT_ONCE = 1_000;

  private ErasuresAgain() {}

  /**
   * Returns what the state in a data folder, used or not, or in a backup knows.
   *
   * @throws IOException if there is none, or it cannot be read
   */
  public static List<Erasure> knownIn(Path folder) throws IOException {
    Path file = folder.resolve("state.db");
    if (!Files.isRegularFile(file)) {
      throw new IOException("expected a data folder or a backup in " + folder.toAbsolutePath()
          + " to know erasures from but found no state.db");
    }
    boolean isBackup = Files.exists(folder.resolve(Manifest.FILE));
    try (Session session = Session.openToRead(file, isBackup)) {
      boolean has = session.number(
              "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'erasures'", 0)
          == 1;
      return has ? session.reading(SqliteErasures::all) : List.of();
    } catch (SQLException e) {
      throw Failures.of("read the erasures in", file, e);
    }
  }

  /** Puts those into a folder's log that its state does not know, and returns how many. */
  public static int into(Path dataFolder, List<Erasure> known, Instant now) throws IOException {
    List<byte[]> entries = new ArrayList<>();
    try (SqliteState state = SqliteState.open(dataFolder)) {
      for (Erasure one : known) {
        if (!state.erasures().has(one.id())) {
          entries.add(EntryCodec.encode(one.again()));
        }
      }
    }
    try (SqliteCatalog catalog = SqliteCatalog.open(dataFolder)) {
      for (Erasure one : known) {
        if (one.isOfProject()) {
          catalog.deleteProject(
              new DeletedProject(one.projectId(), one.id(), one.askedBy(), one.askedAt()));
        }
      }
    }
    try (SqliteLog log = SqliteLog.open(dataFolder)) {
      for (int from = 0; from < entries.size(); from += AT_ONCE) {
        Instant time = now.isBefore(log.lastTime()) ? log.lastTime() : now;
        log.append(entries.subList(from, Math.min(from + AT_ONCE, entries.size())), time);
      }
    }
    return entries.size();
  }
}
