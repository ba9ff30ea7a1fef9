package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/** The stub that a page pastes (contract C1.1). What only a real browser does is tested with the demo site. */
final class StubTest extends OnSite {
  private static final int KIBIBYTE = 1024;

  private HtmlPage open(String calls) throws Exception {
    site.page(
        "/stub",
        "<html><head><title>Stub</title><script>" + Site.script("stub.js") + calls
            + "</script></head><body></body></html>");
    return visit.open("/stub");
  }

  private static String init(String token, String name) {
    return "posthog.init('" + token + "',{api_host:location.origin,capture_pageview:false,"
        + Visit.QUICK + "}" + name + ");";
  }

  @Test
  void callsWaitForALateScriptAndKeepTheirTime() throws Exception {
    site.holdScript(600);
    HtmlPage page =
        open(init("phc_test", "") + "var called=Date.now();posthog.capture('early',{a:1});"
            + "posthog.identify('U');posthog.people.set({name:'Ada'});");
    visit.awaitRequests(1);
    visit.settle();

    JsonNode early = visit.event("early");
    double called = ((Number) Visit.run(page, "called")).doubleValue();
    assertThat(early.path("properties").path("distinct_id").asText()).isEqualTo("U");
    assertThat((double) Instant.parse(early.path("timestamp").asText()).toEpochMilli())
        .isBetween(called, called + 300);
    assertThat(visit.names()).contains("$identify", "$set");
  }

  @Test
  void namedInstancesHaveQueuesOfTheirOwn() throws Exception {
    open(init("phc_test", "") + init("phc_two", ",'two'")
        + "posthog.capture('one');posthog.two.capture('two')");

    assertThat(visit.event("one").path("properties").path("token").asText()).isEqualTo("phc_test");
    assertThat(visit.event("two").path("properties").path("token").asText()).isEqualTo("phc_two");
  }

  @Test
  void blockedScriptIsNoError() throws Exception {
    site.withoutScript();
    HtmlPage page = open(init("phc_test", "") + "posthog.capture('unheard')");

    assertThat(Visit.run(page, "posthog.length+posthog[0][1]")).isEqualTo("1unheard");
    assertThat(site.requests()).isEmpty();
  }

  @Test
  void itFitsInAKibibyte() throws Exception {
    try (var zipped = StubTest.class.getResourceAsStream("/dev/hedgerow/snippet/stub.js.gz")) {
      assertThat(zipped.readAllBytes().length).isLessThan(KIBIBYTE);
    }
  }
}
