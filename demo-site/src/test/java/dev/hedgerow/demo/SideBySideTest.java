package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The same visits with posthog-js 1.449.2 and with ours, compared event by event, property by property and answer by answer.
 * What differs is listed in {@code side-by-side/differences.txt}, each with its reason, and nothing else may.
 */
@Needs({Program.CHROMIUM, Program.NPM})
final class SideBySideTest {

  /** Both tell times, random words and versions of their own; that they tell them is compared, not what they say. */
  private static final Set<String> THEIR_OWN = Set.of(
      "$time",
      "$insert_id",
      "$lib_version",
      "$initialization_time",
      "$last_posthog_reset",
      "timestamp",
      "$prev_pageview_duration",
      "$lib_rate_limit_remaining_tokens",
      "$event_time_override_system_time");

  private int properties;
  private int answers;
  private int events;

  @Test
  void whatDiffersIsListedWithItsReason() throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    List<Scenario> scenarios = Scenario.all();
    int steps = scenarios.stream().mapToInt(scenario -> scenario.steps().size()).sum();
    try (RecordingProxy proxy = RecordingProxy.alone();
        Chromium chromium = new Chromium()) {
      SideBySide side = new SideBySide(proxy, chromium.browser());
      proxy.serveScript("/static/array.js", OfficialSnippet.file("array.js"));
      List<SideBySide.Visit> theirs = side.visits(scenarios);
      proxy.serveScript("/static/array.js", OurSnippet.file("array.js"));
      OurSnippet.serveParts(proxy);
      List<SideBySide.Visit> ours = side.visits(scenarios);
      for (int i = 0; i < scenarios.size(); i++) {
        compare(scenarios.get(i).name(), theirs.get(i), ours.get(i), found);
      }
    }
    Differences listed = Differences.listed();
    System.out.printf(
        "side by side: %d steps, %d events, %d properties and %d answers compared, %d differences listed%n",
        steps, events, properties, answers, listed.size());
    found.keySet().removeIf(listed::explains);
    found.forEach((what, how) -> System.out.println("differs: " + what + ": " + how));

    assertThat(steps).isGreaterThanOrEqualTo(60);
    assertThat(found).as("differences that nobody gave a reason for").isEmpty();
    assertThat(listed.unused()).as("differences that are gone").isEmpty();
  }

  private void compare(
      String scenario, SideBySide.Visit theirs, SideBySide.Visit ours, Map<String, String> found) {
    Map<String, List<JsonNode>> their = byName(theirs.events());
    Map<String, List<JsonNode>> our = byName(ours.events());
    if (!names(theirs).equals(names(ours))) {
      note(found, scenario, "events", "", names(theirs) + " / " + names(ours));
    }
    for (String name : their.keySet()) {
      List<JsonNode> mine = our.getOrDefault(name, List.of());
      for (int i = 0; i < Math.min(their.get(name).size(), mine.size()); i++) {
        events++;
        compare(scenario, name, their.get(name).get(i), mine.get(i), theirs, ours, found);
      }
    }
    for (int i = 0; i < theirs.answers().size(); i++) {
      answers++;
      String theirAnswer = theirs.answers().get(i);
      if (!theirAnswer.equals(ours.answers().get(i))) {
        note(
            found,
            scenario,
            "answer " + (i + 1),
            "",
            theirAnswer + " / " + ours.answers().get(i));
      }
    }
    if (!ours.errors().isEmpty()) {
      note(found, scenario, "errors", "", ours.errors().toString());
    }
  }

  private void compare(
      String scenario,
      String name,
      JsonNode theirs,
      JsonNode ours,
      SideBySide.Visit theirVisit,
      SideBySide.Visit ourVisit,
      Map<String, String> found) {
    Ids theirIds = new Ids(theirVisit.events());
    Ids ourIds = new Ids(ourVisit.events());
    for (String part : List.of("", "properties", "$set", "$set_once")) {
      JsonNode their = part.isEmpty() ? theirs : theirs.path(part);
      JsonNode our = part.isEmpty() ? ours : ours.path(part);
      Set<String> keys = new TreeSet<>();
      their.fieldNames().forEachRemaining(keys::add);
      our.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        if (part.isEmpty() && List.of("properties", "$set", "$set_once").contains(key)) {
          continue;
        }
        properties++;
        String one = theirIds.told(key, their.path(key));
        String other = ourIds.told(key, our.path(key));
        if (!one.equals(other)) {
          note(
              found,
              scenario,
              name,
              part.isEmpty() || part.equals("properties") ? key : part + "." + key,
              one + " / " + other);
        }
      }
    }
  }

  private static void note(
      Map<String, String> found, String scenario, String event, String property, String how) {
    found.merge(
        scenario + " | " + event + " | " + property,
        how.length() > 300 ? how.substring(0, 300) : how,
        (first, again) -> first);
  }

  private static List<String> names(SideBySide.Visit visit) {
    return visit.events().stream().map(event -> event.path("event").asText()).toList();
  }

  private static Map<String, List<JsonNode>> byName(List<JsonNode> events) {
    Map<String, List<JsonNode>> byName = new LinkedHashMap<>();
    events.forEach(event -> byName
        .computeIfAbsent(event.path("event").asText(), name -> new ArrayList<>())
        .add(event));
    return byName;
  }

  /** Ids by the order in which they first appear, so that what is the same for one must be for the other. */
  private static final class Ids {
    private static final String UUID =
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private final Map<String, String> names = new LinkedHashMap<>();

    Ids(List<JsonNode> events) {
      for (String key :
          List.of("distinct_id", "$device_id", "$session_id", "$window_id", "$pageview_id")) {
        for (JsonNode event : events) {
          names.computeIfAbsent(
              event.path("properties").path(key).asText(), id -> key + " " + names.size());
        }
      }
    }

    String told(String key, JsonNode value) {
      if (value.isMissingNode()) {
        return "absent";
      }
      if (THEIR_OWN.contains(key)) {
        return value.isNull() ? "null" : value.getNodeType().toString();
      }
      String text = value.toString();
      if (!value.asText().matches(UUID)) {
        return text;
      }
      String known = names.get(value.asText());
      return known == null ? "some id" : known;
    }
  }
}
