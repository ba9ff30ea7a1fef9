package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/**
 * Values that make no sense, for every method and every option: nothing throws, the instance goes on, and what is sent is
 * valid and of bounded size.
 */
final class BadInputTest extends OnSite {
  /** What the server takes as one event, in bytes. */
  private static final int EVENT_MAX = 1_000_000;

  /** In a browser that interprets slowly, only every so manieth kind of value is tried; BadInputInChromiumTest tries all. */
  private static final int EVERY_VALUE = 4;

  private static final int EVERY_OPTION = 31;

  private HtmlPage openPage() throws Exception {
    HtmlPage page = visit.open(
        "{autocapture: false, person_profiles: 'always', rate_limiting: {events_per_second: 1e6}}",
        "");
    try (var in = BadInputTest.class.getResourceAsStream("hostile/bad-input.js")) {
      Visit.run(
          page,
          new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }
    return page;
  }

  @Test
  void everyMethodTakesWhateverItIsGiven() throws Exception {
    HtmlPage page = openPage();
    StringBuilder wrong = new StringBuilder();
    List<String> names =
        List.of(String.valueOf(Visit.run(page, "BadInput.names()")).split(" ", -1));
    for (String name : names) {
      wrong.append(Visit.run(page, "BadInput.methods('" + name + "', " + EVERY_VALUE + ")"));
    }
    wrong.append(Visit.run(page, "BadInput.people()"));
    Visit.run(page, "posthog.capture('last')");
    visit.settle();

    int largest = largestOfValid();
    System.out.println("bad input in HtmlUnit: " + names.size() + " methods, "
        + Visit.run(page, "BadInput.calls()") + " calls, " + visit.events().size()
        + " events, largest " + largest + " bytes");
    assertThat(wrong).isEmpty();
    assertThat(visit.names()).contains("alive", "last");
  }

  @Test
  void instanceStartsWithWhateverOptionItIsGiven() throws Exception {
    HtmlPage page = openPage();

    Object wrong = Visit.run(page, "BadInput.start(" + EVERY_OPTION + ")");
    visit.settle();

    System.out.println("bad options in HtmlUnit: " + Visit.run(page, "BadInput.instances()"));
    assertThat(wrong).isEqualTo("");
    assertThat(Visit.run(page, "BadInput.started()")).isEqualTo("");
    visit.settle();
    largestOfValid();
  }

  @Test
  void hugeTextsAreCut() throws Exception {
    HtmlPage page = openPage();

    assertThat(Visit.run(page, "BadInput.huge()")).isEqualTo("");
    visit.settle();

    assertThat(visit.names()).contains("alive");
    assertThat(largestOfValid()).isGreaterThan(200_000);
  }

  @Test
  void debuggingSaysWhichArgumentMakesNoSense() throws Exception {
    HtmlPage page = visit.open("{debug: true, autocapture: false}", "");
    Visit.run(
        page,
        "window.said='';console.log=console.error=function(){said+=[].join.call(arguments,' ')+'\\n'}");

    Visit.run(
        page,
        "posthog.capture(5);posthog.capture('x', 'text');posthog.register(7);posthog.identify({});"
            + "posthog.group('t');posthog.setPersonProperties(1);posthog.unregister(null);"
            + "posthog.onSessionId('x');posthog.set_config([]);posthog.capture('fine', {a: 1}, null)");
    visit.settle();

    String said = String.valueOf(Visit.run(page, "said"));
    assertThat(said)
        .contains("argument 1 of capture", "argument 2 of capture", "argument 1 of register:")
        .contains(
            "argument 1 of identify", "argument 2 of group", "argument 1 of setPersonProperties")
        .contains(
            "argument 1 of unregister", "argument 1 of onSessionId", "argument 1 of set_config")
        .doesNotContain("argument 3 of capture");
  }

  @Test
  void nothingReachesThePrototypesOfThePage() throws Exception {
    HtmlPage page = visit.open("{autocapture: false}", "");

    Object polluted = Visit.run(
        page,
        "var bad=JSON.parse('{\"__proto__\":{\"polluted\":1},\"constructor\":{\"prototype\":{\"polluted\":1}}}');"
            + "posthog.register(bad);posthog.register_once(bad);posthog.register_for_session(bad);"
            + "posthog.set_config(bad);posthog.capture('bad', bad, bad);posthog.setPersonProperties(bad);"
            + "posthog.group('__proto__','polluted',bad);posthog.push(['__proto__', bad]);"
            + "posthog.init('phc_x', {api_host: location.origin}, '__proto__');"
            + "[({}).polluted, posthog.polluted, posthog.get_property('toString'),"
            + "posthog.get_property('__proto__')].join()");
    visit.settle();

    assertThat(polluted).isEqualTo(",,,");
    assertThat(visit.names()).contains("bad");
  }

  /** The size of the largest event sent, in bytes; all of them are valid. */
  private int largestOfValid() {
    int largest = 0;
    for (JsonNode event : visit.events()) {
      JsonNode properties = event.path("properties");
      assertThat(event.path("uuid").asText()).matches("[0-9a-f-]{36}");
      assertThat(event.path("event").asText()).isNotEmpty();
      assertThat(event.path("event").isTextual()).isTrue();
      assertThat(event.path("timestamp").asText())
          .matches("[+]?\\d{4,6}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.\\d{3}Z");
      assertThat(properties.path("token").isTextual()).isTrue();
      largest = Math.max(largest, event.toString().getBytes(StandardCharsets.UTF_8).length);
    }
    assertThat(largest).isLessThan(EVENT_MAX);
    return largest;
  }
}
