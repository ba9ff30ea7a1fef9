package dev.hedgerow.snippet;

import static dev.hedgerow.snippet.Kept.ask;
import static org.assertj.core.api.Assertions.assertThat;

import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/** What newer versions of posthog-js do otherwise about who the visitor is (contract C13), and the limits (C9.8). */
final class IdentityTest extends OnSite {
  @Test
  void reusedAnonymousIdIsNotMergedIntoThePerson() throws Exception {
    run("{reuseAnonymousId:true}", "posthog.identify('U')");

    assertThat(properties("$identify").path("distinct_id").asText()).isEqualTo("U");
    assertThat(properties("$identify").has("$anon_distinct_id")).isFalse();
  }

  @Test
  void personPropertiesThatWereDroppedMayBeSaidAgain() throws Exception {
    run(
        "{before_send:function(e){return window.drop?null:e}}",
        "drop=true;posthog.setPersonProperties({a:1});drop=false;"
            + "posthog.setPersonProperties({a:1});posthog.setPersonProperties({a:1})");

    assertThat(visit.events("$set")).hasSize(1);
  }

  @Test
  void callersGroupsJoinTheKeptOnesAndAnEmptyBootstrapIsNone() throws Exception {
    run(
        "{bootstrap:{distinctID:''}}",
        "posthog.group('company','c1');posthog.capture('x',{$groups:{team:'t1'}});posthog.capture('y')");

    assertThat(properties("x").path("$groups").toString())
        .isEqualTo("{\"company\":\"c1\",\"team\":\"t1\"}");
    assertThat(properties("y").path("$groups").toString()).isEqualTo("{\"company\":\"c1\"}");
    assertThat(properties("x").path("distinct_id").asText()).matches("[0-9a-f-]{36}");
  }

  @Test
  void tokensOfTheRateLimitAreKeptOverPageLoads() throws Exception {
    String slow = "{rate_limiting:{events_per_second:0.01,events_burst_limit:5}}";
    run(slow, "for(var i=0;i<9;i++)posthog.capture('flood')");
    HtmlPage page = run(slow, "window.stopped=posthog.capture('flood')===undefined");

    assertThat(ask(page, "stopped")).isEqualTo("true");
    assertThat(visit.events("flood")).hasSize(4);
    assertThat(ask(page, "Object.keys(posthog.get_property('$capture_rate_limit')).sort().join()"))
        .isEqualTo("last,tokens");
  }
}
