package dev.hedgerow.server.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an address and a user agent tell of an event. Asked at the door only where a project's settings leave neither for
 * later. Safe from any thread.
 */
public interface Clues {
  /** Knows nothing. */
  Clues NONE = new Clues() {
    @Override
    public Map<String, @Nullable Object> place(String address) {
      return Map.of();
    }

    @Override
    public boolean isBot(String userAgent) {
      return false;
    }
  };

  /** Returns where an address is, under names such as {@code $geoip_city_name}; empty where that is not known. */
  Map<String, @Nullable Object> place(String address);

  /** Returns whether that user agent is a program's on the kept list. */
  boolean isBot(String userAgent);
}
