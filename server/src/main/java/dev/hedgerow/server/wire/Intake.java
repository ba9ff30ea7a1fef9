package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.FeedItem;
import dev.hedgerow.server.event.RejectedException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request. The entries are to be appended before the sender is told that all is well; with a refusal
 * they are warnings only, for which nobody waits.
 *
 * @param entries log entries: the events, and a warning for each part that could not be used
 * @param feed the latest of what happened, for the live page
 * @param accepted how many events are among the entries
 * @param rejected how many parts were refused, by their stable reason
 * @param imported whether they are an import, which must not delay what happens now
 * @param refusal why nothing is usable, or null
 */
public record Intake(
    List<byte[]> entries,
    List<FeedItem> feed,
    int accepted,
    Map<String, Integer> rejected,
    boolean imported,
    @Nullable RejectedException refusal) {
  public Intake {
    entries = List.copyOf(entries);
    feed = List.copyOf(feed);
    rejected = Map.copyOf(rejected);
  }
}
