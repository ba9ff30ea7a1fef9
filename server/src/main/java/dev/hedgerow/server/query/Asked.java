package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a question as sent, read with their types checked. An absent field, or null, is null.
 *
 * @param at where the object stands in the request, with a dot at its end, or empty: rejections name fields by it
 */
public record Asked(Map<String, ? extends @Nullable Object> fields, String at) {

  /** Makes the fields of the request's own object. */
  public Asked(Map<String, ? extends @Nullable Object> fields) {
    this(fields, "");
  }

  /** Makes the rejection of a field of the request's own object. */
  public static RejectedException wrong(String name, String expected, @Nullable Object found) {
    String kind = found == null ? "nothing" : Asked.kind(found);
    return new RejectedException(
        400,
        "invalid_input",
        "expected " + expected + " under " + name + " but found " + kind,
        name);
  }

  /** Makes the rejection of a field of this object. */
  public RejectedException refuse(String name, String expected, @Nullable Object found) {
    return wrong(at + name, expected, found);
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

  /** Returns whether a field is there and not null. */
  public boolean has(String name) {
    return fields.get(name) != null;
  }

  /** Returns a string. */
  public @Nullable String string(String name) throws RejectedException {
    Object found = fields.get(name);
    if (found == null || found instanceof String) {
      return (String) found;
    }
    throw refuse(name, "a string", found);
  }

  /** Returns a string that must be there and not blank. */
  public String needed(String name) throws RejectedException {
    String found = string(name);
    if (found == null || found.isBlank()) {
      throw refuse(name, "a text", found == null ? null : "an empty one");
    }
    return found;
  }

  /** Returns an array of strings, empty when absent. */
  public List<String> strings(String name) throws RejectedException {
    List<String> found = new ArrayList<>();
    for (Object item : list(name)) {
      if (!(item instanceof String text)) {
        throw refuse(name, "strings", item);
      }
      found.add(text);
    }
    return found;
  }

  /** Returns an array, empty when absent. */
  public List<?> list(String name) throws RejectedException {
    Object found = fields.get(name);
    if (found == null) {
      return List.of();
    }
    if (found instanceof List<?> list) {
      return list;
    }
    throw refuse(name, "an array", found);
  }

  /** Returns an array of objects, empty when absent. */
  public List<Asked> objects(String name) throws RejectedException {
    List<?> items = list(name);
    List<Asked> found = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i) instanceof Map<?, ?> map)) {
        throw refuse(name, "objects", items.get(i));
      }
      found.add(new Asked(named(map), at + name + "[" + i + "]."));
    }
    return found;
  }

  /** Returns an object, empty when absent. */
  public Map<String, @Nullable Object> object(String name) throws RejectedException {
    Object found = fields.get(name);
    if (found == null) {
      return Map.of();
    }
    if (found instanceof Map<?, ?> map) {
      return named(map);
    }
    throw refuse(name, "an object", found);
  }

  /** Returns the fields of an object, none when absent. */
  public Asked inner(String name) throws RejectedException {
    return new Asked(object(name), at + name + ".");
  }

  /** Returns the same object with a field put or, with null, taken out. */
  public Asked with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
    changed.put(name, value);
    return new Asked(changed, at);
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  private static Map<String, @Nullable Object> named(Map<?, ?> map) {
    return (Map<String, @Nullable Object>) map;
  }

  /** Returns true or false. */
  public boolean flag(String name, boolean otherwise) throws RejectedException {
    Object found = fields.get(name);
    if (found == null) {
      return otherwise;
    }
    if (found instanceof Boolean value) {
      return value;
    }
    throw refuse(name, "true or false", found);
  }

  /** Returns a whole number in that range. */
  public int integer(String name, int otherwise, int least, int most) throws RejectedException {
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
    throw refuse(name, "a whole number from " + least + " to " + most, found);
  }

  /** Returns one of the words, each written as a request writes it. */
  public String oneOf(String name, String otherwise, List<String> words) throws RejectedException {
    String found = string(name);
    if (found == null) {
      return otherwise;
    }
    if (!words.contains(found)) {
      throw refuse(name, "one of " + String.join(", ", words), found);
    }
    return found;
  }
}
