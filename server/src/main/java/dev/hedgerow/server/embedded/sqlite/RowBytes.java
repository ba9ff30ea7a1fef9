package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Micros;
import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows of events as bytes, whose properties stay the text they are: each four bytes for the length
 * of the rest, and then, times in microseconds, numbers of four or eight bytes, a text its length
 * and UTF-8:
 *
 * <pre>
 * project 4, uuid 16, happened 8, processed 8, person 16, person created 8,
 * event, distinct id, person mode, elements chain (texts),
 * groups 4, of each: index 4, key (text),
 * properties, person's properties (JSON as texts; nothing for an empty object)
 * </pre>
 */
final class RowBytes {
  private static final byte[] NOTHING = {};

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream row = new DataOutputStream(bytes);
  private final byte[] length = new byte[Integer.BYTES];

  /** Writes a row. */
  void write(EventRow event, OutputStream to) throws IOException {
    byte[] properties = json(event.properties());
    byte[] ofPerson = json(event.personProperties());
    bytes.reset();
    row.writeInt(event.projectId());
    uuid(event.uuid());
    row.writeLong(Micros.of(event.timestamp()));
    row.writeLong(Micros.of(event.createdAt()));
    uuid(event.personId());
    row.writeLong(Micros.of(event.personCreatedAt()));
    text(event.event());
    text(event.distinctId());
    text(event.personMode().word());
    text(event.elementsChain());
    row.writeInt(event.groups().size());
    for (Map.Entry<Integer, String> group : event.groups().entrySet()) {
      row.writeInt(group.getKey());
      text(group.getValue());
    }
    text(properties);
    text(ofPerson);
    ByteBuffer.wrap(length).putInt(bytes.size());
    to.write(length);
    bytes.writeTo(to);
  }

  private static byte[] json(Map<String, @Nullable Object> properties) {
    return properties.isEmpty() ? NOTHING : Json.utf8(properties);
  }

  private void uuid(UUID uuid) throws IOException {
    row.writeLong(uuid.getMostSignificantBits());
    row.writeLong(uuid.getLeastSignificantBits());
  }

  private void text(String text) throws IOException {
    text(text.getBytes(StandardCharsets.UTF_8));
  }

  private void text(byte[] utf8) throws IOException {
    row.writeInt(utf8.length);
    row.write(utf8);
  }

  /**
   * Reads a row.
   *
   * @throws IOException if there is none, or not all of it
   * @throws IllegalArgumentException if it is none
   */
  static EventRow read(DataInputStream from) throws IOException {
    int length = from.readInt();
    byte[] bytes = from.readNBytes(Math.max(0, length));
    if (bytes.length < length) {
      throw new EOFException("expected a row of " + length + " bytes but found " + bytes.length);
    }
    try {
      return new In(bytes).row();
    } catch (BufferUnderflowException e) {
      throw new IOException("expected a whole row", e);
    }
  }

  /** A row's bytes, and how far they were read. */
  private static final class In {
    private final byte[] bytes;
    private final ByteBuffer from;

    In(byte[] bytes) {
      this.bytes = bytes;
      this.from = ByteBuffer.wrap(bytes);
    }

    EventRow row() throws IOException {
      int projectId = from.getInt();
      UUID uuid = uuid();
      long timestamp = from.getLong();
      long createdAt = from.getLong();
      UUID personId = uuid();
      long personCreatedAt = from.getLong();
      String event = text();
      String distinctId = text();
      PersonMode mode = PersonMode.of(text());
      String elementsChain = text();
      Map<Integer, String> groups = new LinkedHashMap<>();
      for (int left = from.getInt(); left > 0; left--) {
        groups.put(from.getInt(), text());
      }
      Map<String, @Nullable Object> properties = json();
      return new EventRow(
          projectId,
          uuid,
          event,
          distinctId,
          Micros.instant(timestamp),
          Micros.instant(createdAt),
          personId,
          Micros.instant(personCreatedAt),
          mode,
          json(),
          properties,
          elementsChain,
          groups);
    }

    private UUID uuid() {
      return new UUID(from.getLong(), from.getLong());
    }

    private String text() {
      int length = from.getInt();
      return new String(bytes, skip(length), length, StandardCharsets.UTF_8);
    }

    private Map<String, @Nullable Object> json() throws IOException {
      int length = from.getInt();
      int at = skip(length);
      return length == 0 ? Map.of() : Json.kept(bytes, at, at + length);
    }

    private int skip(int length) {
      int at = from.position();
      if (length < 0 || length > from.remaining()) {
        throw new BufferUnderflowException();
      }
      from.position(at + length);
      return at;
    }
  }
}
