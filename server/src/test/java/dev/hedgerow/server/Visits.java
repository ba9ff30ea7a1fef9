package dev.hedgerow.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Visitors who look around, some of whom say who they are, with groups and recordings. */
final class Visits {
  private Visits() {}

  /** Returns one of their events as it is sent; the same for the same number. */
  static Map<String, Object> event(int number) {
    int visitor = number / 20;
    String device = "device-" + visitor;
    String person = "person-" + visitor / 2;
    String page = "https://shop.example/" + number % 97 + "?q=" + "x".repeat(number % 300);
    String name = switch (number % 20) {
      case 3 -> visitor % 3 == 0 ? "$groupidentify" : "$pageview";
      case 7 -> visitor % 3 == 0 ? "$identify" : "$pageview";
      case 11 -> "$snapshot";
      case 12 -> "signed_up";
      default -> number % 2 == 0 ? "$autocapture" : "$pageview";
    };
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("$device_id", device);
    properties.put("$current_url", page);
    properties.put("price", number / 7.0);
    properties.put("$session_id", "s" + visitor);
    if (visitor % 3 != 0) {
      properties.put("$process_person_profile", false);
    }
    switch (name) {
      case "$identify" -> properties.put("$anon_distinct_id", device);
      case "$groupidentify" -> {
        properties.put("$group_type", number % 40 == 3 ? "company" : "team");
        properties.put("$group_key", "g" + number % 50);
        properties.put("$group_set", Map.of("size", number));
      }
      case "$snapshot" -> properties.put("$snapshot_data", List.of(Map.of("type", 4)));
      case "$autocapture" ->
        properties.put("$elements_chain", "button:text=\"Buy " + number + "\"");
      default -> properties.put("$groups", Map.of("company", "g" + number % 50));
    }
    return Map.of(
        "uuid",
        new UUID(0x0190_0000_0000_7000L + number, 0x8000_0000_0000_0000L + number).toString(),
        "event",
        name,
        "distinct_id",
        name.equals("$identify") || name.equals("signed_up") ? person : device,
        "timestamp",
        "2026-0" + (1 + number % 6) + "-11T10:00:00." + (100_000 + number % 800_000) + "Z",
        "properties",
        properties);
  }
}
