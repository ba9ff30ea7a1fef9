package dev.hedgerow.server.embedded.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SQLite file with one connection that writes and a few that read, so that readers never wait
 * for the writer nor see half a commit. Safe from any thread; writers take turns in order.
 */
public final class Database implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int IDLE_READERS_MAX = 4;

  private final Path file;
  private final int pageBytes;
  private final int checkpointPages;
  private final ReentrantLock writing = new ReentrantLock(true);

  /** Held shared by who reads, and alone by who closes every connection; taken before the writers' lock. */
  private final ReentrantReadWriteLock using = new ReentrantReadWriteLock(true);

  private final Deque<Session> idle = new ArrayDeque<>();
  private boolean closed;

  /** Whether the file or the disk failed, and what this process remembers of the file is not to be trusted. */
  private volatile boolean suspect;

  /** Null after a failure, which leaves a connection's statements unusable: the next is new. */
  private @Nullable Session writer;

  private Database(Path file, int pageBytes, int checkpointPages) {
    this.file = file;
    this.pageBytes = pageBytes;
    this.checkpointPages = checkpointPages;
  }

  /**
   * Opens a file and makes what its schema lacks.
   *
   * @param checkpointPages pages in the write-ahead log after which a commit writes them back, 0
   *     for never
   */
  static Database open(Path file, int pageBytes, int checkpointPages, String... schema)
      throws IOException {
    Database database = new Database(file, pageBytes, checkpointPages);
    try {
      database.write("make the tables of", session -> {
        session.run(schema);
        return true;
      });
      return database;
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  Path file() {
    return file;
  }

  /** Does work as a whole, on disk when it returns, or nothing of it. */
  <T> T write(String doing, Session.Work<T> work) throws IOException {
    reopenIfSuspect();
    writing.lock();
    try {
      return writer().writing(work);
    } catch (SQLException e) {
      IOException failure = Failures.of(doing, file, e);
      suspect |= Failures.isDevice(e);
      dropWriter(failure);
      throw failure;
    } finally {
      writing.unlock();
    }
  }

  /**
   * After the device failed, every connection is closed before the next use, so that what comes then is read from the file
   * and its write-ahead log, checked frame by frame, and not from what this process believes it wrote.
   */
  private void reopenIfSuspect() throws IOException {
    if (!suspect) {
      return;
    }
    using.writeLock().lock();
    writing.lock();
    try {
      if (suspect) {
        closeConnections();
        requireOpen();
        Session fresh = Session.open(file, pageBytes, checkpointPages);
        writer = fresh;
        fresh.number("SELECT count(*) FROM sqlite_schema", 0);
        suspect = false;
        LOG.warn(
            "{} was closed and opened again after a failure of its device", file.getFileName());
      }
    } catch (SQLException e) {
      IOException failure = Failures.of("open again", file, e);
      dropWriter(failure);
      throw failure;
    } finally {
      writing.unlock();
      using.writeLock().unlock();
    }
  }

  private void closeConnections() {
    IOException ignored = new IOException("closing after a failure");
    synchronized (idle) {
      for (Session reader : idle) {
        try {
          reader.close();
        } catch (SQLException e) {
          ignored.addSuppressed(e);
        }
      }
      idle.clear();
    }
    dropWriter(ignored);
  }

  /** Does work that sees one commit and no part of a later one. */
  <T> T read(String doing, Session.Work<T> work) throws IOException {
    reopenIfSuspect();
    using.readLock().lock();
    try {
      Session reader = take();
      boolean sound = false;
      try {
        T result = reader.reading(work);
        sound = true;
        return result;
      } catch (SQLException e) {
        suspect |= Failures.isDevice(e);
        throw Failures.of(doing, file, e);
      } finally {
        giveBack(reader, sound);
      }
    } finally {
      using.readLock().unlock();
    }
  }

  /**
   * Writes the file anew, so that nothing is left in it of what was deleted, and empties the write-ahead log. Writers wait
   * for it.
   *
   * @throws IOException also if a reader kept some of the write-ahead log in use
   */
  void rewrite() throws IOException {
    reopenIfSuspect();
    writing.lock();
    try {
      dropWriter(new IOException("closing the statements that are under way"));
      writer().run("VACUUM");
    } catch (SQLException e) {
      IOException failure = Failures.of("rewrite", file, e);
      suspect |= Failures.isDevice(e);
      dropWriter(failure);
      throw failure;
    } finally {
      writing.unlock();
    }
    if (!checkpoint()) {
      throw new IOException(
          "expected to empty the write-ahead log of " + file.getFileName() + " but it is in use");
    }
  }

  /** Writes what is committed now into a new file, while others go on, and puts that on disk. */
  void copyTo(Path target) throws IOException {
    reopenIfSuspect();
    using.readLock().lock();
    try {
      Session reader = take();
      boolean sound = false;
      try {
        reader.run("VACUUM INTO '" + target.toAbsolutePath().toString().replace("'", "''") + "'");
        sound = true;
      } catch (SQLException e) {
        suspect |= Failures.isDevice(e);
        throw Failures.of("copy", file, e);
      } finally {
        giveBack(reader, sound);
      }
    } finally {
      using.readLock().unlock();
    }
    try (FileChannel copy = FileChannel.open(target, StandardOpenOption.WRITE)) {
      copy.force(true);
    }
  }

  /** Returns the size of the write-ahead log, which {@link #checkpoint} empties. */
  long walBytes() throws IOException {
    Path wal = file.resolveSibling(file.getFileName() + "-wal");
    return Files.exists(wal) ? Files.size(wal) : 0;
  }

  /**
   * Writes the write-ahead log back, most of it while the writer goes on and the rest in its turn,
   * and cuts it to nothing.
   *
   * @return whether all that was committed before no longer depends on the write-ahead log
   */
  boolean checkpoint() throws IOException {
    reopenIfSuspect();
    using.readLock().lock();
    try {
      return checkpointNow();
    } finally {
      using.readLock().unlock();
    }
  }

  private boolean checkpointNow() throws IOException {
    Session reader = take();
    boolean sound = false;
    try {
      reader.number("PRAGMA wal_checkpoint(PASSIVE)", 1);
      writing.lock();
      try {
        boolean whole = reader.number("PRAGMA wal_checkpoint(TRUNCATE)", 1) == 0;
        sound = true;
        return whole;
      } finally {
        writing.unlock();
      }
    } catch (SQLException e) {
      suspect |= Failures.isDevice(e);
      throw Failures.of("checkpoint", file, e);
    } finally {
      giveBack(reader, sound);
    }
  }

  @Override
  public void close() throws IOException {
    writing.lock();
    try {
      synchronized (idle) {
        closed = true;
        for (Session reader : idle) {
          reader.close();
        }
        idle.clear();
      }
      if (writer != null) {
        writer.close();
        writer = null;
      }
    } catch (SQLException e) {
      throw Failures.of("close", file, e);
    } finally {
      writing.unlock();
    }
  }

  private Session writer() throws IOException {
    if (writer == null) {
      requireOpen();
      writer = Session.open(file, pageBytes, checkpointPages);
    }
    return writer;
  }

  private void dropWriter(IOException failure) {
    try {
      if (writer != null) {
        writer.close();
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
    } finally {
      writer = null;
    }
  }

  private void requireOpen() throws IOException {
    synchronized (idle) {
      if (closed) {
        throw new IOException("expected " + file.getFileName() + " to be open but it is closed");
      }
    }
  }

  private Session take() throws IOException {
    requireOpen();
    synchronized (idle) {
      Session known = idle.pollFirst();
      if (known != null) {
        return known;
      }
    }
    return Session.open(file, pageBytes, 0);
  }

  private void giveBack(Session reader, boolean sound) throws IOException {
    synchronized (idle) {
      if (sound && !closed && idle.size() < IDLE_READERS_MAX) {
        idle.addFirst(reader);
        return;
      }
    }
    try {
      reader.close();
    } catch (SQLException e) {
      throw Failures.of("close", file, e);
    }
  }
}
