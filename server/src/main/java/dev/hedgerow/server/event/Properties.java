package dev.hedgerow.server.event;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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
    if (from instanceof Frozen frozen) {
      return frozen;
    }
    return from instanceof WrittenProperties written
        ? written
        : new Frozen(new LinkedHashMap<>(from));
  }

  /** Returns a map that was just made, and that nobody changes from now on, without copying it. */
  public static Map<String, @Nullable Object> frozen(Map<String, @Nullable Object> made) {
    return made instanceof Frozen || made instanceof WrittenProperties ? made : new Frozen(made);
  }

  /** What is known not to change, so that it need not be copied again. */
  private static final class Frozen extends AbstractMap<String, @Nullable Object> {
    private final Map<String, @Nullable Object> map;

    Frozen(Map<String, @Nullable Object> map) {
      this.map = map;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
      return map.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
      return map.containsKey(name);
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
      return Collections.unmodifiableMap(map).entrySet();
    }
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
