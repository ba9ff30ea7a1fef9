package dev.hedgerow.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A visit that both snippets get: options, and what is done one after the other.
 *
 * @param query what follows the page's path
 * @param options of {@code init}, as script
 * @param early calls on the stub before the script is there; empty for a page without a stub
 */
record Scenario(String name, String query, String options, String early, List<String> steps) {

  /** All of them, as they stand in {@code side-by-side/scenarios.txt}. */
  static List<Scenario> all() throws IOException {
    List<Scenario> all = new ArrayList<>();
    for (String block : SideBySide.text("scenarios.txt").split("(?m)^== ", -1)) {
      if (!block.isBlank()) {
        all.add(of(block.lines().filter(line -> !line.isBlank()).toList()));
      }
    }
    return all;
  }

  private static Scenario of(List<String> lines) {
    return new Scenario(
        lines.get(0),
        after("query ", lines, ""),
        after("init ", lines, "{}"),
        after("stub ", lines, ""),
        lines.stream()
            .skip(1)
            .filter(line -> !line.matches("(query|init|stub) .*"))
            .toList());
  }

  private static String after(String word, List<String> lines, String otherwise) {
    return lines.stream()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()))
        .findFirst()
        .orElse(otherwise);
  }
}
