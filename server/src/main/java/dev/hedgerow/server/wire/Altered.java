package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something of an event that is not kept as it was sent.
 *
 * @param code the stable reason in snake case, the type of its ingestion warning
 * @param detail a sentence for people
 */
record Altered(String code, String detail) {

  /** Returns what is altered of a sound event. */
  static List<Altered> of(
      Map<String, @Nullable Object> raw,
      Map<String, @Nullable Object> properties,
      String name,
      String distinctId,
      Times.Corrected time,
      Limits limits) {
    List<Altered> all = new ArrayList<>(0);
    if (isLonger(raw.get("event"), name)) {
      all.add(new Altered("event_name_cut", atMost(limits.eventNameCharsMax())));
    }
    if (isLonger(idOf(raw, properties), distinctId)) {
      all.add(new Altered("distinct_id_cut", atMost(limits.distinctIdCharsMax())));
    }
    if (time.unreadable()) {
      all.add(new Altered("ignored_invalid_timestamp", "expected a readable timestamp"));
    } else if (time.ahead()) {
      all.add(new Altered(
          "timestamp_ahead", "expected a time not more than 23 hours ahead; it is now instead"));
    }
    Object offset = raw.get("offset");
    if (offset != null && !(offset instanceof Number)) {
      all.add(new Altered("ignored_invalid_offset", "expected a number of milliseconds"));
    }
    if (hasOddPersonProperties(raw) || hasOddPersonProperties(properties)) {
      all.add(new Altered(
          "ignored_invalid_person_properties",
          "expected $set and $set_once to be objects and $unset to be a list or an object"));
    }
    return all;
  }

  private static String atMost(int charsMax) {
    return "expected at most " + charsMax + " characters";
  }

  private static boolean isLonger(@Nullable Object sent, String kept) {
    return sent instanceof String text && text.length() > kept.length();
  }

  /** Returns the distinct id as sent, where it is a text. */
  private static @Nullable Object idOf(
      Map<String, @Nullable Object> raw, Map<String, @Nullable Object> properties) {
    Object id = raw.get("distinct_id");
    id = id == null ? raw.get("$distinct_id") : id;
    id = id == null ? Properties.string(properties, "distinct_id") : id;
    return Cookieless.ASKED.equals(id) ? null : id;
  }

  private static boolean hasOddPersonProperties(Map<String, @Nullable Object> from) {
    Object unset = from.get("$unset");
    return isNoObject(from.get("$set"))
        || isNoObject(from.get("$set_once"))
        || (isNoObject(unset) && !(unset instanceof List));
  }

  private static boolean isNoObject(@Nullable Object value) {
    return value != null && !(value instanceof Map);
  }
}
