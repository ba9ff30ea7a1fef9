package dev.hedgerow.server.embedded.duck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.duckdb.DuckDBDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DuckDB's native library. The driver unpacks 72 MB into the temporary folder at each start and
 * leaves the file behind when the process is killed; so its name is removed as soon as it is
 * loaded, where the system allows that (the memory stays mapped). Elsewhere the driver removes it
 * at a normal end.
 */
final class DuckLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(DuckLibrary.class);
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final String NAME = "libduckdb_java";

  private DuckLibrary() {}

  /** Loads the library, once in a process, and leaves no file of it behind. */
  static void load() {
    DuckDBDriver driver = new DuckDBDriver();
    LOG.debug("DuckDB driver {}.{}", driver.getMajorVersion(), driver.getMinorVersion());
    if (Files.isReadable(MAPS)) {
      removeMapped();
    }
  }

  private static void removeMapped() {
    try {
      List<Path> mapped = Files.readAllLines(MAPS).stream()
          .filter(line -> line.contains("/" + NAME) && line.endsWith(".so"))
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .distinct()
          .toList();
      for (Path file : mapped) {
        if (file.startsWith(System.getProperty("java.io.tmpdir"))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      LOG.info("could not remove the unpacked library of DuckDB: {}", e.getMessage());
    }
  }
}
