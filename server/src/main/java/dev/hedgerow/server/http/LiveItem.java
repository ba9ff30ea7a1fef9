package dev.hedgerow.server.http;

import dev.hedgerow.server.event.FeedItem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A feed item in the words of the page's stream; every text is cut to a bounded length. */
final class LiveItem {
  private static final int TEXT_CHARS_MAX = 1_000;

  private LiveItem() {}

  /** Returns the item as a JSON object; {@code number} rises by one along the feed. */
  static Map<String, @Nullable Object> of(long number, FeedItem item) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("n", number);
    out.put("at", item.at().toEpochMilli());
    if (item instanceof FeedItem.Accepted accepted) {
      accepted(out, accepted);
    } else if (item instanceof FeedItem.Rejected rejected) {
      out.put("kind", "rejected");
      out.put("code", cut(rejected.code()));
      out.put("detail", cut(rejected.detail()));
      out.put("event", cut(rejected.event()));
      out.put("distinct_id", cut(rejected.distinctId()));
    } else if (item instanceof FeedItem.Held held) {
      kind(out, "held", held.uuid());
      out.put("due_at", held.dueAt().toEpochMilli());
      out.put("why", cut(held.why()));
    } else if (item instanceof FeedItem.Released released) {
      kind(out, "released", released.uuid());
      out.put("early", released.early());
    } else if (item instanceof FeedItem.Stored stored) {
      kind(out, "stored", stored.uuid());
      out.put("person_id", stored.personId().toString());
      out.put("person_mode", stored.personMode().word());
    } else if (item instanceof FeedItem.Warned warned) {
      kind(out, "warned", warned.uuid());
      out.put("type", cut(warned.type()));
      out.put("detail", cut(warned.detail()));
    }
    return out;
  }

  private static void accepted(Map<String, @Nullable Object> out, FeedItem.Accepted accepted) {
    kind(out, "accepted", accepted.uuid());
    out.put("event", cut(accepted.event()));
    out.put("distinct_id", cut(accepted.distinctId()));
    out.put("anonymous", accepted.anonymous());
    out.put("words", cut(accepted.words().get()));
    out.put("url", cut(accepted.url()));
    out.put("library", cut(accepted.library()));
  }

  private static void kind(Map<String, @Nullable Object> out, String kind, @Nullable UUID uuid) {
    out.put("kind", kind);
    out.put("uuid", uuid == null ? null : uuid.toString());
  }

  private static @Nullable String cut(@Nullable String text) {
    if (text == null || text.length() <= TEXT_CHARS_MAX) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(TEXT_CHARS_MAX - 1))
        ? TEXT_CHARS_MAX - 1
        : TEXT_CHARS_MAX;
    return text.substring(0, end) + "…";
  }
}
