package dev.hedgerow.server.wire;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes an event of one JSON object, by the field rules of contract S 1.5. */
final class EventReader {
  private static final int UUID_DIGITS = 32;
  private static final int UUID_CHARS_MAX = 36;

  private final NoArgGenerator uuids = Generators.timeBasedEpochGenerator();
  private final Limits limits;
  private final Cookieless cookieless;
  private final Clues clues;

  EventReader(Limits limits, Cookieless cookieless, Clues clues) {
    this.limits = limits;
    this.cookieless = cookieless;
    this.clues = clues;
  }

  /**
   * What all events of one request share.
   *
   * @param sentAt when the sender sent it, by the sender's clock, or null
   * @param engage whether an event without a name is an {@code $identify} (contract S 1.5)
   * @param recording what all have in common as parts of session recordings, or null when they are none
   */
  record Shared(
      Project project,
      Instant receivedAt,
      @Nullable Instant sentAt,
      boolean imported,
      @Nullable String ip,
      @Nullable String userAgent,
      boolean engage,
      @Nullable Recording recording) {}

  /**
   * An event that is sound.
   *
   * @param altered what of it is not kept as it was sent
   * @param unwanted why the project's owner does not want it, or null
   */
  record Sound(
      Entry.Event event, List<Altered> altered, @Nullable Altered unwanted) {}

  /** Reads an event; an IOException says that the day's secret cannot be had. */
  Sound read(Map<String, @Nullable Object> raw, Shared shared)
      throws RejectedException, IOException {
    String name = shared.engage() && raw.get("event") == null ? "$identify" : name(raw);
    Map<String, @Nullable Object> properties = MergedProperties.of(raw);
    if (shared.recording() != null) {
      shared.recording().check(name, properties);
    }
    String distinctId = distinctId(raw, properties);
    Instant sentAt =
        Boolean.TRUE.equals(properties.get("$ignore_sent_at")) ? null : shared.sentAt();
    Times.Corrected time =
        Times.correct(shared.receivedAt(), sentAt, raw.get("timestamp"), raw.get("offset"));
    String address = ip(properties, shared.ip());
    if (Cookieless.asks(properties) && distinctId.equals(Cookieless.ASKED)) {
      requireCookieless(shared.project());
      distinctId = cookieless.id(
          name,
          properties,
          shared.project().id(),
          time.at(),
          shared.receivedAt(),
          shared.ip(),
          shared.userAgent());
      address = null;
    }
    Altered unwanted = unwanted(shared.project(), properties);
    if (shared.project().settings().discardIps()) {
      putPlace(properties, address);
      properties.remove("$ip");
      address = null;
    }
    Entry.Event event = new Entry.Event(
        shared.project().id(),
        uuid(raw),
        name,
        distinctId,
        time.at(),
        shared.receivedAt(),
        address,
        shared.imported(),
        shared.project().settingsVersion(),
        DraftProperties.done(properties));
    return new Sound(event, Altered.of(raw, properties, name, distinctId, time, limits), unwanted);
  }

  private @Nullable Altered unwanted(Project project, Map<String, @Nullable Object> properties) {
    if (!project.settings().dropBots()) {
      return null;
    }
    String agent = Properties.string(properties, "$raw_user_agent");
    agent = agent == null ? Properties.string(properties, "$user_agent") : agent;
    return agent != null && clues.isBot(agent)
        ? new Altered("bot_dropped", "the project's settings drop the events of bots")
        : null;
  }

  /** Looks the place up now, as there will be no address later. */
  private void putPlace(Map<String, @Nullable Object> properties, @Nullable String address) {
    Object own = properties.get("$ip");
    String known = own instanceof String text ? text : address;
    if (known != null && !Boolean.TRUE.equals(properties.get("$geoip_disable"))) {
      properties.putAll(clues.place(known));
    }
  }

  private static void requireCookieless(Project project) throws RejectedException {
    if (!project.settings().cookieless()) {
      throw new RejectedException(
          400,
          "cookieless_mode_off",
          "expected the project's settings to take events without a cookie",
          "$cookieless_mode");
    }
  }

  private String name(Map<String, @Nullable Object> raw) throws RejectedException {
    Object name = raw.get("event");
    if (name != null && !(name instanceof String)) {
      throw new RejectedException(
          400, "invalid_event_name", "expected the event name to be a text", "event");
    }
    if (name == null || name.equals("")) {
      throw new RejectedException(
          400, "empty_event_name", "event submitted with an empty event name", "event");
    }
    return cut(name.toString(), limits.eventNameCharsMax());
  }

  private String distinctId(
      Map<String, @Nullable Object> raw, Map<String, @Nullable Object> properties)
      throws RejectedException {
    Object id = raw.get("distinct_id");
    id = id == null ? raw.get("$distinct_id") : id;
    id = id == null ? properties.get("distinct_id") : id;
    id = id instanceof BigDecimal exact ? (Object) exact.doubleValue() : id;
    String text = id == null ? "" : id instanceof String known ? known : Json.text(id);
    text = cut(text, limits.distinctIdCharsMax());
    if (text.isBlank()) {
      throw new RejectedException(
          400, "missing_distinct_id", "event submitted without a distinct_id", "distinct_id");
    }
    return text;
  }

  private UUID uuid(Map<String, @Nullable Object> raw) throws RejectedException {
    Object uuid = raw.get("uuid");
    if (uuid == null || uuid.equals("")) {
      return uuids.generate();
    }
    UUID known = uuidOf(uuid);
    if (known == null) {
      throw new RejectedException(400, "invalid_uuid", "expected a valid uuid", "uuid");
    }
    return known;
  }

  /** Returns the uuid of 32 hexadecimal digits, with hyphens between its groups or without, or null. */
  static @Nullable UUID uuidOf(@Nullable Object text) {
    if (!(text instanceof String known) || known.length() > UUID_CHARS_MAX) {
      return null;
    }
    long high = 0;
    long low = 0;
    int digits = 0;
    for (int at = 0; at < known.length(); at++) {
      char c = known.charAt(at);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit >= 0) {
        high = high << 4 | low >>> 60;
        low = low << 4 | digit;
        digits++;
      } else if (c != '-' || !isGroupEnd(digits) || known.charAt(at - 1) == '-') {
        return null;
      }
    }
    return digits == UUID_DIGITS ? new UUID(high, low) : null;
  }

  private static boolean isGroupEnd(int digits) {
    return digits == 8 || digits == 12 || digits == 16 || digits == 20;
  }

  private static @Nullable String ip(
      Map<String, @Nullable Object> properties, @Nullable String address) {
    if (properties.get("$ip") != null) {
      return null;
    }
    return properties.containsKey("capture_internal") ? "127.0.0.1" : address;
  }

  /** Returns at most that many characters (code points) of a text. */
  static String cut(String text, int charsMax) {
    return text.length() <= charsMax || text.codePointCount(0, text.length()) <= charsMax
        ? text
        : text.substring(0, text.offsetByCodePoints(0, charsMax));
  }
}
