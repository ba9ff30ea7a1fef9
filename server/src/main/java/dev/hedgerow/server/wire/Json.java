package dev.hedgerow.server.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON text and bytes to plain Java values and back. Safe from any thread. */
public final class Json {
  private static final TypeReference<Map<String, @Nullable Object>> OBJECT =
      new TypeReference<>() {};

  static final ObjectMapper MAPPER = JsonMapper.builder(
          com.fasterxml.jackson.core.JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(20 << 20).build())
              .build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .addModule(new SimpleModule().addDeserializer(Object.class, new ExactNumbers()))
      .build();

  private Json() {}

  /** Returns the value as UTF-8 JSON. Takes what {@code Properties} names, and arrays of it. */
  public static byte[] bytes(@Nullable Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("expected a value of JSON", e);
    }
  }

  /** Returns the value as JSON text. */
  public static String text(@Nullable Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("expected a value of JSON", e);
    }
  }

  /** Reads an object. */
  public static Map<String, @Nullable Object> object(byte[] utf8) throws IOException {
    return MAPPER.readValue(utf8, OBJECT);
  }

  /** Reads an object. */
  public static Map<String, @Nullable Object> object(String text) throws IOException {
    return MAPPER.readValue(text, OBJECT);
  }
}
