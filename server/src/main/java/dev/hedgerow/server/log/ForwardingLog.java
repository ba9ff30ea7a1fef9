package dev.hedgerow.server.log;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A log that passes everything on to another, for those that do so but for a little. */
public abstract class ForwardingLog implements EventLog {
  private final EventLog log;

  /** Passes on to that log. */
  protected ForwardingLog(EventLog log) {
    this.log = log;
  }

  @Override
  public UUID id() {
    return log.id();
  }

  @Override
  public long end() {
    return log.end();
  }

  @Override
  public Instant lastTime() {
    return log.lastTime();
  }

  @Override
  public long append(List<byte[]> entries, Instant time) throws IOException {
    return log.append(entries, time);
  }

  @Override
  public List<LogRecord> read(long after, int entriesMax, long bytesMax) throws IOException {
    return log.read(after, entriesMax, bytesMax);
  }

  @Override
  public void trim(long upTo) throws IOException {
    log.trim(upTo);
  }

  @Override
  public void rewrite() throws IOException {
    log.rewrite();
  }

  @Override
  public void checkpoint() throws IOException {
    log.checkpoint();
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
