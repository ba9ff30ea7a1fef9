package dev.hedgerow.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The events of a visit in words that another snippet, browser or day would use as well: ids by the order in which they first
 * appear, so that what is the same for one must be for the other; of times and random words only that they are there.
 */
final class Told {

  private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  /** Both tell times, random words and versions of their own; that they tell them is compared, not what they say. */
  private static final Pattern THEIR_OWN = Pattern.compile(
      "\\$time|\\$insert_id|\\$lib_version|\\$initialization_time|\\$last_posthog_reset|timestamp"
          + "|\\$prev_pageview_duration|\\$lib_rate_limit_remaining_tokens"
          + "|\\$event_time_override_system_time|\\$dead_click_\\w+(_delay_ms|_timestamp)");

  private static final Pattern SITE = Pattern.compile("127\\.0\\.0\\.1:\\d+");
  private static final Pattern PAGE = Pattern.compile("(?<=/page)/\\d+");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([^\"=;]+)=\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.DOTALL);
  private static final Pattern ELEMENT =
      Pattern.compile("([^:;]*)(:((?:[^\"=;]+=\"(?:[^\"\\\\]|\\\\.)*\")*))?(;|$)", Pattern.DOTALL);

  private final Map<String, String> ids = new LinkedHashMap<>();

  Told(List<JsonNode> events) {
    for (String key :
        List.of("distinct_id", "$device_id", "$session_id", "$window_id", "$pageview_id")) {
      for (JsonNode event : events) {
        ids.computeIfAbsent(
            event.path("properties").path(key).asText(), id -> key + " " + ids.size());
      }
    }
  }

  /** Events by their names, in order. */
  static Map<String, List<JsonNode>> byName(List<JsonNode> events) {
    Map<String, List<JsonNode>> byName = new LinkedHashMap<>();
    events.forEach(event -> byName
        .computeIfAbsent(event.path("event").asText(), name -> new ArrayList<>())
        .add(event));
    return byName;
  }

  static List<String> names(List<JsonNode> events) {
    return events.stream().map(event -> event.path("event").asText()).toList();
  }

  /** An answer, without what is another one every time. */
  static String answer(String answer) {
    return anywhere(answer.replaceAll("(?i)" + UUID, "some id"));
  }

  private static String anywhere(String text) {
    return PAGE.matcher(SITE.matcher(text).replaceAll("site")).replaceAll("");
  }

  /** All properties of an event, those of the person with their map's name in front, those of elements by attribute. */
  Map<String, String> properties(JsonNode event) {
    Map<String, String> all = new TreeMap<>();
    event.properties().forEach(field -> {
      switch (field.getKey()) {
        case "properties" ->
          field.getValue().properties().forEach(property -> {
            switch (property.getKey()) {
              case "$elements" -> elements(property.getValue(), all);
              case "$elements_chain" -> chain(property.getValue().asText(), all);
              default -> all.put(property.getKey(), told(property.getKey(), property.getValue()));
            }
          });
        case "$set", "$set_once" ->
          field
              .getValue()
              .properties()
              .forEach(property -> all.put(
                  field.getKey() + "." + property.getKey(),
                  told(property.getKey(), property.getValue())));
        default -> all.put(field.getKey(), told(field.getKey(), field.getValue()));
      }
    });
    return all;
  }

  private static void elements(JsonNode elements, Map<String, String> all) {
    for (int i = 0; i < elements.size(); i++) {
      String number = i + ".";
      elements
          .get(i)
          .properties()
          .forEach(attribute -> all.put(
              "$elements." + number + attribute.getKey(), attribute.getValue().toString()));
    }
  }

  private static void chain(String chain, Map<String, String> all) {
    Matcher element = ELEMENT.matcher(chain);
    for (int i = 0; element.find() && element.start() < chain.length(); i++) {
      all.put("$elements_chain." + i + ".tag", element.group(1));
      if (element.group(3) != null) {
        Matcher attribute = ATTRIBUTE.matcher(element.group(3));
        List<String> order = new ArrayList<>();
        while (attribute.find()) {
          all.put("$elements_chain." + i + "." + attribute.group(1), attribute.group(2));
          order.add(attribute.group(1));
        }
        all.put("$elements_chain." + i + ".order", String.valueOf(isOrdered(order)));
      }
    }
  }

  private static boolean isOrdered(List<String> names) {
    List<String> sorted = new ArrayList<>(names);
    sorted.sort(java.text.Collator.getInstance(java.util.Locale.ENGLISH));
    return sorted.equals(names);
  }

  private String told(String key, JsonNode value) {
    if (THEIR_OWN.matcher(key).matches()) {
      return value.isNull() ? "null" : value.getNodeType().toString();
    }
    if (!value.asText().matches(UUID)) {
      return anywhere(value.toString());
    }
    String known = ids.get(value.asText());
    return known == null ? "some id" : known;
  }
}
