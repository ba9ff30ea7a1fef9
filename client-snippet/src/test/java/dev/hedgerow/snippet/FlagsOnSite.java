package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;

/** A site whose server has feature flags: three, of which one is off. */
abstract class FlagsOnSite extends OnSite {
  static final String ALPHA = """
      "alpha":{"key":"alpha","enabled":true,"variant":null,
        "reason":{"code":"condition_match","condition_index":0,"description":"Matched condition set 1"},
        "metadata":{"id":1,"version":3,"description":null,"payload":"{\\"a\\":1}"}}""";

  static final String BETA = """
      "beta":{"key":"beta","enabled":true,"variant":"test",
        "reason":{"code":"condition_match","condition_index":0,"description":null},
        "metadata":{"id":2,"version":1,"description":null,"payload":null,"has_experiment":true}}""";

  static final String GAMMA = """
      "gamma":{"key":"gamma","enabled":false,"variant":null,
        "reason":{"code":"no_condition_match","condition_index":null,"description":"No matching condition set"},
        "metadata":{"id":3,"version":1,"description":null,"payload":"\\"unseen\\"","has_experiment":false}}""";

  static final String MORE =
      ",\"requestId\":\"r-1\",\"evaluatedAt\":1700000000000,\"errorsWhileComputingFlags\":false}";

  static final String ANSWER = "{\"flags\":{" + ALPHA + "," + BETA + "," + GAMMA + "}" + MORE;

  static final String OTHER_ANSWER =
      "{\"flags\":{" + ALPHA.replace("true", "false") + "}" + MORE.replace("r-1", "r-2");

  /** Notes in {@code heard} all that is told about flags. */
  static final String HEAR = "<script>window.heard=[];posthog.onFeatureFlags(function(){"
      + "heard.push([].slice.call(arguments))})</script>";

  static final long PATIENCE = 5_000_000_000L;

  @BeforeEach
  final void haveFlags() {
    site.remoteConfig("{\"supportedCompression\":[\"gzip-js\"]}").flags(200, ANSWER);
  }

  final void open(String options, String body) throws Exception {
    visit.open(options, body);
  }

  final HtmlPage page() {
    return (HtmlPage) visit.browser().getCurrentWindow().getEnclosedPage();
  }

  final void run(String script) {
    run(page(), script);
  }

  /** The value of an expression as JSON; {@code undefined} where JSON has no word for it. */
  final String value(String expression) {
    return String.valueOf(
        Visit.run(page(), "var v=JSON.stringify(" + expression + ");v===undefined?'undefined':v"));
  }

  final void awaitQuestions(int count) {
    long end = System.nanoTime() + PATIENCE;
    while (site.questions().size() < count && System.nanoTime() < end) {
      visit.browser().waitForBackgroundJavaScript(50);
    }
    visit.settle();
    assertThat(site.questions()).hasSize(count);
  }

  final JsonNode question(int index) {
    return Sent.body(site.questions().get(index));
  }

  final JsonNode lastQuestion() {
    return question(site.questions().size() - 1);
  }

  final JsonNode called(String flag) {
    List<JsonNode> found = visit.events("$feature_flag_called").stream()
        .map(event -> event.path("properties"))
        .filter(properties -> properties.path("$feature_flag").asText().equals(flag))
        .toList();
    assertThat(found).as("reports of " + flag).isNotEmpty();
    return found.get(found.size() - 1);
  }

  final long reports() {
    return visit.events("$feature_flag_called").size();
  }

  static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
