package dev.hedgerow.server.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value of hostile JSON into plain values that every store can keep: of two equal keys
 * the last wins, lone surrogates and NUL become U+FFFD, numbers fit a double's range. Safe from any
 * thread.
 */
final class EventTree {
  private final JsonFactory factory;
  private final int nestingMax;
  private final boolean lenient;

  /** Makes a reader; a lenient one takes NaN and the infinities for null. */
  EventTree(Limits limits, boolean lenient) {
    this.nestingMax = limits.nestingMax();
    this.lenient = lenient;
    this.factory = new JsonFactoryBuilder()
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, lenient)
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(nestingMax)
            .maxStringLength(limits.inflatedBytesMax())
            .build())
        .build();
  }

  /** Returns the value at that place. */
  @Nullable
  Object read(byte[] text, JsonCuts.Cut cut) throws RejectedException {
    if (cut.depth() > nestingMax) {
      throw new RejectedException(
          "too_deep",
          "expected at most " + nestingMax + " levels of nesting but found " + cut.depth());
    }
    try (JsonParser parser = parser(text, cut)) {
      parser.nextToken();
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw invalid();
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw new RejectedException("absurd_json", "expected shorter numbers and names");
    } catch (IOException e) {
      throw invalid();
    }
  }

  /** Returns an event: as {@link #read}, but its properties may be a {@link TextProperties}. */
  @Nullable
  Object event(byte[] text, JsonCuts.Cut cut) throws RejectedException {
    boolean fits = cut.depth() <= nestingMax && isPlain(text, cut.from(), cut.to());
    TextScan.Nested sound = fits ? TextScan.nested(text, cut.from(), cut.to(), "properties") : null;
    if (sound == null) {
      return read(text, cut);
    }
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    sound.outer().copyTo(event, "properties");
    event.replaceAll(
        (name, value) -> value instanceof BigDecimal exact ? (Object) exact.doubleValue() : value);
    event.put("properties", sound.inner());
    return event;
  }

  /** Most texts need no repair and are parsed where they stand. */
  private JsonParser parser(byte[] text, JsonCuts.Cut cut) throws IOException {
    return isPlain(text, cut.from(), cut.to())
        ? factory.createParser(text, cut.from(), cut.length())
        : factory.createParser(characters(text, cut));
  }

  /** Tells whether a text is ASCII without NUL and without an escape that may need repair. */
  private static boolean isPlain(byte[] text, int from, int to) {
    if (!ByteScan.isAscii(text, from, to)) {
      return false;
    }
    for (int at = ByteScan.find(text, from, to, '\\'); at < to; ) {
      if (at + 3 < to && text[at + 1] == 'u' && mayNeedRepair(text[at + 2], text[at + 3])) {
        return false;
      }
      at = ByteScan.find(text, at + 2, to, '\\');
    }
    return true;
  }

  private static boolean mayNeedRepair(byte first, byte second) {
    return first == '0' ? second == '0' : first == 'd' || first == 'D';
  }

  /** Decodes UTF-8 before parsing, so that what the parser would refuse is repaired first. */
  private static char[] characters(byte[] text, JsonCuts.Cut cut) throws IOException {
    CharBuffer decoded =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, cut.from(), cut.length()));
    char[] characters = new char[decoded.remaining()];
    decoded.get(characters);
    Escapes.repair(characters);
    return characters;
  }

  private @Nullable Object value(JsonParser parser) throws IOException, RejectedException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw invalid();
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> fraction(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw invalid();
    };
  }

  private Map<String, @Nullable Object> object(JsonParser parser)
      throws IOException, RejectedException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    fill(parser, object);
    return object;
  }

  private void fill(JsonParser parser, Map<String, @Nullable Object> object)
      throws IOException, RejectedException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      object.put(name, value(parser));
    }
  }

  private List<@Nullable Object> array(JsonParser parser) throws IOException, RejectedException {
    List<@Nullable Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  private static Number whole(JsonParser parser) throws IOException, RejectedException {
    Number number = parser.getNumberValue();
    if (number instanceof Integer small) {
      return small.longValue();
    }
    if (Double.isInfinite(number.doubleValue())) {
      throw absurd();
    }
    return number;
  }

  private @Nullable Number fraction(JsonParser parser) throws IOException, RejectedException {
    double number = parser.getDoubleValue();
    if (Double.isFinite(number)) {
      return number;
    }
    if (lenient) {
      return null;
    }
    throw absurd();
  }

  private static RejectedException absurd() {
    return new RejectedException("absurd_json", "expected numbers in the range of a double");
  }

  private static RejectedException invalid() {
    return new RejectedException("invalid_json", "expected JSON but it cannot be read");
  }
}
