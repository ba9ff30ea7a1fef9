package dev.hedgerow.server.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The bounded hand-over from the door and the processor to the live page. Nobody waits for it and
 * it may lose: beyond its size the oldest items go. Safe from any thread.
 */
public final class Feed {

  /** Items after a sequence number, and the number to ask with next. */
  public record Page(long next, List<FeedItem> items) {}

  private final int itemsMax;
  private final Deque<FeedItem> items = new ArrayDeque<>();
  private long published;

  /** Makes a feed that keeps that many items. */
  public Feed(int itemsMax) {
    if (itemsMax < 1) {
      throw new IllegalArgumentException("expected room for at least 1 item");
    }
    this.itemsMax = itemsMax;
  }

  /** Adds an item, dropping the oldest when full. */
  public synchronized void publish(FeedItem item) {
    if (items.size() == itemsMax) {
      items.removeFirst();
    }
    items.addLast(item);
    published++;
  }

  /** Returns what was published after that many items, as far as it is still there. */
  public synchronized Page after(long seen) {
    long first = published - items.size();
    long skip = Math.max(0, seen - first);
    List<FeedItem> found = new ArrayList<>();
    for (FeedItem item : items) {
      if (skip-- <= 0) {
        found.add(item);
      }
    }
    return new Page(published, found);
  }
}
