package dev.hedgerow.server.http;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.wire.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a body that somebody sent, read with their types checked. */
record Fields(Map<String, @Nullable Object> all) {

  static RejectedException wrong(String name, String expected) {
    return new RejectedException(
        400, "invalid_input", "expected " + expected + " under " + name, name);
  }

  /** Returns a text of at most so many characters, or what it is otherwise. */
  String text(String name, String otherwise, int charsMax) throws RejectedException {
    Object found = all.get(name);
    if (found == null) {
      return otherwise;
    }
    if (found instanceof String text && text.length() <= charsMax) {
      return text;
    }
    throw wrong(name, "a text of at most " + charsMax + " characters");
  }

  /** Returns an object of at most so many bytes of JSON, empty when there is none. */
  @SuppressWarnings("unchecked") // JSON objects have string keys
  Map<String, @Nullable Object> object(String name, int bytesMax) throws RejectedException {
    Object found = all.get(name);
    if (found == null) {
      return Map.of();
    }
    if (found instanceof Map<?, ?> map && Json.bytes(map).length <= bytesMax) {
      return (Map<String, @Nullable Object>) map;
    }
    throw wrong(name, "an object of at most " + bytesMax + " bytes");
  }

  boolean flag(String name, boolean otherwise) throws RejectedException {
    Object found = all.get(name);
    if (found == null || found instanceof Boolean) {
      return found == null ? otherwise : (Boolean) found;
    }
    throw wrong(name, "true or false");
  }

  int number(String name, int otherwise, int least, int most) throws RejectedException {
    Object found = all.get(name);
    if (found == null) {
      return otherwise;
    }
    if (found instanceof Number number
        && number.doubleValue() == Math.rint(number.doubleValue())
        && number.doubleValue() >= least
        && number.doubleValue() <= most) {
      return number.intValue();
    }
    throw wrong(name, "a whole number from " + least + " to " + most);
  }

  /** Returns an array, empty when there is none. */
  List<?> list(String name) throws RejectedException {
    Object found = all.get(name);
    if (found == null || found instanceof List) {
      return found == null ? List.of() : (List<?>) found;
    }
    throw wrong(name, "an array");
  }
}
