package dev.hedgerow.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Time that only moves when told to: the time of day and the monotonic clock together. */
public final class SettableTime extends Clock implements LongSupplier {
  private final Instant start;
  private final AtomicLong nanos = new AtomicLong();

  public SettableTime(Instant start) {
    this.start = start;
  }

  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos.get());
  }

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("time here is UTC");
  }
}
