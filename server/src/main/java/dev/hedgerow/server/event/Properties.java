package dev.hedgerow.server.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects as maps, in the order they came. Values are {@code null}, {@link String}, {@link
 * Boolean}, {@link Number} (Long, BigInteger, Double or BigDecimal), {@link java.util.List} and
 * {@link Map} of the same.
 */
public final class Properties {
  private Properties() {}

  /** Returns an unmodifiable copy of the top level; nested values are shared, so never change them. */
  public static Map<String, @Nullable Object> copyOf(Map<String, ? extends @Nullable Object> from) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(from));
  }

  /** Returns the string under that name, or null when there is none or it is not a string. */
  public static @Nullable String string(Map<String, ?> properties, String name) {
    return properties.get(name) instanceof String text ? text : null;
  }

  /** Returns the object under that name, or an empty one when there is none. */
  @SuppressWarnings("unchecked") // JSON objects have string keys
  public static Map<String, @Nullable Object> object(Map<String, ?> properties, String name) {
    return properties.get(name) instanceof Map<?, ?> map
        ? (Map<String, @Nullable Object>) map
        : Map.of();
  }
}
