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
import dev.hedgerow.server.event.WrittenProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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

  /** Returns the same properties, of which only the JSON text is kept and little else. */
  public static Map<String, @Nullable Object> written(Map<String, @Nullable Object> properties) {
    if (properties instanceof WrittenProperties) {
      return properties;
    }
    String quick = new String(bytes(properties), StandardCharsets.UTF_8);
    boolean escaped = quick.contains("\\u"); // as bytes, characters beyond the first 65,536 are
    return new WrittenProperties(properties, escaped ? text(properties) : quick, Json::again);
  }

  private static Map<String, @Nullable Object> again(String ours) {
    try {
      return object(ours);
    } catch (IOException e) {
      throw new IllegalStateException("expected the JSON that was written here", e);
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
