package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code that the program can give is in the README's two tables and in a test, and no other is. */
class CodesTest {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TESTS = Path.of("src/test");
  private static final String NAME = "\"([a-z0-9_]+)\"";

  /** How a code is given to whom it concerns; the status is what stands before it, or else 400. */
  private static final Pattern REJECTED =
      Pattern.compile("new RejectedException\\(\\s*(?:(\\d+),\\s*)?(?:" + NAME + ",|(\\w[^,]*))");

  private static final Pattern ANSWERED =
      Pattern.compile("rror\\(\\s*exchange,\\s*(\\d+),\\s*\"[a-z_]+\",\\s*" + NAME);
  private static final Pattern UNAUTHORIZED =
      Pattern.compile("refused\\(\\s*exchange,\\s*()" + NAME);
  private static final Pattern WARNED =
      Pattern.compile("(?:told\\.warn\\(\\s*event,\\s*now|new Altered\\()(?:,)?\\s*()" + NAME);

  /** What stands in the place of a code that is handed on; those are found where they come from. */
  private static final Set<String> PASSED_ON = Set.of("code", "missing", "e.status()");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\| (refused|altered|\\d{3}) \\|");

  /** The newer protocol answers 200 and tells of each event by itself. */
  private static final Set<String> NEVER_OF_A_WHOLE_REQUEST =
      Set.of("distinct_id_too_long", "invalid_options");

  private static Map<String, Set<String>> given(Pattern... patterns) throws IOException {
    Map<String, Set<String>> codes = new TreeMap<>();
    for (Path file : files(MAIN)) {
      String text = Files.readString(file);
      for (Pattern pattern : patterns) {
        Matcher found = pattern.matcher(text);
        while (found.find()) {
          if (found.group(2) == null) {
            assertThat(PASSED_ON)
                .as("a code that is not written out in " + file)
                .contains(found.group(3));
          } else {
            codes
                .computeIfAbsent(found.group(2), code -> new TreeSet<>())
                .add(status(found, pattern));
          }
        }
      }
      // handed on by Cookieless
      Matcher missing = Pattern.compile("\"(cookieless_without_[a-z_]+)\"").matcher(text);
      while (missing.find() && Arrays.asList(patterns).contains(REJECTED)) {
        codes.put(missing.group(1), Set.of("400"));
      }
    }
    return codes;
  }

  private static String status(Matcher found, Pattern pattern) {
    String status = found.group(1);
    return status != null && !status.isEmpty() ? status : pattern == UNAUTHORIZED ? "401" : "400";
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static Map<String, String> table(boolean warnings) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("README.md")));
    while (row.find()) {
      if (row.group(2).matches("\\d+") != warnings) {
        rows.put(row.group(1), row.group(2));
      }
    }
    return rows;
  }

  @Test
  void everyErrorIsInTheTableWithItsStatus() throws IOException {
    Map<String, Set<String>> given = given(REJECTED, ANSWERED, UNAUTHORIZED);
    given.keySet().removeAll(NEVER_OF_A_WHOLE_REQUEST);
    Map<String, String> told = table(false);

    assertThat(told.keySet()).isEqualTo(given.keySet());
    given.forEach(
        (code, statuses) -> assertThat(statuses).as(code).containsExactly(told.get(code)));
  }

  @Test
  void everyWarningIsInTheTableAndOnThePage() throws IOException {
    Set<String> given = new TreeSet<>(given(WARNED).keySet());
    Map<String, String> told = table(true);

    assertThat(told.keySet()).containsAll(given);
    Set<String> refusals = new TreeSet<>(told.keySet());
    refusals.removeAll(given);
    assertThat(given(REJECTED).keySet()).as("what else can become a warning").containsAll(refusals);
    assertThat(
            Files.readAllLines(Path.of("src/main/resources/dev/hedgerow/server/http/warnings.tsv")))
        .extracting(line -> line.split("\t", 3)[0] + " " + line.split("\t", 3)[1])
        .containsExactlyElementsOf(told.entrySet().stream()
            .map(row -> row.getKey() + " " + row.getValue())
            .toList());
  }

  @Test
  void everyCodeHasASample() throws IOException {
    StringBuilder samples = new StringBuilder();
    for (Path file : files(TESTS)) {
      if (!file.endsWith("CodesTest.java")) {
        samples.append(Files.readString(file));
      }
    }
    for (String hostile : List.of(TESTS.resolve("resources/hostile").toFile().list())) {
      samples.append(hostile).append('\n');
    }
    Set<String> all = new TreeSet<>(table(true).keySet());
    all.addAll(table(false).keySet());

    assertThat(all)
        .allSatisfy(code -> assertThat(Pattern.compile("(?<![a-z0-9_])" + code + "(?![a-z0-9_])")
                .matcher(samples)
                .find())
            .as("a test that names " + code)
            .isTrue());
  }
}
