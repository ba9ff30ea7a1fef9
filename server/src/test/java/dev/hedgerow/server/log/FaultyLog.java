package dev.hedgerow.server.log;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A log that fails when told to: the next appends, reads and trims, each counting down by one. */
public final class FaultyLog implements EventLog {
  private final EventLog log;
  private final AtomicInteger failures = new AtomicInteger();
  private boolean afterwards;

  /** Wraps that log. */
  public FaultyLog(EventLog log) {
    this.log = log;
  }

  /** Makes the next calls fail before they do anything. */
  public void failNext(int calls) {
    afterwards = false;
    failures.set(calls);
  }

  /** Makes the next calls fail after they did what they were asked, as when an answer is lost. */
  public void failNextAfterwards(int calls) {
    afterwards = true;
    failures.set(calls);
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
    boolean fails = fails();
    if (fails && !afterwards) {
      throw failure();
    }
    long position = log.append(entries, time);
    if (fails) {
      throw failure();
    }
    return position;
  }

  @Override
  public List<LogRecord> read(long after, int entriesMax, long bytesMax) throws IOException {
    if (fails()) {
      throw failure();
    }
    return log.read(after, entriesMax, bytesMax);
  }

  @Override
  public void trim(long upTo) throws IOException {
    if (fails()) {
      throw failure();
    }
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

  private boolean fails() {
    return failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  private static IOException failure() {
    return new IOException("the log fails because a test told it to");
  }
}
