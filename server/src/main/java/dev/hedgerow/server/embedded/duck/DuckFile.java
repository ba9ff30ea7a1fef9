package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.embedded.folder.Durable;
import dev.hedgerow.server.embedded.folder.GoneProjects;
import dev.hedgerow.server.embedded.folder.Sums;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open file {@code events.duckdb} of a data folder: its settings, its connections, and what
 * happens when it does not open. Connections may be made from any thread.
 */
final class DuckFile {
  /** Where the engine puts what its memory does not hold. */
  private static final String SPILLED = "events-temp";

  private static final Logger LOG = LoggerFactory.getLogger(DuckFile.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

  /** Words of the engine for a file whose content is at fault. */
  private static final List<String> DAMAGED = List.of(
      "corrupt",
      "replaying wal",
      "not a valid duckdb",
      "serialization error",
      "internal error",
      "checksum");

  /** Words of the engine for a world at fault: those files are left where they are. */
  private static final List<String> NOT_DAMAGED = List.of(
      "could not set lock",
      "conflicting lock",
      "out of memory",
      "no space left",
      "permission denied",
      "too many open files",
      "newer version");

  /** Words of the engine for a failure after which it takes nothing until it is opened again. */
  private static final List<String> FATAL = List.of("fatal error", "has been invalidated");

  /** The file's own header and the two that checkpoints write in turn. */
  private static final int HEADER_BYTES = 3 * 4_096;

  private static final Duration ALONE_WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  /** A read. */
  interface Reading<T> {
    T on(DuckDBConnection connection) throws SQLException, IOException;
  }

  /** Held shared by who reads beside questions, alone by who exchanges the file. */
  private final ReentrantReadWriteLock using = new ReentrantReadWriteLock();

  private final Path folder;
  private final int memoryMegabytes;
  private final GoneProjects gone = new GoneProjects();
  private volatile DuckDBConnection root;
  private volatile boolean broken;

  /** Kept open as long as the engine has the file: closing any would drop the engine's lock on it. */
  private @Nullable FileChannel copying;

  private DuckFile(DuckDBConnection root, Path folder, int memoryMegabytes) {
    this.root = root;
    this.folder = folder.toAbsolutePath();
    this.memoryMegabytes = memoryMegabytes;
  }

  /**
   * Opens the file, or makes it. One whose write-ahead log is damaged is opened as it was at its
   * last checkpoint, one that is damaged itself is begun anew; in both cases what was damaged is
   * kept beside it under another name, and said loudly.
   *
   * @param memoryMegabytes what the engine may use for all its work together
   * @throws IOException if it cannot be opened for another reason, such as a lock or a full disk
   */
  static DuckFile open(Path folder, int memoryMegabytes) throws IOException {
    DuckLibrary.load();
    Files.createDirectories(folder);
    DuckRewrite.removeLeftovers(folder);
    removeSpilled(folder.resolve(SPILLED));
    Path file = folder.resolve("events.duckdb");
    Path log = folder.resolve("events.duckdb.wal");
    try {
      return new DuckFile(connect(file, memoryMegabytes), folder, memoryMegabytes);
    } catch (SQLException e) {
      refuseUnlessDamaged(e);
      setAside(log, e);
    }
    try {
      return new DuckFile(connect(file, memoryMegabytes), folder, memoryMegabytes);
    } catch (SQLException e) {
      refuseUnlessDamaged(e);
      setAside(file, e);
    }
    try {
      return new DuckFile(connect(file, memoryMegabytes), folder, memoryMegabytes);
    } catch (SQLException e) {
      throw new IOException("expected to make a new event store in " + folder, e);
    }
  }

  /** Removes what an engine that was killed had put aside of its memory: it may tell of somebody erased. */
  static void removeSpilled(Path spilled) throws IOException {
    if (Files.isDirectory(spilled)) {
      try (Stream<Path> files = Files.list(spilled)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(spilled);
    }
  }

  private static DuckDBConnection connect(Path file, int memoryMegabytes) throws SQLException {
    return connect(file, file.resolveSibling(SPILLED), memoryMegabytes);
  }

  /**
   * Opens a file by an engine of its own.
   *
   * @param spilled where it puts what its memory does not hold
   */
  static DuckDBConnection connect(Path file, Path spilled, int memoryMegabytes)
      throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("memory_limit", memoryMegabytes + "MB");
    settings.setProperty("threads", "2");
    settings.setProperty("temp_directory", spilled.toString());
    settings.setProperty("max_temp_directory_size", "2GB");
    settings.setProperty("wal_autocheckpoint", "256MB");
    settings.setProperty("storage_compatibility_version", "latest");
    settings.setProperty("enable_external_access", "false");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    Connection opened = new DuckDBDriver().connect("jdbc:duckdb:" + file, settings);
    DuckDBConnection root = opened.unwrap(DuckDBConnection.class);
    try (Statement statement = root.createStatement()) {
      statement.execute("SET GLOBAL TimeZone = 'UTC'");
      statement.execute(
          "SET GLOBAL allowed_configs = ['enable_progress_bar', 'enable_progress_bar_print',"
              + " 'enable_profiling']");
      statement.execute("SET GLOBAL lock_configuration = true");
      DuckSchema.create(root);
      return root;
    } catch (SQLException e) {
      root.close();
      throw e;
    }
  }

  private static void refuseUnlessDamaged(SQLException e) throws IOException {
    String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (NOT_DAMAGED.stream().anyMatch(words::contains)
        || DAMAGED.stream().noneMatch(words::contains)) {
      throw new IOException("expected to open the event store: " + e.getMessage(), e);
    }
  }

  private static void setAside(Path file, SQLException cause) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    Path aside =
        file.resolveSibling(file.getFileName() + ".damaged-" + STAMP.format(Instant.now()));
    Files.move(file, aside);
    LOG.error(
        "THE EVENT STORE DID NOT OPEN: {} is damaged and now lies at {}. Going on without it; what"
            + " the outbox still holds is written again. The engine said: {}",
        file,
        aside,
        cause.getMessage());
  }

