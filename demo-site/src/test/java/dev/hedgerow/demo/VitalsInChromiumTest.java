package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only a real browser tells: how fast a page felt, and which errors nobody caught (contract C12.3, C12.4). */
@Needs(Program.CHROMIUM)
final class VitalsInChromiumTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PAGE = """
      <!DOCTYPE html><html><head><title>Vitals</title><script>
      window.heard = []
      window.onerror = function (message) { heard.push('error'); return false }
      window.onunhandledrejection = function () { heard.push('rejection') }
      </script><script src='/static/array.js'></script><script>
      posthog.init('phc_test', { api_host: location.origin, opt_out_useragent_filter: true,
        request_queue_config: { flush_interval_ms: 250 },
        capture_performance: { web_vitals: true, web_vitals_delayed_flush_ms: 60000 },
        capture_exceptions: { capture_unhandled_errors: true, capture_unhandled_rejections: true,
          capture_console_errors: true } })
      </script></head><body><h1 id='hello'>A heading of some size</h1>
      <div id='gap'></div><p>What stands below the gap.</p><button id='act'>Act</button></body></html>
      """;

  /** Waits until a part of ours listens. */
  private static void await(Chromium chromium, String script) {
    chromium.page().waitForFunction("() => " + script);
  }

  private static List<JsonNode> sent(RecordingProxy proxy, String name) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    for (Recorded request : proxy.requests()) {
      if (request.mentions("\"batch\"")) {
        for (JsonNode event : JSON.readTree(request.body()).path("batch")) {
          if (event.path("event").asText().equals(name)) {
            found.add(event.path("properties"));
          }
        }
      }
    }
    return found;
  }

  private static List<JsonNode> awaitSent(RecordingProxy proxy, String name, int count)
      throws IOException {
    List<JsonNode> found = sent(proxy, name);
    for (int tries = 0; found.size() < count && tries < 100; tries++) {
      java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
      found = sent(proxy, name);
    }
    return found;
  }

  private static String described(JsonNode exception) {
    JsonNode first = exception.path("$exception_list").path(0);
    return first.path("type").asText() + ": " + first.path("value").asText() + " "
        + first.path("mechanism").path("handled").asBoolean();
  }

  @Test
  void fourVitalsAndWhatNobodyCaughtAreCapturedAndThePagesOwnHandlersHear() throws IOException {
    try (RecordingProxy proxy = RecordingProxy.alone();
        Chromium chromium = new Chromium()) {
      proxy.serveScript("/static/array.js", OurSnippet.file("array.js"));
      OurSnippet.serveParts(proxy);
      proxy.servePage("/page", PAGE);
      chromium.open(proxy.url() + "/page");
      await(chromium, "console.error.toString().indexOf('native') < 0");
      chromium.tell("document.getElementById('gap').style.height = '150px'");
      chromium.page().waitForTimeout(700);
      chromium.click("#act");
      chromium.tell("setTimeout(function thrower() { throw new RangeError('uncaught') }, 0);"
          + "setTimeout(() => { throw 'a text' }, 0);"
          + "Promise.reject(new TypeError('rejected')); Promise.reject('for no reason');"
          + "console.error('said', 'so'); new Image().src = '/static/none.png';"
          + "for (let i = 0; i < 15; i++) setTimeout(() => { throw new SyntaxError('again') }, 0)");
      chromium.page().waitForFunction("() => heard.length >= 19");
      List<JsonNode> exceptions = awaitSent(proxy, "$exception", 15);

      assertThat(exceptions.stream().map(VitalsInChromiumTest::described).distinct())
          .containsExactlyInAnyOrder(
              "RangeError: uncaught false",
              "Error: a text false",
              "TypeError: rejected false",
              "UnhandledRejection: Non-Error promise rejection captured with value: for no reason false",
              "Error: said so true",
              "SyntaxError: again false");
      assertThat(exceptions).as("ten of a type, then one every ten seconds").hasSize(15);

      chromium.page().navigate("about:blank");
      JsonNode vitals = awaitSent(proxy, "$web_vitals", 1).get(0);
      for (String name : List.of("FCP", "LCP", "CLS", "INP")) {
        JsonNode event = vitals.path("$web_vitals_" + name + "_event");
        assertThat(event.path("name").asText()).isEqualTo(name);
        assertThat(event.path("rating").asText()).isNotEmpty();
        assertThat(event.path("value").asDouble())
            .isEqualTo(vitals.path("$web_vitals_" + name + "_value").asDouble())
            .isNotNegative();
        assertThat(event.path("$current_url").asText()).endsWith("/page");
      }
      assertThat(vitals.at("/$web_vitals_LCP_event/attribution/target").asText())
          .contains("#hello");
    }
  }
}
