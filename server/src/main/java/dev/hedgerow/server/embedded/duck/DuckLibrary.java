package dev.hedgerow.server.embedded.duck;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.duckdb.DuckDBDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DuckDB's native library. The driver unpacks 72 MB into the temporary folder at each start and
 * leaves the file behind when the process is killed; so its name is removed as soon as it is
 * loaded, where the system allows that (the memory stays mapped), and with it those of processes that
 * were killed before they came so far. Elsewhere the driver removes it at a normal end.
 */
final class DuckLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(DuckLibrary.class);
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final String NAME = "libduckdb_java";

  /** How old a file is that nobody is loading any more; one that is in use stays mapped without its name. */
  private static final Duration LEFT_AFTER = Duration.ofMinutes(10);

  private DuckLibrary() {}

  /** Loads the library, once in a process, and leaves no file of it behind. */
  static void load() {
    DuckDBDriver driver = new DuckDBDriver();
    LOG.debug("DuckDB driver {}.{}", driver.getMajorVersion(), driver.getMinorVersion());
    if (Files.isReadable(MAPS)) {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      removeMapped(temporary);
      removeLeft(temporary, Instant.now().minus(LEFT_AFTER));
    }
  }

  /** Removes what processes that were killed as they loaded it left in a folder before a moment. */
  static void removeLeft(Path temporary, Instant before) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(temporary, NAME + "*.so")) {
      for (Path file : found) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.info("could not remove what is left of DuckDB's library: {}", e.getMessage());
    }
  }

  private static void removeMapped(Path temporary) {
    try {
      List<Path> mapped = Files.readAllLines(MAPS).stream()
          .filter(line -> line.contains("/" + NAME) && line.endsWith(".so"))
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .distinct()
          .toList();
      for (Path file : mapped) {
        if (file.startsWith(temporary)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      LOG.info("could not remove the unpacked library of DuckDB: {}", e.getMessage());
    }
  }
}
