package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.log.LogWriter;
import dev.hedgerow.server.wire.EntryCodec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Lets the log's time go on when nothing else does; at most one tick is on its way. */
final class Ticker {
  private final LogWriter writer;
  private @Nullable CompletableFuture<Long> asked;

  Ticker(LogWriter writer) {
    this.writer = writer;
  }

  /** Returns whether a tick is asked for and not yet processed. */
  boolean outstanding(long processed) {
    if (asked == null) {
      return false;
    }
    if (!asked.isDone()) {
      return true;
    }
    return !asked.isCompletedExceptionally() && asked.join() > processed;
  }

  void tick() {
    asked = writer.submit(List.of(EntryCodec.encode(new Entry.Tick())));
  }
}
