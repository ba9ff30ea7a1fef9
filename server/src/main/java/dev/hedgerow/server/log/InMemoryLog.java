package dev.hedgerow.server.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** The log's twin in memory: durable for as long as it is referenced. Safe from any thread. */
public final class InMemoryLog implements EventLog {
  private final UUID id;
  private final TreeMap<Long, LogRecord> records = new TreeMap<>();
  private long end;
  private Instant lastTime = Instant.EPOCH;

  /** Makes an empty log with an id of its own. */
  public InMemoryLog() {
    this(UUID.randomUUID());
  }

  /** Makes an empty log with that id. */
  public InMemoryLog(UUID id) {
    this.id = id;
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public synchronized long end() {
    return end;
  }

  @Override
  public synchronized Instant lastTime() {
    return lastTime;
  }

  @Override
  public synchronized long append(List<byte[]> entries, Instant time) {
    if (entries.isEmpty()) {
      return end;
    }
    lastTime = time.truncatedTo(ChronoUnit.MICROS);
    for (byte[] entry : entries) {
      end++;
      records.put(end, new LogRecord(end, lastTime, entry.clone(), false));
    }
    return end;
  }

  @Override
  public synchronized List<LogRecord> read(long after, int entriesMax, long bytesMax) {
    List<LogRecord> found = new ArrayList<>();
    long bytes = 0;
    for (LogRecord next : records.tailMap(after, false).values()) {
      bytes += next.payload().length;
      if (found.size() == entriesMax || (!found.isEmpty() && bytes > bytesMax)) {
        break;
      }
      found.add(next);
    }
    return found;
  }

  @Override
  public synchronized void trim(long upTo) {
    records.headMap(upTo, true).clear();
  }

  /** Does nothing: there are no files. */
  @Override
  public void rewrite() {}

  /** Keeps everything: the next to use it finds what was appended. */
  @Override
  public void checkpoint() {}

  @Override
  public void close() {}
}
