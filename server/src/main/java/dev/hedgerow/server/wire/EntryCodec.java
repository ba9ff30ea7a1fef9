package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.Warning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Log entries as bytes: one JSON object, whose {@code k} says what it is.
 *
 * <pre>
 * {"k":"e", "p":project, "u":uuid, "t":happened µs, "r":received µs, "i":ip?, "m":imported?,
 *  "s":settings version, "n":name, "d":distinct id, "o":properties}      an event
 * {"k":"w", "p":project, "y":type, "r":at µs, "n":?, "d":?, "u":?, "o":details}     a refused part
 * {"k":"r", ...}                                              rows of an export, see {@link RestoredCodec}
 * {"k":"a", "t":position}                                          another try at what was set aside
 * {"k":"x", "u":id, "p":project, "v":person, "l":[own ids], "e":with events, "b":key, "r":asked µs}
 *                                                                       the erasure of a person
 * {"k":"t"}                                                                          a tick
 * </pre>
 */
public final class EntryCodec {
  /** Where what the sender said begins; nothing before it holds a quote inside a text. */
  private static final byte[] CONTENT = ",\"n\":".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] PROPERTIES = ",\"o\":".getBytes(StandardCharsets.US_ASCII);

  private EntryCodec() {}

  /** Returns the entry's bytes. */
  public static byte[] encode(Entry entry) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    if (entry instanceof Entry.Event event) {
      byte[] properties = event.properties() instanceof TextProperties text
          ? text.utf8()
          : Json.bytes(event.properties());
      return encode(event, properties);
    }
    if (entry instanceof Entry.Refused refused) {
      Warning warning = refused.warning();
      out.put("k", "w");
      out.put("p", warning.projectId());
      out.put("y", warning.type());
      out.put("r", micros(warning.at()));
      out.put("n", warning.event());
      out.put("d", warning.distinctId());
      out.put("u", warning.uuid() == null ? null : warning.uuid().toString());
      out.put("o", warning.details());
    } else if (entry instanceof Entry.Again again) {
      out.put("k", "a");
      out.put("t", again.position());
    } else if (entry instanceof Entry.Restored restored) {
      RestoredCodec.encode(restored, out);
    } else if (entry instanceof Entry.Erase erase) {
      out.put("k", "x");
      out.put("u", erase.id().toString());
      out.put("p", erase.projectId());
      out.put("v", erase.personId().toString());
      out.put("l", erase.ownIds().stream().map(UUID::toString).toList());
      out.put("e", erase.withEvents());
      out.put("b", erase.askedBy());
      out.put("r", micros(erase.askedAt()));
    } else {
      out.put("k", "t");
    }
    return Json.bytes(out);
  }

  /** Returns an event's bytes, of which the properties are given as JSON text already. */
  static byte[] encode(Entry.Event event, byte[] properties) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("k", "e");
    out.put("p", event.projectId());
    out.put("u", event.uuid().toString());
    out.put("t", micros(event.timestamp()));
    out.put("r", micros(event.receivedAt()));
    if (event.ip() != null) {
      out.put("i", event.ip());
    }
    if (event.imported()) {
      out.put("m", true);
    }
    out.put("s", event.settingsVersion());
    out.put("n", event.event());
    out.put("d", event.distinctId());
    byte[] head = Json.bytes(out);
    byte[] all = new byte[head.length + PROPERTIES.length + properties.length];
    System.arraycopy(head, 0, all, 0, head.length - 1);
    System.arraycopy(PROPERTIES, 0, all, head.length - 1, PROPERTIES.length);
    System.arraycopy(properties, 0, all, head.length - 1 + PROPERTIES.length, properties.length);
    all[all.length - 1] = '}';
    return all;
  }

  /**
   * Returns a hash of what the sender said in an event's entry. The times are left out: correcting
   * them for the sender's clock moves them a little with every retry.
   */
  public static long content(byte[] event) {
    int from = 0;
    while (from + CONTENT.length < event.length && !isContent(event, from)) {
      from++;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(event, from, event.length - from);
      return ByteBuffer.wrap(digest.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected SHA-256 in every Java", e);
    }
  }

  private static boolean isContent(byte[] event, int at) {
    return Arrays.equals(event, at, at + CONTENT.length, CONTENT, 0, CONTENT.length);
  }

  /**
   * Returns the entry of those bytes, which must not change from now on.
   *
   * @throws IOException if they are not what {@link #encode} wrote
   */
  public static Entry decode(byte[] bytes) throws IOException {
    TextScan.Nested sound = TextScan.isUtf8(bytes, 0, bytes.length)
        ? TextScan.nested(bytes, 0, bytes.length, "o")
        : null;
    if (sound != null && "e".equals(sound.outer().get("k"))) {
      try {
        return event(sound.outer(), sound.inner());
      } catch (IllegalArgumentException e) {
        throw new IOException("expected a whole entry", e);
      }
    }
    Map<String, @Nullable Object> in = Json.object(bytes);
    String kind = Properties.string(in, "k");
    if (kind == null) {
      throw new IOException("expected an entry but found no kind");
    }
    try {
      return switch (kind) {
        case "e" -> event(in, Properties.frozen(Properties.object(in, "o")));
        case "w" -> new Entry.Refused(warning(in));
        case "a" -> new Entry.Again(number(in, "t"));
        case "r" -> RestoredCodec.decode(in);
        case "x" -> erase(in);
        case "t" -> new Entry.Tick();
        default -> throw new IOException("expected an entry but found kind " + kind);
      };
    } catch (IllegalArgumentException e) {
      throw new IOException("expected a whole entry", e);
    }
  }

  private static Entry.Event event(
      Map<String, @Nullable Object> in, Map<String, @Nullable Object> properties) {
    return new Entry.Event(
        (int) number(in, "p"),
        UUID.fromString(text(in, "u")),
        text(in, "n"),
        text(in, "d"),
        instant(number(in, "t")),
        instant(number(in, "r")),
        Properties.string(in, "i"),
        Boolean.TRUE.equals(in.get("m")),
        (int) number(in, "s"),
        properties);
  }

  private static Entry.Erase erase(Map<String, @Nullable Object> in) {
    List<UUID> ownIds = new ArrayList<>();
    if (in.get("l") instanceof List<?> list) {
      list.forEach(one -> ownIds.add(UUID.fromString(String.valueOf(one))));
    }
    return new Entry.Erase(
        UUID.fromString(text(in, "u")),
        (int) number(in, "p"),
        UUID.fromString(text(in, "v")),
        ownIds,
        Boolean.TRUE.equals(in.get("e")),
        (int) number(in, "b"),
        instant(number(in, "r")));
  }

  private static Warning warning(Map<String, @Nullable Object> in) {
    Map<String, String> details = new HashMap<>();
    Properties.object(in, "o").forEach((name, value) -> details.put(name, String.valueOf(value)));
    String uuid = Properties.string(in, "u");
    return new Warning(
        (int) number(in, "p"),
        text(in, "y"),
        instant(number(in, "r")),
        Properties.string(in, "n"),
        Properties.string(in, "d"),
        uuid == null ? null : UUID.fromString(uuid),
        details);
  }

  private static String text(Map<String, @Nullable Object> in, String name) {
    String text = Properties.string(in, name);
    if (text == null) {
      throw new IllegalArgumentException("expected a text under " + name);
    }
    return text;
  }

  private static long number(Map<String, @Nullable Object> in, String name) {
    if (in.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException("expected a number under " + name);
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }
}
