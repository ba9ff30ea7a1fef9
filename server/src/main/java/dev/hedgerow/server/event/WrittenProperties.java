package dev.hedgerow.server.event;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Properties that are done with and wait to be stored: their JSON text, and at hand the few that
 * are stored on their own. Asked for others it reads the text, each time. Never changes; safe from
 * any thread.
 */
public final class WrittenProperties extends AbstractMap<String, @Nullable Object> {
  /** The names of those that are at hand. */
  public static final Set<String> AT_HAND = Set.of(
      "$session_id",
      "$window_id",
      "$browser",
      "$os",
      "$device_type",
      "$lib",
      "$event_type",
      "$geoip_country_code");

  private final String json;
  private final Function<String, Map<String, @Nullable Object>> reading;
  private final Map<String, @Nullable Object> atHand = new HashMap<>();

  /**
   * Makes them of properties and their text.
   *
   * @param reading gets the properties back from the text
   */
  public WrittenProperties(
      Map<String, @Nullable Object> properties,
      String json,
      Function<String, Map<String, @Nullable Object>> reading) {
    this.json = json;
    this.reading = reading;
    for (String name : AT_HAND) {
      if (properties.containsKey(name)) {
        atHand.put(name, properties.get(name));
      }
    }
  }

  /** Returns the JSON text. */
  public String json() {
    return json;
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    return (isAtHand(name) ? atHand : all()).get(name);
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return (isAtHand(name) ? atHand : all()).containsKey(name);
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    return all().entrySet();
  }

  private static boolean isAtHand(@Nullable Object name) {
    return name != null && AT_HAND.contains(name);
  }

  private Map<String, @Nullable Object> all() {
    return Properties.copyOf(reading.apply(json));
  }
}
