package dev.hedgerow.server.embedded.duck;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps questions that follow one another from taking the processors away from events that wait: while some do, there is a
 * rest after each question, three times as long as it took, so that questions have both processors for a quarter of the time. A
 * question under way is never slowed down. Safe from any thread.
 */
final class QuestionPace {
  /** A rest is no longer, so that whoever waits gets a turn in time. */
  static final Duration REST_MAX = Duration.ofSeconds(20);

  private static final int TIMES = 3;

  private final LongSupplier nanos;
  private volatile BooleanSupplier behind = () -> false;
  private long restsUntil;

  /**
   * Makes one that never rests until it is told when to.
   *
   * @param nanos the monotonic clock, in nanoseconds
   */
  QuestionPace(LongSupplier nanos) {
    this.nanos = nanos;
    this.restsUntil = nanos.getAsLong();
  }

  /** Has questions rest while this is so. */
  void restWhile(BooleanSupplier eventsWait) {
    this.behind = eventsWait;
  }

  /** Notes that a question has ended. */
  synchronized void took(Duration time) {
    long rest = Math.min(TIMES * time.toNanos(), REST_MAX.toNanos());
    long until = nanos.getAsLong() + rest;
    restsUntil = until - restsUntil > 0 ? until : restsUntil;
  }

  /** Returns whether the next question should wait a little still. */
  synchronized boolean rests() {
    return nanos.getAsLong() - restsUntil < 0 && behind.getAsBoolean();
  }
}
