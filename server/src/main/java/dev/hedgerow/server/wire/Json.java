package dev.hedgerow.server.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.WrittenProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON text and bytes to plain Java values and back. Safe from any thread. */
public final class Json {
  private static final int STRING_CHARS_MAX = 20 << 20;

  static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(STRING_CHARS_MAX).build())
          .build())
      .build();
  private static final JsonFactory FACTORY = MAPPER.getFactory();

  private Json() {}

  /** Returns the value as UTF-8 JSON. Takes what {@code Properties} names, and collections of it. */
  public static byte[] bytes(@Nullable Object value) {
    ByteArrayBuilder out = new ByteArrayBuilder(FACTORY._getBufferRecycler());
    try (JsonGenerator to = FACTORY.createGenerator(out)) {
      JsonValues.write(to, value);
    } catch (IOException e) {
      throw new IllegalArgumentException("expected a value of JSON", e);
    }
    return out.getClearAndRelease();
  }

  /** Writes the value as UTF-8 JSON, in small pieces, and leaves the stream open. */
  public static void write(@Nullable Object value, OutputStream out) throws IOException {
    try (JsonGenerator to = FACTORY.createGenerator(out)) {
      to.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      JsonValues.write(to, value);
    }
  }

  /** Returns the value as JSON text. */
  public static String text(@Nullable Object value) {
    if (value instanceof WrittenProperties written) {
      return written.json();
    }
    SegmentedStringWriter out = new SegmentedStringWriter(FACTORY._getBufferRecycler());
    try (JsonGenerator to = FACTORY.createGenerator(out)) {
      JsonValues.write(to, value);
      to.flush();
      return out.getAndClear();
    } catch (IOException e) {
      throw new IllegalArgumentException("expected a value of JSON", e);
    }
  }

  /** Returns the JSON text of properties as UTF-8, which must not be changed. */
  public static byte[] utf8(Map<String, @Nullable Object> properties) {
    return properties instanceof TextProperties text
        ? text.utf8()
        : text(properties).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the same properties, kept as their JSON text. */
  public static Map<String, @Nullable Object> written(Map<String, @Nullable Object> properties) {
    if (properties instanceof WrittenProperties) {
      return properties;
    }
    byte[] json = text(properties).getBytes(StandardCharsets.UTF_8);
    TextProperties found = TextScan.object(json, 0, json.length);
    if (found != null) {
      return found;
    }
    TextMaking making = new TextMaking(json.length);
    properties.forEach(making::write);
    return making.made();
  }

  /** Returns properties without some and with others, as text where they are text. */
  public static Map<String, @Nullable Object> changed(
      Map<String, @Nullable Object> properties,
      Set<String> gone,
      Map<String, @Nullable Object> put) {
    if (properties instanceof TextProperties text) {
      return text.changed(gone, put, false);
    }
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(properties);
    changed.keySet().removeAll(gone);
    changed.putAll(put);
    return Properties.frozen(changed);
  }

  /**
   * Returns properties without some and with others, kept as the JSON text that we write: the same
   * for all ways in which they may have been sent.
   */
  public static Map<String, @Nullable Object> written(
      Map<String, @Nullable Object> properties,
      Set<String> gone,
      Map<String, @Nullable Object> put) {
    return properties instanceof TextProperties text
        ? text.changed(gone, put, true)
        : written(changed(properties, gone, put));
  }

  /**
   * Returns the properties whose JSON text, which must not change from now on, is that part of some
   * bytes.
   *
   * @throws IOException if it is no JSON object
   */
  public static Map<String, @Nullable Object> kept(byte[] utf8, int from, int to)
      throws IOException {
    TextProperties found = TextScan.object(utf8, from, to);
    return found != null ? found : written(object(FACTORY.createParser(utf8, from, to - from)));
  }

  /** Reads a value. */
  static @Nullable Object value(byte[] utf8, int from, int length) throws IOException {
    try (JsonParser parser = FACTORY.createParser(utf8, from, length)) {
      parser.nextToken();
      return JsonValues.read(parser);
    }
  }

  /** Reads an object. */
  public static Map<String, @Nullable Object> object(byte[] utf8) throws IOException {
    return object(FACTORY.createParser(utf8));
  }

  /** Reads an object. */
  public static Map<String, @Nullable Object> object(String text) throws IOException {
    return object(FACTORY.createParser(text));
  }

  /** Reads an object from UTF-8. */
  public static Map<String, @Nullable Object> object(InputStream utf8) throws IOException {
    return object(FACTORY.createParser(utf8));
  }

  private static Map<String, @Nullable Object> object(JsonParser opened) throws IOException {
    try (JsonParser parser = opened) {
      parser.nextToken();
      Map<String, @Nullable Object> object = JsonValues.object(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "expected nothing more after the object");
      }
      return object;
    }
  }
}
