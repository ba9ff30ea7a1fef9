package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The same visits with posthog-js 1.449.2 and with ours, compared event by event, property by property, answer by answer and,
 * where a visit is about them, request by request. What differs is listed in {@code side-by-side/differences.txt}, each with
 * its reason, and nothing else may. What ours gave is also compared with {@code side-by-side/ours.txt}, which the test in
 * HtmlUnit goes by.
 */
@Needs({Program.CHROMIUM, Program.NPM})
final class SideBySideTest {

  private static final Path RENEWED = Path.of("target", "side-by-side", "ours.txt");

  private final Map<String, String> found = new LinkedHashMap<>();
  private int properties;
  private int answers;
  private int events;
  private int requests;

  @Test
  void whatDiffersIsListedWithItsReason() throws IOException {
    List<Scenario> scenarios = Scenario.all();
    int steps = scenarios.stream().mapToInt(scenario -> scenario.steps().size()).sum();
    List<SideBySide.Visit> ours;
    try (RecordingProxy proxy = RecordingProxy.alone();
        Chromium chromium = new Chromium(List.of("--process-per-site"))) {
      OfficialSnippet.serve(proxy);
      List<SideBySide.Visit> theirs =
          new SideBySide(proxy, ChromiumWalker.of(chromium.browser()), false).visits(scenarios);
      proxy.serveScript("/static/array.js", OurSnippet.file("array.js"));
      OurSnippet.serveParts(proxy);
      ours = new SideBySide(proxy, ChromiumWalker.of(chromium.browser()), true).visits(scenarios);
      for (int i = 0; i < scenarios.size(); i++) {
        compare(scenarios.get(i), theirs.get(i), ours.get(i));
      }
    }
    Differences listed = Differences.listed("differences.txt");
    System.out.printf(
        "side by side: %d visits, %d steps, %d events, %d properties, %d answers and %d requests compared,"
            + " %d differences listed%n",
        scenarios.size(), steps, events, properties, answers, requests, listed.size());
    found.keySet().removeIf(listed::explains);
    found.forEach((what, how) -> System.out.println("differs: " + what + ": " + how));
    Files.createDirectories(RENEWED.getParent());
    Files.writeString(RENEWED, Expectation.of(scenarios, ours), UTF_8);

    assertThat(steps).isGreaterThanOrEqualTo(60);
    assertThat(found).as("differences that nobody gave a reason for").isEmpty();
    assertThat(listed.unused()).as("differences that are gone").isEmpty();
    assertThat(Files.readString(RENEWED).lines())
        .as("what ours sends is not what side-by-side/ours.txt says;"
            + " if it should be, copy demo-site/" + RENEWED
            + " to demo-site/src/test/resources/dev/hedgerow/demo/side-by-side")
        .containsExactlyElementsOf(SideBySide.text("ours.txt").lines().toList());
  }

  private void compare(Scenario scenario, SideBySide.Visit theirs, SideBySide.Visit ours) {
    String name = scenario.name();
    List<String> theirNames = Told.names(theirs.events());
    List<String> ourNames = Told.names(ours.events());
    if (!theirNames.equals(ourNames)) {
      note(name, "events", "", theirNames + " / " + ourNames);
    }
    compareEvents(name, theirs, ours);
    for (int i = 0; i < Math.max(theirs.answers().size(), ours.answers().size()); i++) {
      answers++;
      compare(name, "answer " + (i + 1), "", at(theirs.answers(), i), at(ours.answers(), i));
    }
    if (scenario.wire()) {
      for (int i = 0; i < Math.max(theirs.requests().size(), ours.requests().size()); i++) {
        requests++;
        compare(name, "request " + (i + 1), "", at(theirs.requests(), i), at(ours.requests(), i));
      }
    }
    if (!ours.errors().isEmpty()) {
      note(name, "errors", "", ours.errors().toString());
    }
  }

  private void compareEvents(String scenario, SideBySide.Visit theirs, SideBySide.Visit ours) {
    Told their = new Told(theirs.events());
    Told our = new Told(ours.events());
    Map<String, List<JsonNode>> mine = Told.byName(ours.events());
    Told.byName(theirs.events()).forEach((name, all) -> {
      List<JsonNode> others = mine.getOrDefault(name, List.of());
      for (int i = 0; i < Math.min(all.size(), others.size()); i++) {
        events++;
        Map<String, String> one = their.properties(all.get(i));
        Map<String, String> other = our.properties(others.get(i));
        Set<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        for (String key : keys) {
          properties++;
          compare(
              scenario,
              name,
              key,
              one.getOrDefault(key, "absent"),
              other.getOrDefault(key, "absent"));
        }
      }
    });
  }

  private void compare(String scenario, String event, String property, String one, String other) {
    if (!one.equals(other)) {
      note(scenario, event, property, one + " / " + other);
    }
  }

  private static String at(List<String> all, int number) {
    return number < all.size() ? all.get(number) : "none";
  }

  private void note(String scenario, String event, String property, String how) {
    found.putIfAbsent(
        scenario + " | " + event + " | " + property,
        how.length() > 400 ? how.substring(0, 400) : how);
  }
}
