package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the visitor is: ids, profiles, groups, reset (contract C7). */
final class PersonTest extends OnSite {
  @Test
  void anonymousVisitorHasNoProfile() throws Exception {
    run("{}", "posthog.capture('x')");

    assertThat(properties("x").path("$process_person_profile").asBoolean(true)).isFalse();
    assertThat(properties("x").path("$is_identified").asBoolean(true)).isFalse();
    assertThat(properties("x").path("distinct_id")).isEqualTo(properties("x").path("$device_id"));
    assertThat(visit.event("x").has("$set_once")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "posthog.identify('U')",
        "posthog.alias('other')",
        "posthog.group('company','c1')",
        "posthog.setPersonProperties({a:1})",
        "posthog.setPersonPropertiesForFlags({a:1})",
        "posthog.setGroupPropertiesForFlags({company:{a:1}})",
        "posthog.createPersonProfile()"
      })
  void eachOfTheseMakesAProfile(String call) throws Exception {
    run("{}", call + ";posthog.capture('x')");

    assertThat(properties("x").path("$process_person_profile").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "posthog.identify('U')",
        "posthog.alias('other')",
        "posthog.setPersonProperties({a:1})"
      })
  void neverMeansNever(String call) throws Exception {
    run("{person_profiles:'never'}", call + ";posthog.capture('x')");

    assertThat(visit.names()).containsExactly("$pageview", "x");
    assertThat(properties("x").path("$process_person_profile").asBoolean(true)).isFalse();
  }

  @Test
  void alwaysMeansFromTheFirstEvent() throws Exception {
    run("{person_profiles:'always'}", "");

    assertThat(properties("$pageview").path("$process_person_profile").asBoolean())
        .isTrue();
    assertThat(
            visit.event("$pageview").path("$set_once").path("$initial_pathname").asText())
        .isEqualTo("/page");
  }

  @Test
  void identifyNamesTheAnonymousId() throws Exception {
    run(
        "{}",
        "var anon=posthog.get_distinct_id();posthog.identify('U',{a:1},{b:2});posthog.register({anon:anon});posthog.capture('x')");

    JsonNode identify = visit.event("$identify");
    assertThat(identify.path("properties").path("distinct_id").asText()).isEqualTo("U");
    assertThat(identify.path("properties").path("$anon_distinct_id"))
        .isEqualTo(properties("x").path("anon"));
    assertThat(identify.path("$set").path("a").asInt()).isEqualTo(1);
    assertThat(identify.path("$set_once").path("b").asInt()).isEqualTo(2);
    assertThat(identify.path("$set_once").path("$initial_pathname").asText()).isEqualTo("/page");
    assertThat(properties("x").path("distinct_id").asText()).isEqualTo("U");
    assertThat(properties("x").path("$user_id").asText()).isEqualTo("U");
    assertThat(properties("x").path("$device_id")).isEqualTo(properties("x").path("anon"));
    assertThat(properties("x").path("$is_identified").asBoolean()).isTrue();
  }

  @Test
  void identifyAgainWithTheSameIdSaysNothingNew() throws Exception {
    run(
        "{}",
        "posthog.identify('U');posthog.identify('U');posthog.identify('V');posthog.identify('V',{a:1});posthog.identify('V',{a:1})");

    assertThat(visit.names()).containsExactly("$pageview", "$identify", "$set");
    assertThat(properties("$set").path("distinct_id").asText()).isEqualTo("V");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "''",
        "null",
        "undefined",
        "'  '",
        "'undefined'",
        "'NULL'",
        "'distinct_id'",
        "'distinctid'"
      })
  void nobodyIsIdentifiedByNothing(String id) throws Exception {
    run("{}", "posthog.identify(" + id + ")");

    assertThat(visit.names()).containsExactly("$pageview");
  }

  @Test
  void aliasOfOneselfIsAnIdentify() throws Exception {
    HtmlPage page = run("{}", "");

    Visit.run(page, "posthog.alias('other')");
    visit.settle();

    assertThat(Visit.run(page, "posthog.alias(posthog.get_distinct_id())")).isEqualTo(-1.0);
    assertThat(properties("$create_alias").path("alias").asText()).isEqualTo("other");
  }

  @Test
  void groupIsToldOnceUnlessItHasProperties() throws Exception {
    run(
        "{}",
        "posthog.group('company','c1');posthog.group('company','c1');posthog.group('company','c1',{n:1});posthog.capture('x');posthog.resetGroups();posthog.capture('y')");

    assertThat(visit.events("$groupidentify")).hasSize(2);
    assertThat(properties("x").path("$groups").path("company").asText()).isEqualTo("c1");
    assertThat(properties("y").path("$groups")).isEmpty();
  }

  @Test
  void resetMakesSomebodyNew() throws Exception {
    run(
        "{}",
        "posthog.identify('U');posthog.register({plan:'pro'});posthog.capture('x');posthog.reset();posthog.capture('y')");

    JsonNode before = properties("x");
    JsonNode after = properties("y");
    assertThat(after.path("distinct_id").asText())
        .isNotEqualTo("U")
        .isNotEqualTo(before.path("$device_id").asText());
    assertThat(after.path("$device_id")).isEqualTo(before.path("$device_id"));
    assertThat(after.path("$process_person_profile").asBoolean(true)).isFalse();
    assertThat(after.has("plan")).isFalse();
    assertThat(after.has("$pageview_id")).isFalse();
    assertThat(after.path("$session_id")).isNotEqualTo(before.path("$session_id"));
  }

  @Test
  void visitorIsKnownAgainOnTheNextPage() throws Exception {
    run(
        "{}",
        "posthog.identify('U');posthog.register({plan:'pro'});posthog.register_once({plan:'free',x:1})");
    run("{}", "posthog.capture('next');posthog.unregister('plan');posthog.capture('last')");

    assertThat(properties("next").path("distinct_id").asText()).isEqualTo("U");
    assertThat(properties("next").path("plan").asText()).isEqualTo("pro");
    assertThat(properties("next").path("x").asInt()).isEqualTo(1);
    assertThat(properties("next").path("$session_id"))
        .isEqualTo(visit.events().get(0).path("properties").path("$session_id"));
    assertThat(properties("last").has("plan")).isFalse();
  }

  @Test
  void memoryPersistenceLeavesNoTrace() throws Exception {
    HtmlPage page = run("{persistence:'memory'}", "posthog.identify('U')");

    assertThat(Visit.run(page, "localStorage.length+sessionStorage.length")).isEqualTo(0.0);
    assertThat(visit.browser().getCookieManager().getCookies()).isEmpty();
  }

  @Test
  void sessionEndsWithALongRestByTheTimeOfTheEvent() throws Exception {
    run(
        "{}",
        "posthog.capture('a');posthog.capture('b',{},{timestamp:new Date(Date.now()+20*60000)});"
            + "posthog.capture('c',{},{timestamp:new Date(Date.now()+80*60000)})");

    assertThat(properties("b").path("$session_id")).isEqualTo(properties("a").path("$session_id"));
    assertThat(properties("b").path("$event_time_override_provided").asBoolean())
        .isTrue();
    assertThat(properties("c").path("$session_id"))
        .isNotEqualTo(properties("a").path("$session_id"));
    assertThat(properties("c").path("$window_id")).isNotEqualTo(properties("a").path("$window_id"));
    assertThat(properties("c").has("$pageview_id")).isFalse();
  }
}
