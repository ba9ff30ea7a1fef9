package dev.hedgerow.server.embedded;

import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The outbox blocks committed last, as rows, so that an event store that follows closely need not
 * read them back. Bounded by their size on disk; it may forget and is never asked for what is not
 * there. Safe from any thread.
 */
final class RecentBlocks {
  private static final int BYTES_MAX = 1 << 20;

  private record Recent(OutboxBlock block, int bytes) {}

  private final Deque<Recent> blocks = new ArrayDeque<>();
  private long bytesKept;

  /** Keeps a block that is committed and takes so many bytes on disk. */
  synchronized void add(long number, Rows rows, int bytes) {
    if (!blocks.isEmpty() && blocks.getLast().block().number() + 1 != number) {
      blocks.clear();
      bytesKept = 0;
    }
    blocks.addLast(new Recent(new OutboxBlock(number, rows), bytes));
    bytesKept += bytes;
    while (bytesKept > BYTES_MAX) {
      bytesKept -= blocks.removeFirst().bytes();
    }
  }

  /** Forgets the blocks up to that number. */
  synchronized void forget(long upTo) {
    while (!blocks.isEmpty() && blocks.getFirst().block().number() <= upTo) {
      bytesKept -= blocks.removeFirst().bytes();
    }
  }

  /** Returns up to that many blocks after a number, or none unless the very next one is kept. */
  synchronized List<OutboxBlock> after(long number, int max) {
    forget(number);
    List<OutboxBlock> found = new ArrayList<>();
    for (Recent recent : blocks) {
      if (found.size() == max || recent.block().number() != number + found.size() + 1) {
        break;
      }
      found.add(recent.block());
    }
    return found;
  }
}
