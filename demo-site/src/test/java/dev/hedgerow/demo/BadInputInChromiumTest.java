package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values that make no sense, in a real browser: nothing throws, the instance goes on, and what is sent is valid. */
@Needs(Program.CHROMIUM)
final class BadInputInChromiumTest {

  /** What the server takes as one event, in bytes. */
  private static final int EVENT_MAX = 1_000_000;

  private static final int FLUSHED = 700;

  @Test
  void nothingThrowsAndWhatIsSentIsValid() throws IOException {
    StringBuilder wrong = new StringBuilder();
    try (HostileSite site = new HostileSite();
        Chromium chromium = new Chromium()) {
      List<String> errors = new ArrayList<>();
      Page page = chromium.page();
      page.onPageError(errors::add);
      site.serve("/bad", document(), "");
      page.navigate(site.url() + "/bad");
      page.waitForTimeout(FLUSHED);
      String[] names = String.valueOf(page.evaluate("BadInput.names()")).split(" ", -1);
      for (String name : names) {
        wrong.append(page.evaluate("name => BadInput.methods(name, 1)", name));
        page.waitForTimeout(1);
      }
      wrong.append(page.evaluate("BadInput.people()"));
      wrong.append(page.evaluate("BadInput.start(2)"));
      page.waitForTimeout(FLUSHED);
      wrong.append(page.evaluate("BadInput.started()"));
      wrong.append(page.evaluate("BadInput.huge()"));
      page.evaluate("posthog.capture('last')");
      page.waitForTimeout(FLUSHED);
      Await.until(() -> names(site).contains("last"), () -> "the last event");

      System.out.println("bad input in Chromium: " + names.length + " methods, "
          + page.evaluate("BadInput.calls()") + " calls and options, "
          + site.events().size()
          + " events, largest " + largestOfValid(site.events()) + " bytes");
      assertThat(errors).isEmpty();
    }
    assertThat(wrong.toString()).isEmpty();
  }

  private static List<String> names(HostileSite site) {
    return site.events().stream().map(event -> event.path("event").asText()).toList();
  }

  private static String document() throws IOException {
    return "<!DOCTYPE html><title>Bad</title><script src='/static/array.js'></script><script>"
        + HostileSite.text("bad-input.js") + "</script><script>posthog.init('phc_bad',"
        + "{api_host: location.origin, opt_out_useragent_filter: true, autocapture: false,"
        + " person_profiles: 'always', rate_limiting: {events_per_second: 1e6},"
        + " request_queue_config: {flush_interval_ms: 250}})</script>";
  }

  private static int largestOfValid(List<JsonNode> events) {
    int largest = 0;
    for (JsonNode event : events) {
      JsonNode properties = event.path("properties");
      assertThat(event.path("uuid").asText()).matches("[0-9a-f-]{36}");
      assertThat(
              event.path("event").isTextual() && !event.path("event").asText().isEmpty())
          .isTrue();
      assertThat(event.path("timestamp").asText())
          .matches("[+]?\\d{4,6}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.\\d{3}Z");
      assertThat(properties.path("token").isTextual()).isTrue();
      assertThat(properties.path("distinct_id").isValueNode()).isTrue();
      largest = Math.max(largest, event.toString().getBytes(UTF_8).length);
    }
    assertThat(largest).isLessThan(EVENT_MAX);
    return largest;
  }
}
