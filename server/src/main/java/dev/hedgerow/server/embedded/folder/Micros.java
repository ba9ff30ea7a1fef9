package dev.hedgerow.server.embedded.folder;

import java.time.Instant;

/** Moments as microseconds since 1970, which is how timestamps are kept. */
public final class Micros {
  private Micros() {}

  /** Returns a moment in microseconds, without what is less. */
  public static long of(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
  }

  /** Returns the moment of so many microseconds. */
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }
}
