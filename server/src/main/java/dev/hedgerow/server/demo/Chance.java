package dev.hedgerow.server.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** What is left to chance, decided by a seed: the same questions in the same order get the same answers. For one thread. */
final class Chance {
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final SplittableRandom random;

  private Chance(SplittableRandom random) {
    this.random = random;
  }

  /** Returns a chance of its own for one of many, so that what one of them does changes nothing for another. */
  static Chance of(long seed, long number) {
    return new Chance(new SplittableRandom(seed * SPREAD + number).split());
  }

  /** Returns true so often, from 0 for never to 1 for always. */
  boolean hit(double share) {
    return random.nextDouble() < share;
  }

  /** Returns a number from 0 on and below another. */
  int below(int end) {
    return random.nextInt(end);
  }

  double between(double from, double to) {
    return from + random.nextDouble() * (to - from);
  }

  <T> T one(List<T> of) {
    return of.get(below(of.size()));
  }

  /** Returns a time that is mostly shorter than the mean and now and then far longer, at most six times. */
  Duration around(Duration mean) {
    double times = Math.min(6, -Math.log(1 - random.nextDouble()));
    return Duration.ofMillis(Math.round(mean.toMillis() * times));
  }

  Duration between(Duration from, Duration to) {
    return Duration.ofMillis(Math.round(between((double) from.toMillis(), (double) to.toMillis())));
  }

  /** Returns a UUIDv7 of that moment. */
  UUID uuid(Instant at) {
    long high = (at.toEpochMilli() << 16) | 0x7000 | (random.nextLong() & 0x0FFF);
    long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
    return new UUID(high, low);
  }
}
