package dev.hedgerow.server.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kept list of crawlers and other programs, {@code crawlers.tsv}: name, kind, regular
 * expression; the first that is found counts.
 *
 * <p>Most expressions are plain words. Each of those is looked for only where the rarest three of
 * its characters stand, so that a user agent nobody has seen costs microseconds.
 */
final class BotList {
  private static final int COLUMNS = 3;
  private static final int PART = 3;
  private static final Pattern PLAIN = Pattern.compile("([^\\\\|(\\[{?*+^$.]|\\\\[^A-Za-z0-9])+");

  /** The list in the jar. */
  static final BotList KEPT = new BotList(lines("crawlers.tsv"));

  private record Line(int place, Bots.Bot bot, Pattern pattern) {}

  private final Map<String, List<Line>> byPart = new HashMap<>();
  private final List<Line> others = new ArrayList<>();

  private BotList(List<String[]> lines) {
    Map<String, Integer> frequency = new HashMap<>();
    for (String[] columns : lines) {
      parts(columns[2]).forEach(part -> frequency.merge(part, 1, Integer::sum));
    }
    for (int i = 0; i < lines.size(); i++) {
      String[] columns = lines.get(i);
      Line line = new Line(i, new Bots.Bot(columns[0], columns[1]), Pattern.compile(columns[2]));
      parts(columns[2]).stream()
          .min((one, other) ->
              Integer.compare(frequency.getOrDefault(one, 0), frequency.getOrDefault(other, 0)))
          .ifPresentOrElse(
              part -> byPart.computeIfAbsent(part, none -> new ArrayList<>()).add(line),
              () -> others.add(line));
    }
  }

  /** Returns the first of the list that a user agent is of, or null. */
  Bots.@Nullable Bot find(String userAgent) {
    Line first = null;
    for (Line line : others) {
      first = earlier(line, first, userAgent);
    }
    for (int i = 0; i + PART <= userAgent.length(); i++) {
      for (Line line : byPart.getOrDefault(userAgent.substring(i, i + PART), List.of())) {
        first = earlier(line, first, userAgent);
      }
    }
    return first == null ? null : first.bot();
  }

  private static @Nullable Line earlier(Line line, @Nullable Line than, String userAgent) {
    boolean earlier = than == null || line.place() < than.place();
    return earlier && line.pattern().matcher(userAgent).find() ? line : than;
  }

  /** Returns all threes of characters in an expression that is a plain word; none of any other. */
  private static List<String> parts(String expression) {
    List<String> parts = new ArrayList<>();
    if (PLAIN.matcher(expression).matches()) {
      String word = expression.replace("\\", "");
      for (int i = 0; i + PART <= word.length(); i++) {
        parts.add(word.substring(i, i + PART));
      }
    }
    return parts;
  }

  private static List<String[]> lines(String name) {
    try (InputStream in = Objects.requireNonNull(BotList.class.getResourceAsStream(name), name);
        BufferedReader text =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", COLUMNS))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("expected the list of bots in the jar", e);
    }
  }
}
