package dev.hedgerow.server.embedded.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked once into {@code native/sqlite-<version>} of the data folder
 * rather than into the temporary folder at each start.
 */
public final class SqliteLibrary {
  private SqliteLibrary() {}

  /** Unpacks the library if it is not there whole and tells the driver where it is. */
  public static void unpack(Path dataFolder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    Path folder = dataFolder
        .toAbsolutePath()
        .resolve("native")
        .resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
    byte[] library = packed(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name);
    if (library.length == 0) {
      return; // a platform the driver brings nothing for: it says so itself, and better
    }
    Path file = folder.resolve(name);
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), library)) {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, name, ".part");
      Files.write(part, library);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    System.setProperty("org.sqlite.lib.path", folder.toString());
    System.setProperty("org.sqlite.lib.name", name);
  }

  private static byte[] packed(String resource) throws IOException {
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }
}
