package dev.hedgerow.server.store;

import java.io.IOException;
import java.util.List;

/** Where the blocks are that tell the event store what to write. Safe from any thread. */
public interface Outbox {
  /** An outbox without blocks, for when nobody writes. */
  Outbox EMPTY = (number, most) -> List.of();

  /** Returns blocks after that number, in order, at most that many and fewer where they are large. */
  List<OutboxBlock> after(long number, int most) throws IOException;
}
