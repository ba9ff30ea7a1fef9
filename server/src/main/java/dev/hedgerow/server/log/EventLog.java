package dev.hedgerow.server.log;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The durable, ordered record of accepted entries. One thread appends, one reads, one trims; they
 * may be different threads. Positions start at 1, rise by one, and are never used twice, not even
 * after everything was trimmed or the log was opened again.
 */
public interface EventLog extends Closeable {

  /** Returns the id this log was made with; a state remembers it and refuses any other. */
  UUID id();

  /** Returns the position of the last entry ever appended, 0 for none, trimmed or not. */
  long end();

  /** Returns the time of the last entry ever appended, {@link Instant#EPOCH} for none. */
  Instant lastTime();

  /**
   * Appends all entries with that time, kept to the microsecond, and returns the last one's
   * position, once all of them are on disk; no entries change nothing and give {@link #end}. On an
   * exception none is acknowledged; some may be there all the same.
   */
  long append(List<byte[]> entries, Instant time) throws IOException;

  /**
   * Returns the entries after that position, in order, at most that many and, beyond the first, at
   * most that many bytes; empty at the end. Entries whose checksum does not match come marked as
   * damaged.
   */
  List<LogRecord> read(long after, int entriesMax, long bytesMax) throws IOException;

  /** Forgets the entries up to and including that position. */
  void trim(long upTo) throws IOException;

  /**
   * Makes its files anew, so that they hold nothing that was trimmed before. Appends wait for it.
   *
   * @throws IOException also if a long read kept some of it in use: try again
   */
  void rewrite() throws IOException;

  /** Gives back what was trimmed, as far as the engine needs telling; nothing depends on it. */
  void checkpoint() throws IOException;
}
