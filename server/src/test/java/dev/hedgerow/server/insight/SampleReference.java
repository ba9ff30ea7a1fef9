package dev.hedgerow.server.insight;

import java.util.UUID;

/**
 * Which persons a {@code samplingFactor} leaves: those whose id, hashed as the engine does, falls among the first so many of a
 * million grains. The same person is in every sample of that size or larger, whatever is asked.
 */
final class SampleReference {
  private static final long GRAINS = 1_000_000;
  private static final long FACTOR = 0xd6e8feb86659fd93L;

  private SampleReference() {}

  /** Returns whether an event's person is in it. */
  static boolean has(double share, Visit visit) {
    UUID id = UUID.fromString(visit.person());
    long hash =
        mixed(id.getLeastSignificantBits()) ^ mixed(id.getMostSignificantBits() ^ Long.MIN_VALUE);
    return share == 1 || Long.remainderUnsigned(hash, GRAINS) < Math.round(share * GRAINS);
  }

  private static long mixed(long number) {
    long once = (number ^ (number >>> 32)) * FACTOR;
    long twice = (once ^ (once >>> 32)) * FACTOR;
    return twice ^ (twice >>> 32);
  }
}
