package dev.hedgerow.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What may differ between the snippets: lines of scenario, event, property and reason with bars between, where a star stands
 * for anything.
 */
final class Differences {

  private final Map<String, Pattern> patterns = new LinkedHashMap<>();
  private final List<String> used = new ArrayList<>();

  private Differences() {}

  /** Those in a text of the comparison. */
  static Differences listed(String name) throws IOException {
    Differences all = new Differences();
    for (String line : SideBySide.text(name).lines().toList()) {
      String[] parts = line.split("\\|", 4);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (parts.length < 4 || parts[3].isBlank()) {
        throw new IllegalArgumentException("expected a reason but found " + line);
      }
      String key = parts[0].strip() + " | " + parts[1].strip() + " | " + parts[2].strip();
      all.patterns.put(key, Pattern.compile(("\\Q" + key + "\\E").replace("*", "\\E.*\\Q")));
    }
    return all;
  }

  /** Whether a difference, as scenario, event and property, has a reason. */
  boolean explains(String difference) {
    boolean any = false;
    for (Map.Entry<String, Pattern> entry : patterns.entrySet()) {
      if (entry.getValue().matcher(difference).matches()) {
        used.add(entry.getKey());
        any = true;
      }
    }
    return any;
  }

  int size() {
    return patterns.size();
  }

  /** Those that explained nothing. */
  List<String> unused() {
    return patterns.keySet().stream().filter(key -> !used.contains(key)).toList();
  }
}
