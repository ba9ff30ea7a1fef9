package dev.hedgerow.server.process;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds to an event what its address and its user agent tell (contract S 9), after it was held and
 * before its person is looked at. It never fails: what cannot be found out is not added. For one
 * thread.
 */
public final class Enrichment {
  private static final Logger LOG = LoggerFactory.getLogger(Enrichment.class);

  /**
   * An event and where it happened.
   *
   * @param place under names such as {@code $geoip_city_name}; empty where nothing is known
   */
  record Enriched(Entry.Event event, Map<String, @Nullable Object> place) {}

  private final @Nullable Places places;
  private final Bots bots = new Bots();
  private boolean complained;

  /** Makes one that finds places there, or none. */
  public Enrichment(@Nullable Places places) {
    this.places = places;
  }

  Enriched of(Entry.Event event) {
    if (event.event().equals("$snapshot")) {
      return new Enriched(event, Map.of());
    }
    Map<String, @Nullable Object> place = place(event);
    Bots.Bot bot = bot(event.properties());
    if (place.isEmpty() && bot == null) {
      return new Enriched(event, place);
    }
    Map<String, @Nullable Object> added = new LinkedHashMap<>(place);
    if (bot != null) {
      added.put("$virt_is_bot", true);
      added.put("$virt_traffic_type", type(bot.kind()));
      added.put("$virt_traffic_category", bot.kind());
      added.put("$virt_bot_name", bot.name());
    }
    return new Enriched(
        event.withProperties(Json.changed(event.properties(), Set.of(), added)), place);
  }

  private Map<String, @Nullable Object> place(Entry.Event event) {
    Object own = event.properties().get("$ip");
    String address = own instanceof String text ? text : event.ip();
    if (Boolean.TRUE.equals(event.properties().get("$geoip_disable"))) {
      return Map.of();
    }
    if (address == null) {
      return placeItNames(event.properties());
    }
    if (places == null) {
      return Map.of();
    }
    try {
      return places.of(address);
    } catch (IOException e) {
      if (!complained) {
        LOG.warn("no place for some addresses: {}", e.getMessage());
        complained = true;
      }
      return Map.of();
    }
  }

  /** Of an event without an address the door may have looked the place up, before it forgot the address. */
  private static Map<String, @Nullable Object> placeItNames(
      Map<String, @Nullable Object> properties) {
    Map<String, @Nullable Object> place = new LinkedHashMap<>();
    for (String name : Places.NAMES) {
      Object value = properties.get(name);
      if (value != null) {
        place.put(name, value);
      }
    }
    return place;
  }

  private Bots.@Nullable Bot bot(Map<String, @Nullable Object> properties) {
    String agent = Properties.string(properties, "$raw_user_agent");
    agent = agent == null ? Properties.string(properties, "$user_agent") : agent;
    return agent == null ? null : bots.of(agent);
  }

  private static String type(String kind) {
    return switch (kind) {
      case "ai_crawler" -> "AI Agent";
      case "http_library", "browser_automation" -> "Automation";
      default -> "Bot";
    };
  }
}
