package dev.hedgerow.server.embedded.sqlite;

import java.io.IOException;
import java.sql.SQLException;

/**
 * How a SQLite file came to its tables: steps that are never changed once released, only added to. The file's {@code
 * user_version} counts those it has had. Steps that are missing run in one transaction, so a file is as it was or as it
 * should be.
 */
final class Migrations {
  private final String[][] steps;

  /** Makes a way of those steps, each some statements. */
  Migrations(String[]... steps) {
    this.steps = steps.clone();
  }

  /**
   * Runs what a file lacks; does nothing to one that lacks nothing.
   *
   * @throws IOException if a newer program has written the file, which is left alone then, or if a step fails
   */
  void run(Database database) throws IOException {
    long version = database.read("read the version of", session -> versionOf(session, database));
    if (version < steps.length) {
      database.write("bring up to date", session -> runOn(session, database));
    }
  }

  private long runOn(Session session, Database database) throws SQLException, IOException {
    for (int done = Math.toIntExact(versionOf(session, database)); done < steps.length; done++) {
      session.run(steps[done]);
    }
    session.run("PRAGMA user_version = " + steps.length);
    return steps.length;
  }

  private long versionOf(Session session, Database database) throws SQLException, IOException {
    long version = session.number("PRAGMA user_version", 0);
    if (version > steps.length) {
      throw new IOException(
          "expected " + database.file().getFileName() + " to have version "
              + steps.length + " at most but found " + version
              + ": a newer Hedgerow has written it; start that one, or restore a backup from before it");
    }
    return version;
  }
}
