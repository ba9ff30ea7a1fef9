package dev.hedgerow.server.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hedgerow.server.event.WrittenProperties;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain values between their tokens: maps, lists, texts, numbers, booleans and null, without the
 * detours by which a mapper finds out what it has. Numbers are read without loss, as {@code
 * Properties} names them: whole ones as Long or BigInteger, others as Double, or as BigDecimal
 * where a double would be another number.
 */
final class JsonValues {
  private static final int SURELY_EXACT_CHARS = 15;

  private JsonValues() {}

  /** Returns the value whose first token the parser is at. */
  static @Nullable Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new JsonParseException(parser, "expected a value but the text ends");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> whole(parser.getNumberValue());
      case VALUE_NUMBER_FLOAT -> fraction(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new JsonParseException(parser, "expected a value but found " + token);
    };
  }

  /** Returns the object that the parser is at. */
  static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    if (!parser.hasToken(JsonToken.START_OBJECT)) {
      throw new JsonParseException(parser, "expected an object");
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      object.put(name, read(parser));
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(parser));
    }
    return array;
  }

  private static Number whole(Number number) {
    return number instanceof Integer ? number.longValue() : number;
  }

  private static Number fraction(JsonParser parser) throws IOException {
    double near = parser.getDoubleValue();
    boolean surely = parser.getTextLength() <= SURELY_EXACT_CHARS && Math.abs(near) > 1e-300;
    if (surely && Math.abs(near) < 1e300) {
      return near;
    }
    BigDecimal exact;
    try {
      exact = parser.getDecimalValue();
    } catch (NumberFormatException e) { // no decimal goes so far
      if (Double.isFinite(near)) {
        return near;
      }
      throw new JsonParseException(parser, "expected a number in the range of a double", e);
    }
    boolean same =
        Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(exact) == 0;
    return same ? near : exact;
  }

  /** Writes a value; what is none of the plain ones is left to the generator's mapper. */
  static void write(JsonGenerator to, @Nullable Object value) throws IOException {
    if (value instanceof String text) {
      to.writeString(text);
    } else if (value instanceof Number number) {
      write(to, number);
    } else if (value instanceof WrittenProperties written) {
      to.writeRawValue(new RawJson(written));
    } else if (value instanceof Map<?, ?> map) {
      to.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        to.writeFieldName(String.valueOf(entry.getKey()));
        write(to, entry.getValue());
      }
      to.writeEndObject();
    } else if (value instanceof Collection<?> list) {
      to.writeStartArray();
      for (Object one : list) {
        write(to, one);
      }
      to.writeEndArray();
    } else if (value instanceof Boolean bool) {
      to.writeBoolean(bool);
    } else if (value == null) {
      to.writeNull();
    } else {
      to.writePOJO(value);
    }
  }

  private static void write(JsonGenerator to, Number number) throws IOException {
    if (number instanceof Long whole) {
      to.writeNumber(whole);
    } else if (number instanceof Integer whole) {
      to.writeNumber(whole);
    } else if (number instanceof Double fraction) {
      to.writeNumber(fraction);
    } else if (number instanceof BigInteger whole) {
      to.writeNumber(whole);
    } else if (number instanceof BigDecimal exact) {
      to.writeNumber(exact);
    } else {
      to.writePOJO(number);
    }
  }
}
