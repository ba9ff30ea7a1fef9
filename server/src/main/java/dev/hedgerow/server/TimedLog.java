package dev.hedgerow.server;

import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.log.LogRecord;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A log that tells how long its appends take, each of them one sync of the disk. */
final class TimedLog implements EventLog {
  private final EventLog log;
  private final Timer append;
  private final DistributionSummary entries;

  TimedLog(EventLog log, MeterRegistry registry) {
    this.log = log;
    this.append = Timer.builder("hedgerow.log.append")
        .description("one append to the log, with its sync")
        .publishPercentiles(0.5, 0.99)
        .register(registry);
    this.entries = registry.summary("hedgerow.log.append.entries");
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
  public long append(List<byte[]> batch, Instant time) throws IOException {
    Timer.Sample sample = Timer.start();
    try {
      long position = log.append(batch, time);
      entries.record(batch.size());
      return position;
    } finally {
      sample.stop(append);
    }
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
