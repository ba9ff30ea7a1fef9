package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The visits of the comparison with ours alone and without a real browser: what it gives must be what it gave in Chromium, as
 * kept in {@code side-by-side/ours.txt}. What HtmlUnit cannot do is listed in {@code side-by-side/htmlunit.txt}, each with its
 * reason.
 */
final class SideBySideInHtmlUnitTest {

  private static final String WHOLE = " | all | ";

  @Test
  void itGivesWhatItGivesInChromium() throws IOException {
    Differences listed = Differences.listed("htmlunit.txt");
    List<Scenario> all = Scenario.all();
    List<Scenario> scenarios = all.stream()
        .filter(scenario -> !listed.explains(scenario.name() + WHOLE))
        .toList();
    Map<String, String> expected = new TreeMap<>(parsed(SideBySide.text("ours.txt")));
    List<SideBySide.Visit> visits;
    try (RecordingProxy proxy = RecordingProxy.alone()) {
      proxy.serveScript("/static/array.js", OurSnippet.file("array.js"));
      OurSnippet.serveParts(proxy);
      visits = new SideBySide(proxy, HtmlUnitWalker::new, true).visits(scenarios);
    }
    Map<String, String> actual = parsed(Expectation.of(scenarios, visits));
    expected
        .keySet()
        .removeIf(key ->
            scenarios.stream().noneMatch(scenario -> key.startsWith(scenario.name() + " | ")));
    Map<String, String> found = new LinkedHashMap<>();
    Set<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    for (String key : keys) {
      String one = expected.getOrDefault(key, "absent");
      String other = actual.getOrDefault(key, "absent");
      if (!one.equals(other)) {
        found.put(key, one + " / " + other);
      }
    }
    for (int i = 0; i < scenarios.size(); i++) {
      if (!visits.get(i).errors().isEmpty()) {
        found.put(
            scenarios.get(i).name() + " | errors | ", visits.get(i).errors().toString());
      }
    }
    found.keySet().removeIf(listed::explains);
    System.out.printf(
        "side by side in HtmlUnit: %d of %d visits, %d events, %d answers and properties compared, %d differences listed%n",
        scenarios.size(),
        all.size(),
        visits.stream().mapToInt(visit -> visit.events().size()).sum(),
        keys.size(),
        listed.size());
    found.forEach((what, how) -> System.out.println("differs: " + what + ": " + how));

    assertThat(found).as("differences that nobody gave a reason for").isEmpty();
    assertThat(listed.unused()).as("differences that are gone").isEmpty();
  }

  /** Lines by scenario, event and property. */
  private static Map<String, String> parsed(String text) {
    Map<String, String> all = new LinkedHashMap<>();
    String scenario = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("== ")) {
        scenario = line.substring("== ".length());
      } else {
        String[] parts = line.split(" \\| ", 3);
        all.put(scenario + " | " + parts[0] + " | " + parts[1], parts[2]);
      }
    }
    return all;
  }
}
