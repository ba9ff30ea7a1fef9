package dev.hedgerow.server.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.deser.std.UntypedObjectDeserializer;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads numbers without loss, as {@code Properties} names them: whole ones as Long or BigInteger,
 * others as Double, or as BigDecimal where a double would be another number.
 */
final class ExactNumbers extends UntypedObjectDeserializer {
  private static final long serialVersionUID = 1L;
  private static final int SURELY_EXACT_CHARS = 15;

  ExactNumbers() {
    super((JavaType) null, null);
  }

  @Override
  public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
      Number number = parser.getNumberValue();
      return number instanceof Integer ? number.longValue() : number;
    }
    if (parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
      return fraction(parser);
    }
    return super.deserialize(parser, context);
  }

  private static Number fraction(JsonParser parser) throws IOException {
    double near = parser.getDoubleValue();
    boolean surely = parser.getTextLength() <= SURELY_EXACT_CHARS && Math.abs(near) > 1e-300;
    if (surely && Math.abs(near) < 1e300) {
      return near;
    }
    BigDecimal exact = parser.getDecimalValue();
    boolean same =
        Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(exact) == 0;
    return same ? near : exact;
  }
}
