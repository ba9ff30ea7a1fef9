package dev.hedgerow.server.log;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A log that fails when told to: the next appends, reads and trims, each counting down by one. */
public final class FaultyLog extends ForwardingLog {
  private final AtomicInteger failures = new AtomicInteger();
  private boolean afterwards;

  /** Wraps that log. */
  public FaultyLog(EventLog log) {
    super(log);
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
  public long append(List<byte[]> entries, Instant time) throws IOException {
    boolean fails = fails();
    if (fails && !afterwards) {
      throw failure();
    }
    long position = super.append(entries, time);
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
    return super.read(after, entriesMax, bytesMax);
  }

  @Override
  public void trim(long upTo) throws IOException {
    if (fails()) {
      throw failure();
    }
    super.trim(upTo);
  }

  private boolean fails() {
    return failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  private static IOException failure() {
    return new IOException("the log fails because a test told it to");
  }
}
