package dev.hedgerow.server.embedded.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns what the database says into the world's failure, with a sentence. */
final class Failures {
  private Failures() {}

  /** Returns the failure of doing that with that file. */
  static IOException of(String doing, Path file, SQLException cause) {
    return new IOException(
        "expected to " + doing + " " + file.getFileName() + " but " + why(cause), cause);
  }

  /** Returns whether a page of the file is not what the database wrote there. */
  static boolean isDamage(SQLException cause) {
    SQLiteErrorCode code = code(cause);
    return code == SQLiteErrorCode.SQLITE_NOTADB
        || code.name().startsWith("SQLITE_CORRUPT")
        || code.name().startsWith("SQLITE_IOERR_DATA");
  }

  /** Returns whether the device under the file failed, as when it could not put written pages on disk. */
  static boolean isDevice(SQLException cause) {
    return code(cause).name().startsWith("SQLITE_IOERR");
  }

  /** Returns whether a row broke a rule of its table. */
  static boolean isConstraint(SQLException cause) {
    return code(cause).name().startsWith("SQLITE_CONSTRAINT");
  }

  private static String why(SQLException cause) {
    String code = code(cause).name();
    if (code.equals("SQLITE_FULL")) {
      return "the disk is full";
    }
    return isDamage(cause) ? "the file is damaged" : "found " + cause.getMessage();
  }

  private static SQLiteErrorCode code(SQLException cause) {
    return cause instanceof SQLiteException found
        ? found.getResultCode()
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
