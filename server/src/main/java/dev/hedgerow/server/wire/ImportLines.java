package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.Owned;
import dev.hedgerow.server.event.RejectedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lines of files that are taken in: those of our own exports, and events as PostHog exports them. */
public final class ImportLines {
  private ImportLines() {}

  /** Returns the lines that are not empty, as they came. */
  public static List<String> of(byte[] body) {
    return new String(body, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  /**
   * Reads lines of an export.
   *
   * @param kind {@code events}, {@code persons} or {@code groups}
   * @param chunk what tells these lines from all others, so that they count once
   * @throws RejectedException that names the first line at fault; nothing is to be kept then
   */
  public static Entry.Restored restored(int projectId, UUID chunk, String kind, List<String> lines)
      throws RejectedException {
    List<EventRow> events = new ArrayList<>();
    List<Owned> persons = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    Map<Integer, String> types = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        Map<String, @Nullable Object> line = line(lines.get(i));
        switch (kind) {
          case "events" -> events.add(RestoredCodec.event(projectId, line));
          case "persons" -> persons.add(RestoredCodec.person(projectId, line));
          default -> {
            types.put(RestoredCodec.index(line), RestoredCodec.text(line, "type"));
            if (line.get("key") != null) {
              groups.add(RestoredCodec.group(projectId, line));
            }
          }
        }
      } catch (IOException e) {
        throw refused(i, "expected a JSON object");
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw refused(i, String.valueOf(e.getMessage()));
      }
    }
    return new Entry.Restored(projectId, chunk, events, persons, groups, types);
  }

  @SuppressWarnings("ConstantValue") // a line of `null` is read as null
  private static Map<String, @Nullable Object> line(String text) throws IOException {
    Map<String, @Nullable Object> line = Json.object(text);
    if (line == null) {
      throw new IOException("expected an object");
    }
    return line;
  }

  private static RejectedException refused(int line, String detail) {
    return new RejectedException(
        400, "invalid_line", detail + ", in line " + (line + 1) + " of the chunk", null);
  }

  /**
   * Returns the body of a capture request that brings those events of PostHog's as an import: properties may be JSON in a
   * text, what was set of the person stands under {@code set} and {@code set_once}, the elements beside the properties. An event
   * without a uuid gets one that is the same each time.
   */
  public static byte[] posthog(String token, UUID chunk, List<String> lines) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("api_key", token);
    head.put("historical_migration", true);
    byte[] begin = Json.bytes(head);
    out.write(begin, 0, begin.length - 1);
    out.writeBytes(",\"batch\":[".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < lines.size(); i++) {
      out.writeBytes(i == 0 ? new byte[0] : new byte[] {','});
      out.writeBytes(event(chunk, i, lines.get(i)));
    }
    out.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  private static byte[] event(UUID chunk, int number, String line) {
    Map<String, @Nullable Object> in;
    try {
      in = line(line);
    } catch (IOException e) {
      return Json.bytes(List.of()); // refused, counted and told as no object
    }
    Map<String, @Nullable Object> properties = new LinkedHashMap<>(object(in.get("properties")));
    move(in, "elements_chain", properties, "$elements_chain");
    move(in, "elements", properties, "$elements");
    move(in, "set", properties, "$set");
    move(in, "set_once", properties, "$set_once");
    move(in, "ip", properties, "$ip");
    properties.remove("token");
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("event", in.get("event"));
    event.put("distinct_id", in.get("distinct_id"));
    event.put("timestamp", in.get("timestamp"));
    event.put("properties", properties);
    Object uuid = in.get("uuid");
    event.put(
        "uuid",
        uuid == null || uuid.equals("")
            ? UUID.nameUUIDFromBytes((chunk + " " + number).getBytes(StandardCharsets.UTF_8))
            : uuid);
    return Json.bytes(event);
  }

  private static void move(
      Map<String, @Nullable Object> from,
      String name,
      Map<String, @Nullable Object> to,
      String newName) {
    Object value = from.get(name);
    if (value instanceof String text && newName.startsWith("$set")) {
      value = object(text);
    }
    if (value != null && !value.equals("") && !value.equals(Map.of())) {
      to.putIfAbsent(newName, value);
    }
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  private static Map<String, @Nullable Object> object(@Nullable Object value) {
    if (value instanceof String text && !text.isEmpty()) {
      try {
        return Json.object(text);
      } catch (IOException e) {
        return Map.of();
      }
    }
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }
}
