package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.LimitsBut;
import java.util.Map;

/** The usual limits, except those that the processor's tests want to reach. */
final class SmallLimits {
  private SmallLimits() {}

  static Limits batches(int entries) {
    return LimitsBut.with("processBatchMax", entries);
  }

  static Limits of(int batch, int releaseChunk, int heldMax, int personBytes) {
    return LimitsBut.with(Map.of(
        "processBatchMax",
        batch,
        "releaseChunkMax",
        releaseChunk,
        "heldEventsMax",
        heldMax,
        "personBytesMax",
        personBytes));
  }
}
