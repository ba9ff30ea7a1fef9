package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/** Which clicks count as dead, and what is said of them (contract C4.9). What lives only in a real browser is tested there. */
final class DeadClicksTest extends OnSite {
  private static final String SOON = "capture_dead_clicks: {mutation_threshold_ms: 100}";
  private static final String BODY =
      "<button id='b' class='big' type='button'>press</button>" + "<input id='c' type='checkbox'>";
  private static final long DEATH = 1_300;

  private void clickAndWait(HtmlPage page, String... ids) throws Exception {
    for (String id : ids) {
      page.getElementById(id).click();
    }
    visit.browser().waitForBackgroundJavaScriptStartingBefore(DEATH);
    visit.settle();
  }

  private List<String> texts() {
    return visit.events("$dead_click").stream()
        .map(event -> event.path("properties").path("$el_text").asText())
        .toList();
  }

  @Test
  void manyClicksOnAnElementThatDoesNotAnswerAreOneDeadClick() throws Exception {
    site.remoteConfig("{\"elementsChainAsString\":true}");
    HtmlPage page = visit.open("{" + SOON + "}", BODY);

    clickAndWait(page, "b", "b", "b");

    JsonNode event = visit.event("$dead_click");
    JsonNode properties = event.path("properties");
    assertThat(properties.path("$elements").path(0).path("tag_name").asText()).isEqualTo("button");
    assertThat(properties.path("$elements_chain").asText()).startsWith("button.big:");
    assertThat(properties.path("$event_type").asText()).isEqualTo("click");
    assertThat(properties.path("$dead_click_absolute_timeout").asBoolean()).isTrue();
    assertThat(properties.path("$dead_click_absolute_delay_ms").asInt()).isGreaterThan(900);
    for (String other : List.of("scroll", "mutation", "selection_changed", "visibility_changed")) {
      assertThat(properties.path("$dead_click_" + other + "_timeout").isBoolean())
          .as(other)
          .isTrue();
      assertThat(properties.path("$dead_click_" + other + "_timeout").asBoolean())
          .as(other)
          .isFalse();
    }
    assertThat(java.time.Instant.parse(event.path("timestamp").asText()).toEpochMilli())
        .isEqualTo(properties.path("$dead_click_event_timestamp").asLong());
  }

  @Test
  void linksFieldsAndWhatThePageMarksAreNeverDead() throws Exception {
    HtmlPage page = visit.open(
        "{" + SOON + "}",
        "<a href='#' id='a'><i id='i'>in a link</i></a><input id='t'><textarea id='area'></textarea>"
            + "<select id='s'></select><div contenteditable='true' id='e'>typed</div>"
            + "<div class='ph-no-deadclick'><p id='p'>quiet</p></div>"
            + "<div class='ph-no-capture'><p id='q'>secret</p></div><p id='plain'>plain</p>");

    clickAndWait(page, "i", "t", "area", "s", "e", "p", "q", "plain");

    assertThat(texts()).containsExactly("plain");
  }

  @Test
  void pagesOwnListOfQuietElementsReplacesOursButNotPrivacy() throws Exception {
    HtmlPage page = visit.open(
        "{capture_dead_clicks: {mutation_threshold_ms: 100, css_selector_ignorelist: ['#c'],"
            + " element_attribute_ignorelist: ['title']}}",
        "<p id='c'>c</p><p id='d' class='ph-no-deadclick' title='no'>d</p>"
            + "<p id='e' class='ph-no-capture'>e</p>");

    clickAndWait(page, "c", "d", "e");

    assertThat(texts()).containsExactly("d");
    assertThat(visit
            .event("$dead_click")
            .path("properties")
            .path("$elements_chain")
            .asText())
        .contains("attr__id=\"d\"")
        .doesNotContain("title");
  }

  @Test
  void serverSwitchIsKeptAndSentWithEveryEvent() throws Exception {
    site.remoteConfig("{\"captureDeadClicks\":true}");
    capture("first");
    site.remoteConfig("");
    capture("second");
    site.remoteConfig("{\"captureDeadClicks\":false}");
    capture("third");

    assertThat(List.of(kept("first"), kept("second"), kept("third")))
        .containsExactly("true", "true", "false");
  }

  private void capture(String event) throws Exception {
    Visit.run(visit.open("{}", BODY), "posthog.capture('" + event + "')");
    visit.settle();
  }

  private String kept(String event) {
    return visit
        .event(event)
        .path("properties")
        .path("$dead_clicks_enabled_server_side")
        .asText();
  }

  @Test
  void pageMaySwitchItOffAndOnAtAnyTimeAndFieldsAnswerByChanging() throws Exception {
    HtmlPage page = visit.open(
        "{" + SOON + "}", "<input id='c' type='checkbox'><p id='p'>p</p><p id='q'>q</p>");

    clickAndWait(page, "q", "c");
    Visit.run(page, "posthog.set_config({capture_dead_clicks: false})");
    clickAndWait(page, "q");
    Visit.run(page, "posthog.set_config({" + SOON + "})");
    clickAndWait(page, "p");

    assertThat(texts()).containsExactly("p");
  }
}
