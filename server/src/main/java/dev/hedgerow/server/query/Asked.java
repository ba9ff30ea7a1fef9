package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a question as sent, read with their types checked. An absent field is null. */
record Asked(Map<String, ? extends @Nullable Object> fields) {

  /** Makes the rejection of a field. */
  static RejectedException wrong(String name, String expected, @Nullable Object found) {
    String kind = found == null ? "nothing" : Asked.kind(found);
    return new RejectedException(
        400,
        "invalid_input",
        "expected " + expected + " under " + name + " but found " + kind,
        name);
  }

  private static String kind(Object found) {
    if (found instanceof Map) {
      return "an object";
    }
    if (found instanceof List) {
      return "an array";
    }
    String text = found.toString();
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  @Nullable
  String string(String name) throws RejectedException {
    Object found = fields.get(name);
    if (found == null || found instanceof String) {
      return (String) found;
    }
    throw wrong(name, "a string", found);
  }

  String needed(String name) throws RejectedException {
    String found = string(name);
    if (found == null || found.isBlank()) {
      throw wrong(name, "a text", found == null ? null : "an empty one");
    }
    return found;
  }

  List<String> strings(String name) throws RejectedException {
    List<String> found = new ArrayList<>();
    for (Object item : list(name)) {
      if (!(item instanceof String text)) {
        throw wrong(name, "strings", item);
      }
      found.add(text);
    }
    return found;
  }

  List<?> list(String name) throws RejectedException {
    Object found = fields.get(name);
    if (found == null) {
      return List.of();
    }
    if (found instanceof List<?> list) {
      return list;
    }
    throw wrong(name, "an array", found);
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  Map<String, @Nullable Object> object(String name) throws RejectedException {
    Object found = fields.get(name);
    if (found == null) {
      return Map.of();
    }
    if (found instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw wrong(name, "an object", found);
  }

  int integer(String name, int otherwise, int least, int most) throws RejectedException {
    Object found = fields.get(name);
    if (found == null) {
      return otherwise;
    }
    if (found instanceof Number number
        && number.doubleValue() == Math.rint(number.doubleValue())
        && number.doubleValue() >= least
        && number.doubleValue() <= most) {
      return number.intValue();
    }
    throw wrong(name, "a whole number from " + least + " to " + most, found);
  }
}
