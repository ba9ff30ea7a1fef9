package dev.hedgerow.server.embedded.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens SQLite files that were looked through from the first page to the last. Indexes that do not fit are made anew; of a
 * file whose tables are damaged all that can be read goes into a new one, and the damaged one stays beside it.
 */
final class Sound {
  private static final Logger LOG = LoggerFactory.getLogger(Sound.class);

  /** An open file, and whether rows of it may be lost. */
  record Opened(Database database, boolean lacks) {}

  private Sound() {}

  /**
   * Opens a file, or makes it.
   *
   * @throws IOException also if it is damaged so that not even the names of its tables can be read; it is left alone then
   */
  static Opened open(Path file, int pageBytes, int checkpointPages) throws IOException {
    Database database = null;
    try {
      database = Database.open(file, pageBytes, checkpointPages);
      String trouble = trouble(database);
      if (trouble == null) {
        return new Opened(database, false);
      }
      LOG.error("{} is damaged: {}", file.getFileName(), trouble);
      if (indexedAnew(database)) {
        LOG.error("the indexes of {} were damaged and are made anew", file.getFileName());
        return new Opened(database, false);
      }
      database.close();
      Salvage.of(file, pageBytes);
      return new Opened(Database.open(file, pageBytes, checkpointPages), true);
    } catch (IOException | RuntimeException e) {
      if (database != null) {
        database.close();
      }
      if (e.getCause() instanceof SQLException cause && Failures.isDamage(cause)) {
        throw new IOException(
            "expected to read " + file.getFileName()
                + " but it is damaged from its beginning on; it is left as it is: restore a backup",
            e);
      }
      throw e;
    }
  }

  /** Returns what does not fit together, or null. */
  private static @Nullable String trouble(Database database) throws IOException {
    try {
      String said = database.read("look through", session -> {
        try (ResultSet rows = session.statement("PRAGMA integrity_check(1)").executeQuery()) {
          return rows.next() ? rows.getString(1) : "nothing said";
        }
      });
      return said.equals("ok") ? null : said;
    } catch (IOException e) {
      if (e.getCause() instanceof SQLException cause && Failures.isDamage(cause)) {
        return cause.getMessage();
      }
      throw e;
    }
  }

  private static boolean indexedAnew(Database database) throws IOException {
    try {
      database.write("make the indexes anew of", session -> {
        session.run("REINDEX");
        return true;
      });
      return trouble(database) == null;
    } catch (IOException e) {
      if (e.getCause() instanceof SQLException) {
        return false;
      }
      throw e;
    }
  }
}
