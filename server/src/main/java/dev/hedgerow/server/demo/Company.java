package dev.hedgerow.server.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who buys coffee for an office; a group. */
record Company(String key, String name, String industry, int employees) {
  private static final List<String> NAMES = List.of(
      "Alder Works",
      "Bluebird Labs",
      "Cedar & Sons",
      "Dovetail Studio",
      "Ember Energy",
      "Fjord Freight",
      "Granite Legal",
      "Harbour Health",
      "Inkwell Press",
      "Juniper Bank",
      "Kestrel Robotics",
      "Linden School",
      "Meadow Foods",
      "Northlight Media",
      "Oakline Homes",
      "Pebble Software",
      "Quarry Build",
      "Rowan Travel",
      "Saffron Kitchens",
      "Tamarack Games");
  private static final List<String> INDUSTRIES =
      List.of("software", "services", "manufacturing", "education", "retail");
  private static final List<Integer> SIZES = List.of(12, 35, 60, 140, 420, 1_100);

  static final List<Company> ALL = all();

  private static List<Company> all() {
    List<Company> all = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      String name = NAMES.get(i);
      all.add(new Company(
          name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
          name,
          INDUSTRIES.get(i % INDUSTRIES.size()),
          SIZES.get(i * 7 % SIZES.size())));
    }
    return List.copyOf(all);
  }

  Map<String, Object> told() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("name", name);
    told.put("industry", industry);
    told.put("employees", employees);
    told.put("plan", employees > 100 ? "business" : "team");
    return told;
  }
}