  /** Hears of a failure, which may be one that only opening again ends. */
  void heard(SQLException failure) {
    String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    broken |= FATAL.stream().anyMatch(words::contains);
  }

  /** Returns whether the engine takes nothing any more. */
  boolean isBroken() {
    return broken;
  }

  /**
   * Opens the file again. Connections made before must be closed, or the engine goes on as it was.
   *
   * @throws IOException if that is not possible now
   */
  void reopen() throws IOException {
    try {
      root.close();
    } catch (SQLException e) {
      LOG.debug("the engine did not close by itself", e);
    }
    endCopying();
    root = open(folder, memoryMegabytes).root;
    broken = false;
    LOG.warn("the event store was closed and opened again after a failure of its engine");
  }

  /** Puts a new file in the place of this one, and opens it; everything checkpointed before is to be in it. */
  void exchange(DuckRewrite fresh) throws IOException {
    takeAlone();
    try {
      broken = true; // until it is open again
      root.close();
      endCopying();
      Path file = folder.resolve("events.duckdb");
      Files.deleteIfExists(folder.resolve("events.duckdb.wal"));
      Files.move(fresh.file(), file, StandardCopyOption.ATOMIC_MOVE);
      Durable.folderOf(file);
      root = open(folder, memoryMegabytes).root;
      broken = false;
    } catch (SQLException e) {
      throw new IOException("expected to close the event store", e);
    } finally {
      using.writeLock().unlock();
    }
  }

  /** Waits for reads under way, without keeping new ones waiting behind it. */
  private void takeAlone() throws IOException {
    long end = System.nanoTime() + ALONE_WITHIN.toNanos();
    while (!using.writeLock().tryLock()) {
      if (System.nanoTime() > end) {
        throw new IOException("expected a moment without reads, to exchange the event store's file,"
            + " but found none within " + ALONE_WITHIN);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /** Does a read on a connection of its own, while nobody exchanges the file. */
  <T> T read(Reading<T> reading) throws SQLException, IOException {
    using.readLock().lock();
    try (DuckDBConnection connection = connect()) {
      return reading.on(connection);
    } finally {
      using.readLock().unlock();
    }
  }

  /** Returns the projects of which nothing is to be read; whoever writes tells it. */
  GoneProjects gone() {
    return gone;
  }

  /** Returns what the engine may use. */
  int memoryMegabytes() {
    return memoryMegabytes;
  }

  /**
   * Copies the file as it was at its last checkpoint to a new one; others may write meanwhile, as the engine leaves in place what a
   * checkpoint's header tells of until the next one has written its own.
   *
   * @throws IOException also if a checkpoint came in between
   */
  void copyTo(Path target) throws IOException {
    if (copying == null) {
      copying = FileChannel.open(folder.resolve("events.duckdb"), StandardOpenOption.READ);
    }
    ByteBuffer before = header(copying);
    Sums.copy(copying, target);
    if (!before.equals(header(copying))) {
      throw new IOException("expected no checkpoint while the event store's file is copied, but"
          + " found one; try again");
    }
  }

  private static ByteBuffer header(FileChannel file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    while (header.hasRemaining() && file.read(header, header.position()) >= 0) {
      // more to come
    }
    return header.flip();
  }

  private void endCopying() {
    try {
      if (copying != null) {
        copying.close();
      }
    } catch (IOException e) {
      LOG.debug("the channel that copies the event store did not close", e);
    }
    copying = null;
  }

  /** Makes a connection of its own to the file. */
  DuckDBConnection connect() throws SQLException {
    return root.duplicate();
  }

  /** Returns the folder it lies in, which no answer may name. */
  Path folder() {
    return folder;
  }

  /** Closes the file; connections made from it must be closed before. */
  void close() throws SQLException {
    root.close();
    endCopying();
  }
}
