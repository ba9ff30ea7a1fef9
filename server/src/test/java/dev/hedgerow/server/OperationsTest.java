package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the README tells an operator, held against the program. */
class OperationsTest {
  private static final String TOKEN = "phc_operations";
  private static final Pattern NAME = Pattern.compile("\\b(?:hedgerow|jvm|process)_[a-z_]+\\b");
  private static final Pattern SUFFIX = Pattern.compile("`(_[a-z]+)`");

  @TempDir
  Path data;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void everyDocumentedMetricAndEveryMetricOfAnAlertIsThere() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    Set<String> documented = tabled(section(readme, "## Metrics"));
    Set<String> alerted = names(block(readme, "yaml"));
    assertThat(documented).hasSizeGreaterThan(30);
    assertThat(alerted).hasSizeGreaterThan(5);
    Set<String> there = scraped();
    assertThat(there).containsAll(documented).containsAll(alerted);
    Set<String> own = there.stream()
        .filter(name -> name.startsWith("hedgerow_") && !name.endsWith("_max"))
        .collect(Collectors.toCollection(TreeSet::new));
    own.removeAll(documented);
    assertThat(own).as("metrics the README does not name").isEmpty();
  }

  @Test
  void serviceStartsWithOptionsThatTheProgramHas() throws Exception {
    String unit = block(Files.readString(Path.of("README.md")), "ini");
    String start =
        unit.lines().filter(line -> line.startsWith("ExecStart=")).findFirst().orElseThrow();
    String arguments = start.substring(start.indexOf(".jar ") + 5);
    CommandLine.ParseResult parsed = Main.commandLine().parseArgs(arguments.split(" ", -1));
    assertThat(parsed.hasMatchedOption("--data")).isTrue();
    assertThat(parsed.<LogFormat>matchedOptionValue("--log-format", LogFormat.text))
        .isEqualTo(LogFormat.json);
  }

  private Set<String> scraped() throws Exception {
    Config config =
        Config.standard(data).withPort(0).withSecrets(TOKEN, "phx_operations_0123456789");
    try (Server server = Server.start(config, Clock.systemUTC(), System::nanoTime)) {
      Map<String, Object> sound = Map.of("event", "seen", "distinct_id", "ann");
      Map<String, Object> identify = Map.of(
          "event",
          "$identify",
          "distinct_id",
          "ann",
          "properties",
          Map.of("$anon_distinct_id", "x"));
      capture(server, List.of(sound, identify, Map.of("event", "")));
      server.settle(Duration.ofSeconds(20));
      HttpRequest request =
          HttpRequest.newBuilder(server.url().resolve("/metrics")).build();
      String text = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("[{ ]", 2)[0])
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private void capture(Server server, List<Map<String, Object>> events) throws Exception {
    byte[] body = Json.bytes(Map.of("api_key", TOKEN, "batch", events));
    HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/batch/"))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  /** Names of a table's first column; a suffix alone goes with the name before it in its row. */
  private static Set<String> tabled(String section) {
    Set<String> found = new TreeSet<>();
    for (String line : section.lines().filter(row -> row.startsWith("| `")).toList()) {
      String cell = line.split("\\|", -1)[1];
      List<String> whole = new ArrayList<>(names(cell));
      Matcher suffix = SUFFIX.matcher(cell);
      while (suffix.find()) {
        found.add(whole.get(0).replaceAll("_count$", "") + suffix.group(1));
      }
      found.addAll(whole);
    }
    return found;
  }

  private static Set<String> names(String text) {
    return NAME.matcher(text)
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String section(String readme, String heading) {
    String from = readme.substring(readme.indexOf(heading) + heading.length());
    return from.substring(0, from.indexOf("\n## "));
  }

  private static String block(String readme, String language) {
    String from = readme.substring(readme.indexOf("```" + language) + 3 + language.length());
    return from.substring(0, from.indexOf("```"));
  }
}
