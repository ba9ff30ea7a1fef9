package dev.hedgerow.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A visit that both snippets get: options, what the server answers, and what is done one after the other.
 *
 * @param query what follows the page's path
 * @param options of {@code init}, as script
 * @param early calls on the stub before the script is there; empty for a page without a stub
 * @param remote the remote config, as JSON; empty for none
 * @param flags what is answered to who asks for feature flags
 * @param replies to the posts of events, as status, Retry-After or a bar, and body; when they are used up all is well
 * @param posts how many requests with events theirs makes, and ours, before all is over; zeroes for as many as it takes
 * @param wire whether the requests themselves are compared, not only the events in them
 */
record Scenario(
    String name,
    String query,
    String options,
    String early,
    String remote,
    String flags,
    List<String> replies,
    List<Integer> posts,
    boolean wire,
    List<String> steps) {

  private static final String REMOTE = """
      {"autocapture_opt_out":false,"supportedCompression":["gzip-js"],"hasFeatureFlags":false}""";

  /** All of them, as they stand in {@code side-by-side/scenarios.txt}. */
  static List<Scenario> all() throws IOException {
    List<Scenario> all = new ArrayList<>();
    for (String block : SideBySide.text("scenarios.txt").split("(?m)^== ", -1)) {
      List<String> lines =
          block.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
      if (!lines.isEmpty()) {
        all.add(of(lines));
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
        after("remote ", lines, REMOTE),
        after("flags ", lines, "{}"),
        lines.stream()
            .filter(line -> line.startsWith("reply "))
            .map(line -> line.substring("reply ".length()))
            .toList(),
        Stream.of(after("posts ", lines, "0 0").split(" ", -1))
            .map(Integer::valueOf)
            .toList(),
        lines.contains("wire"),
        lines.stream()
            .skip(1)
            .filter(line -> !line.matches("(query|init|stub|remote|flags|reply|posts) .*|wire"))
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
