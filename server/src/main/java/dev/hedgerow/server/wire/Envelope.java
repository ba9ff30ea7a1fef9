package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands around the events of a request (contract S 1.5), and where each event is.
 *
 * @param token the token for all of them, or null when each event names its own
 * @param sentAt the text or number under {@code sent_at}, or null
 * @param imported whether {@code historical_migration} is true
 */
record Envelope(
    @Nullable String token, @Nullable Object sentAt, boolean imported, List<JsonCuts.Cut> events) {

  /**
   * Reads an array of events, a batch object or a single event.
   *
   * @param nameless whether an event may have no name
   */
  static Envelope read(byte[] text, EventTree tree, Limits limits, boolean nameless)
      throws RejectedException {
    int start = startsWithMark(text) ? 3 : 0;
    JsonCuts cuts = new JsonCuts(text, start, text.length);
    Envelope envelope;
    if (cuts.peek() == '[') {
      envelope = new Envelope(null, null, false, elements(cuts, limits));
    } else if (cuts.peek() == '{') {
      envelope = object(text, cuts, tree, limits, nameless);
    } else {
      throw new RejectedException("invalid_json", "expected a JSON object or array");
    }
    cuts.expectEnd();
    if (envelope.events.isEmpty()) {
      throw noEvent();
    }
    return envelope;
  }

  private static Envelope object(
      byte[] text, JsonCuts cuts, EventTree tree, Limits limits, boolean nameless)
      throws RejectedException {
    JsonCuts.Cut whole = cuts.next();
    Map<String, JsonCuts.Cut> members = members(text, whole, tree);
    JsonCuts.Cut batch = members.get("batch");
    if (batch == null) {
      if (!nameless && !members.containsKey("event")) {
        throw noEvent();
      }
      Object sentAt = scalar(text, members, "sent_at", tree);
      return new Envelope(null, sentAt, false, List.of(whole));
    }
    if (text[batch.from()] != '[') {
      throw new RejectedException(400, "invalid_batch", "expected batch to be an array", "batch");
    }
    Map<String, @Nullable Object> top = new HashMap<>();
    for (String name : List.of("token", "$token", "api_key", "sent_at", "historical_migration")) {
      top.put(name, scalar(text, members, name, tree));
    }
    return new Envelope(
        Tokens.ofTop(top),
        top.get("sent_at"),
        Boolean.TRUE.equals(top.get("historical_migration")),
        elements(new JsonCuts(text, batch.from(), batch.to()), limits));
  }

  /** Returns the members by name; of two with the same name the last. */
  private static Map<String, JsonCuts.Cut> members(byte[] text, JsonCuts.Cut object, EventTree tree)
      throws RejectedException {
    Map<String, JsonCuts.Cut> members = new HashMap<>();
    JsonCuts cuts = new JsonCuts(text, object.from(), object.to());
    cuts.expect('{');
    if (cuts.skip('}')) {
      return members;
    }
    do {
      JsonCuts.Cut name = cuts.next();
      cuts.expect(':');
      JsonCuts.Cut value = cuts.next();
      String known = name(text, name, tree);
      if (isKnown(known)) {
        members.put(known, value);
      }
    } while (cuts.skip(','));
    cuts.expect('}');
    cuts.expectEnd();
    return members;
  }

  /** Returns a member's name; what is no text has an empty one. */
  private static String name(byte[] text, JsonCuts.Cut cut, EventTree tree)
      throws RejectedException {
    boolean plain = text[cut.from()] == '"';
    for (int at = cut.from(); plain && at < cut.to(); at++) {
      plain = text[at] >= ' ' && text[at] != '\\';
    }
    if (plain) {
      return new String(text, cut.from() + 1, cut.length() - 2, StandardCharsets.ISO_8859_1);
    }
    return tree.read(text, cut) instanceof String name ? name : "";
  }

  private static boolean isKnown(String name) {
    return switch (name) {
      case "batch", "event", "token", "$token", "api_key", "sent_at", "historical_migration" ->
        true;
      default -> false;
    };
  }

  private static List<JsonCuts.Cut> elements(JsonCuts cuts, Limits limits)
      throws RejectedException {
    List<JsonCuts.Cut> elements = new ArrayList<>();
    cuts.expect('[');
    if (cuts.skip(']')) {
      return elements;
    }
    do {
      if (elements.size() == limits.batchEventsMax()) {
        throw new RejectedException(
            413,
            "too_many_events",
            "expected at most " + limits.batchEventsMax() + " events in one request",
            "batch");
      }
      elements.add(cuts.next());
    } while (cuts.skip(','));
    cuts.expect(']');
    return elements;
  }

  private static @Nullable Object scalar(
      byte[] text, Map<String, JsonCuts.Cut> members, String name, EventTree tree)
      throws RejectedException {
    JsonCuts.Cut cut = members.get(name);
    return cut == null || cut.depth() > 0 ? null : tree.read(text, cut);
  }

  private static boolean startsWithMark(byte[] text) {
    return text.length > 2
        && (text[0] & 0xFF) == 0xEF
        && (text[1] & 0xFF) == 0xBB
        && (text[2] & 0xFF) == 0xBF;
  }

  private static RejectedException noEvent() {
    return new RejectedException("no_event", "request holds no event");
  }
}
