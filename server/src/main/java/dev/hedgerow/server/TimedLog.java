package dev.hedgerow.server;

import dev.hedgerow.server.log.EventLog;
import dev.hedgerow.server.log.ForwardingLog;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** A log that tells how long its appends take, each of them one sync of the disk. */
final class TimedLog extends ForwardingLog {
  private final Timer append;
  private final DistributionSummary entries;

  TimedLog(EventLog log, MeterRegistry registry) {
    super(log);
    this.append = Timer.builder("hedgerow.log.append")
        .description("one append to the log, with its sync")
        .publishPercentiles(0.5, 0.99)
        .register(registry);
    this.entries = registry.summary("hedgerow.log.append.entries");
  }

  @Override
  public long append(List<byte[]> batch, Instant time) throws IOException {
    Timer.Sample sample = Timer.start();
    try {
      long position = super.append(batch, time);
      entries.record(batch.size());
      return position;
    } finally {
      sample.stop(append);
    }
  }
}
