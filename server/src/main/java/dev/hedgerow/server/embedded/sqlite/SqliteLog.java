package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.log.LogRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in {@code log.db}. Each append is one transaction and one sync; readers have connections
 * of their own. The write-ahead log is written back by {@link #checkpoint} alone, so that no
 * sender waits for it. What was trimmed leaves its end behind, and {@code log.end} tells how far
 * was acknowledged: entries that a damaged write-ahead log lost come back as damaged ones.
 */
public final class SqliteLog implements EventLog {
  private static final Logger LOGGER = LoggerFactory.getLogger(SqliteLog.class);
  private static final int PAGE_BYTES = 32_768;
  private static final int TRIM_AT_ONCE = 1_000;
  private static final long LOST_MAX = 10_000_000;
  private static final String[] SCHEMA = {
    "CREATE TABLE IF NOT EXISTS log (one INTEGER PRIMARY KEY CHECK (one = 1), id BLOB NOT NULL,"
        + " end INTEGER NOT NULL, time INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS entries (position INTEGER PRIMARY KEY, time INTEGER NOT NULL,"
        + " crc INTEGER NOT NULL, payload BLOB NOT NULL)"
  };

  private record End(long position, Instant time) {}

  private final Database database;
  private final EndMark mark;
  private final UUID id;
  private volatile End end;
  private boolean endIsSure = true;

  private SqliteLog(Database database, EndMark mark, UUID id, End end) {
    this.database = database;
    this.mark = mark;
    this.id = id;
    this.end = end;
  }

  /** Opens the log in that folder, making it where there is none. */
  public static SqliteLog open(Path folder) throws IOException {
    EndMark mark = EndMark.open(folder.resolve("log.end"));
    Database database = null;
    try {
      database = Database.open(folder.resolve("log.db"), PAGE_BYTES, 0, SCHEMA);
      UUID id = database.write("read the id of", SqliteLog::idOf);
      SqliteLog log =
          new SqliteLog(database, mark, id, database.read("find the end of", SqliteLog::endOf));
      log.nameWhatIsLost();
      return log;
    } catch (IOException | RuntimeException e) {
      if (database != null) {
        database.close();
      }
      mark.close();
      throw e;
    }
  }

  /** Copies the log as committed now into a new file; safe beside everything else. */
  public void copyTo(Path target) throws IOException {
    database.copyTo(target);
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public long end() {
    return end.position();
  }

  @Override
  public Instant lastTime() {
    return end.time();
  }

  @Override
  public synchronized long append(List<byte[]> entries, Instant time) throws IOException {
    if (entries.isEmpty()) {
      return end.position();
    }
    long micros = Micros.of(time);
    if (!endIsSure) {
      End found = database.read("find the end of", SqliteLog::endOf);
      if (found.position() < end.position()) {
        throw new IOException("expected log.db to reach entry " + end.position()
            + ", which was acknowledged, but after a failure it ends at " + found.position());
      }
      end = found;
    }
    endIsSure = false;
    long first = end.position() + 1;
    long last = first + entries.size() - 1;
    database.write("append to", session -> insert(session, entries, first, micros));
    mark.write(new EndMark.Mark(id, last, micros));
    end = new End(last, Micros.instant(micros));
    endIsSure = true;
    return last;
  }

  @Override
  public List<LogRecord> read(long after, int entriesMax, long bytesMax) throws IOException {
    try {
      return database.read(
          "read", session -> between(session, after, Long.MAX_VALUE, entriesMax, bytesMax));
    } catch (IOException e) {
      if (e.getCause() instanceof SQLException cause && Failures.isDamage(cause)) {
        return readAroundDamage(after, Math.min(entriesMax, 100));
      }
      throw e;
    }
  }

  @Override
  public void trim(long upTo) throws IOException {
    long left;
    do {
      left = database.write("trim", session -> trimSome(session, upTo));
    } while (left > 0);
  }

  @Override
  public void rewrite() throws IOException {
    database.rewrite();
  }

  /**
   * Writes the write-ahead log back into the file. Appends wait only for the last part of it. To be
   * called now and then by the housekeeper; nobody else does it.
   */
  @Override
  public void checkpoint() throws IOException {
    mark.force();
    database.checkpoint();
  }

  /** Returns the bytes of the write-ahead log, to tell when a checkpoint is worth it. */
  public long walBytes() throws IOException {
    return database.walBytes();
  }

  @Override
  public void close() throws IOException {
    mark.force();
    mark.close();
    database.close();
  }

  private void nameWhatIsLost() throws IOException {
    EndMark.Mark known = mark.read();
    if (known == null || !known.logId().equals(id) || known.position() <= end.position()) {
      return;
    }
    long lost = known.position() - end.position();
    if (lost > LOST_MAX) {
      throw new IOException("expected log.db to end at " + known.position() + ", as log.end says,"
          + " but it ends at " + end.position());
    }
    LOGGER.error(
        "log.db ends at {} but was acknowledged up to {}: {} entries are lost, from a damaged"
            + " write-ahead log or an older copy of the file; they are kept as damaged entries",
        end.position(),
        known.position(),
        lost);
    long first = end.position() + 1;
    long micros = Math.max(known.micros(), Micros.of(end.time()));
    database.write("keep the lost entries of", session -> {
      PreparedStatement insert = session.statement(INSERT);
      for (long position = first; position <= known.position(); position++) {
        insertOne(insert, position, micros, -1, new byte[0]);
      }
      return insert.executeBatch().length;
    });
    end = new End(known.position(), Micros.instant(micros));
  }

  private static final String INSERT =
      "INSERT INTO entries (position, time, crc, payload) VALUES (?, ?, ?, ?)";

  private static int insert(Session session, List<byte[]> entries, long first, long micros)
      throws SQLException {
    PreparedStatement insert = session.statement(INSERT);
    long position = first;
    for (byte[] entry : entries) {
      insertOne(insert, position, micros, Bytes.crc(entry, position, micros), entry);
      position++;
    }
    return insert.executeBatch().length;
  }

  private static void insertOne(
      PreparedStatement insert, long position, long micros, long crc, byte[] payload)
      throws SQLException {
    insert.setLong(1, position);
    insert.setLong(2, micros);
    insert.setLong(3, crc);
    insert.setBytes(4, payload);
    insert.addBatch();
  }

  private List<LogRecord> between(
      Session session, long after, long upTo, int entriesMax, long bytesMax) throws SQLException {
    PreparedStatement select = session.statement(
        "SELECT position, time, crc, payload FROM entries WHERE position > ? AND position <= ?"
            + " ORDER BY position LIMIT ?");
    select.setLong(1, after);
    select.setLong(2, upTo);
    select.setInt(3, entriesMax);
    List<LogRecord> found = new ArrayList<>();
    Instant before = Instant.EPOCH;
    long bytes = 0;
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        LogRecord next = record(rows, before);
        bytes += next.payload().length;
        if (!found.isEmpty() && bytes > bytesMax) {
          break;
        }
        found.add(next);
        before = next.time();
      }
    }
    return found;
  }

  private LogRecord record(ResultSet rows, Instant before) throws SQLException {
    long position = rows.getLong(1);
    long micros = rows.getLong(2);
    byte[] payload = rows.getBytes(4);
    if (payload == null) { // what the driver makes of an empty one
      payload = new byte[0];
    }
    if (Bytes.crc(payload, position, micros) == rows.getLong(3)) {
      return new LogRecord(position, Micros.instant(micros), payload, false);
    }
    return damaged(position, micros, before);
  }

  /** Takes the time of a damaged entry for true only between its neighbour's and the last. */
  private LogRecord damaged(long position, long micros, Instant before) {
    long most = Micros.of(end.time());
    long time = Math.min(Math.max(micros, Micros.of(before)), Math.max(most, Micros.of(before)));
    return new LogRecord(position, Micros.instant(time), new byte[0], true);
  }

  /** Reads one by one where a page is damaged, so that what is whole is not lost with it. */
  private List<LogRecord> readAroundDamage(long after, int entriesMax) throws IOException {
    List<LogRecord> found = new ArrayList<>();
    long last = end.position();
    for (long position = after + 1; position <= last && found.size() < entriesMax; position++) {
      long only = position;
      try {
        found.addAll(
            database.read("read", session -> between(session, only - 1, only, 1, Long.MAX_VALUE)));
      } catch (IOException e) {
        if (!(e.getCause() instanceof SQLException cause) || !Failures.isDamage(cause)) {
          throw e;
        }
        LOGGER.error("entry {} of log.db is in a damaged page and can't be read", only);
        found.add(damaged(only, Micros.of(end.time()), Instant.EPOCH));
      }
    }
    return found;
  }

  private static long trimSome(Session session, long upTo) throws SQLException {
    long first = session.number("SELECT min(position) FROM entries", 0);
    long most = Math.min(upTo, first + TRIM_AT_ONCE - 1);
    if (first == 0 || first > upTo) {
      return 0;
    }
    PreparedStatement remember = session.statement(
        "UPDATE log SET (end, time) = (SELECT position, time FROM entries WHERE position <= ?1"
            + " ORDER BY position DESC LIMIT 1)");
    remember.setLong(1, most);
    remember.executeUpdate();
    PreparedStatement delete = session.statement("DELETE FROM entries WHERE position <= ?");
    delete.setLong(1, most);
    return delete.executeUpdate();
  }

  private static UUID idOf(Session session) throws SQLException {
    PreparedStatement insert = session.statement(
        "INSERT INTO log (one, id, end, time) VALUES (1, ?, 0, 0) ON CONFLICT DO NOTHING");
    insert.setBytes(1, Bytes.of(UUID.randomUUID()));
    insert.executeUpdate();
    try (ResultSet rows = session.statement("SELECT id FROM log").executeQuery()) {
      rows.next();
      return Bytes.uuid(rows.getBytes(1));
    }
  }

  private static End endOf(Session session) throws SQLException {
    try (ResultSet rows = session
        .statement("SELECT position, time FROM entries UNION ALL SELECT end, time FROM log"
            + " ORDER BY 1 DESC LIMIT 1")
        .executeQuery()) {
      rows.next();
      return new End(rows.getLong(1), Micros.instant(rows.getLong(2)));
    }
  }
}
