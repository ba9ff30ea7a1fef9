package dev.hedgerow.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What our snippet gives in each visit of the comparison, in lines that are the same in every browser. */
final class Expectation {

  /** What the browser, the machine or the clock say, or what every event of a visit says again. */
  private static final Pattern LEFT_OUT = Pattern.compile(
      "\\$(set_once\\.\\$)?(browser|autocapture_dis|prev_pageview_(last|max)|os|device|screen|viewport|raw_user|timezone|sdk_|lib|time|insert|initial|config|"
          + "host|web_vitals_FCP|session_entry|search_engine|referr).*|\\$elements\\..*|\\$elements_chain\\.[1-9].*|.*\\.order|token|timestamp|uuid|event");

  private Expectation() {}

  /** All visits, one after the other. */
  static String of(List<Scenario> scenarios, List<SideBySide.Visit> visits) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < scenarios.size(); i++) {
      text.append("== ").append(scenarios.get(i).name()).append('\n');
      lines(visits.get(i)).forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  /** A visit: its answers and its events, with a bar between what is told and what is said. */
  static List<String> lines(SideBySide.Visit visit) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < visit.answers().size(); i++) {
      lines.add(line("answer " + (i + 1), "", visit.answers().get(i)));
    }
    lines.add(line("events", "", Told.names(visit.events()).toString()));
    Told told = new Told(visit.events());
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (JsonNode event : visit.events()) {
      String name = event.path("event").asText();
      int count = counts.merge(name, 1, Integer::sum);
      told.properties(event).forEach((key, value) -> {
        if (!LEFT_OUT.matcher(key).matches() && !value.equals("null")) {
          lines.add(line(name + " " + count, key, value));
        }
      });
    }
    return lines;
  }

  private static String line(String event, String property, String value) {
    return event + " | " + property + " | " + value;
  }
}
