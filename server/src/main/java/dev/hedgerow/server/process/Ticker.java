package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.log.LogWriter;
import dev.hedgerow.server.wire.EntryCodec;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Lets the log's time go on when nothing else does; at most one request for ticks is on its way. */
final class Ticker {
  private final LogWriter writer;
  private @Nullable CompletableFuture<Long> asked;

  Ticker(LogWriter writer) {
    this.writer = writer;
  }

  /** Returns whether ticks are asked for and not yet processed. */
  boolean outstanding(long processed) {
    if (asked == null) {
      return false;
    }
    if (!asked.isDone()) {
      return true;
    }
    return !asked.isCompletedExceptionally() && asked.join() > processed;
  }

  /** Asks for that many ticks, to come one after the other. */
  void tick(int times) {
    asked = writer.submit(Collections.nCopies(times, EntryCodec.encode(new Entry.Tick())));
  }
}
