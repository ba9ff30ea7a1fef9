package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The outbox blocks committed last, as rows, so that an event store that follows closely need not
 * read them back. Bounded by their size on disk: once they are more, the store does not follow
 * closely, and none is kept until it has caught up, as rows that are kept for a while and then
 * forgotten are what a collector has the most work with. Safe from any thread.
 */
final class RecentBlocks {
  private static final int BYTES_MAX = 1 << 20;

  private record Recent(OutboxBlock block, int bytes) {}

  private final Deque<Recent> blocks = new ArrayDeque<>();
  private long bytesKept;
  private long newest;
  private boolean followed = true;

  /** Keeps a block that is committed and takes so many bytes on disk. */
  synchronized void add(long number, Rows rows, int bytes) {
    if (newest + 1 != number) {
      clear();
    }
    newest = number;
    if (!followed) {
      return;
    }
    blocks.addLast(new Recent(new OutboxBlock(number, rows), bytes));
    bytesKept += bytes;
    if (bytesKept > BYTES_MAX) {
      clear();
      followed = false;
    }
  }

  private void clear() {
    blocks.clear();
    bytesKept = 0;
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
    followed |= number >= newest;
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
