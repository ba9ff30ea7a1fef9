package dev.hedgerow.server.store;

import java.util.List;

/** The rule of outbox numbers, the same for every event store. */
public final class Sequence {
  private Sequence() {}

  /**
   * Returns the blocks that come after that number.
   *
   * @throws IllegalStateException if one is missing before or between them
   */
  public static List<OutboxBlock> after(long outbox, List<OutboxBlock> blocks) {
    List<OutboxBlock> fresh =
        blocks.stream().filter(block -> block.number() > outbox).toList();
    long next = outbox;
    for (OutboxBlock block : fresh) {
      if (block.number() != ++next) {
        throw new IllegalStateException(
            "expected outbox block " + next + " but found " + block.number());
      }
    }
    return fresh;
  }
}
