package dev.hedgerow.snippet;

import static dev.hedgerow.snippet.Kept.KEY;
import static dev.hedgerow.snippet.Kept.ask;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the visitor's yes or no changes, and how those are counted who gave none (contract C11.3 to C11.5). */
final class ConsentTest extends OnSite {
  private static final String CHOICE = "__ph_opt_in_out_" + Visit.TOKEN;
  private static final String ANSWERS =
      "[posthog.get_explicit_consent_status(),posthog.has_opted_in_capturing(),"
          + "posthog.has_opted_out_capturing(),posthog.is_capturing()].join(' ')";
  private static final String NOBODY = "$posthog_cookieless";

  private HtmlPage runAfter(String before, String options, String script) throws Exception {
    site.page("/after", "<script>" + before + "</script>" + Visit.page(options, ""));
    HtmlPage page = visit.open("/after");
    run(page, script);
    return page;
  }

  private static String said(String value) {
    return value == null ? "" : "localStorage.setItem('" + CHOICE + "','" + value + "')";
  }

  @ParameterizedTest
  @CsvSource({
    "'', , pending true false true",
    "'', yes, granted true false true",
    "'', 0, denied false true false",
    "opt_out_capturing_by_default:true, , pending false true false",
    "opt_out_capturing_by_default:true, true, granted true false true",
    "respect_dnt:true, 1, denied false true false",
    "cookieless_mode:'always', , pending false true true",
    "cookieless_mode:'on_reject', , pending false true false",
    "cookieless_mode:'on_reject', 1, granted true false true",
    "cookieless_mode:'on_reject', false, denied false true true"
  })
  void eachStateHasItsAnswers(String option, String choice, String answers) throws Exception {
    site.page(
        "/after",
        "<script>" + said(choice)
            + ";Object.defineProperty(navigator,'doNotTrack',{value:'yes'})</script>"
            + Visit.page("{" + option + "}", ""));
    HtmlPage page = visit.open("/after");

    assertThat(ask(page, ANSWERS)).isEqualTo(answers);
    assertThat(visit.names().contains("$pageview")).isEqualTo(answers.endsWith("true"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "navigator,'doNotTrack',{value:'1'}",
        "navigator,'msDoNotTrack',{value:1}",
        "window,'doNotTrack',{value:true}",
        "navigator,'globalPrivacyControl',{value:true}"
      })
  void browsersWordAgainstTrackingIsHeardInEverySpelling(String property) throws Exception {
    HtmlPage page = runAfter("Object.defineProperty(" + property + ")", "{respect_dnt:true}", "");

    assertThat(ask(page, "posthog.get_explicit_consent_status()")).isEqualTo("denied");
    assertThat(visit.names()).isEmpty();
  }

  @Test
  void optInSaysItOnceInThePagesOwnWordsOrNotAtAll() throws Exception {
    HtmlPage page = run(
        "{opt_out_capturing_by_default:true}",
        "posthog.opt_in_capturing({captureEventName:'yes',captureProperties:{by:'banner'}});"
            + "posthog.opt_in_capturing();posthog.clear_opt_in_out_capturing();"
            + "posthog.opt_in_capturing({captureEventName:null})");

    assertThat(visit.names()).containsExactly("yes", "$pageview");
    assertThat(properties("yes").path("by").asText()).isEqualTo("banner");
    assertThat(ask(page, "localStorage.getItem('" + CHOICE + "')")).isEqualTo("1");
  }

  @Test
  void choiceInACookieIsKeptThereAndFoundInTheOtherPlace() throws Exception {
    HtmlPage page = runAfter(
        said("0"),
        "{opt_out_capturing_persistence_type:'cookie',consent_persistence_name:'" + CHOICE + "'}",
        "");
    assertThat(ask(page, "posthog.get_explicit_consent_status()")).isEqualTo("denied");
    assertThat(Kept.cookies(visit.browser())).contains(CHOICE);
    assertThat(Kept.names(page, "localStorage")).doesNotContain(CHOICE);

    page = run("{}", "");
    assertThat(ask(page, "posthog.get_explicit_consent_status()")).isEqualTo("denied");
    Visit.run(page, "posthog.clear_opt_in_out_capturing()");
    assertThat(Kept.cookies(visit.browser())).doesNotContain(CHOICE);
    assertThat(ask(page, "posthog.get_explicit_consent_status()")).isEqualTo("pending");
  }

  @Test
  void nothingIsKeptOfWhoOptedOutWhereThePageSaysSo() throws Exception {
    HtmlPage page = run(
        "{opt_out_persistence_by_default:true}",
        "posthog.register({plan:'pro'});posthog.opt_out_capturing()");
    assertThat(Kept.names(page, "localStorage")).isEqualTo(CHOICE);
    assertThat(Kept.cookies(visit.browser())).isEmpty();

    page = run("{opt_out_persistence_by_default:true}", "");
    assertThat(Kept.names(page, "localStorage")).isEqualTo(CHOICE);
    Visit.run(page, "posthog.opt_in_capturing()");
    assertThat(Kept.names(page, "localStorage")).contains(KEY);
  }

  @Test
  void cookielessAlwaysCountsWithoutLeavingAnything() throws Exception {
    HtmlPage page = runAfter(
        "window.writes=[];['localStorage','sessionStorage'].forEach(function(n){var s=window[n],f=s.setItem;"
            + "Storage.prototype.setItem=function(k,v){writes.push(k)}})",
        "{cookieless_mode:'always'}",
        "posthog.capture('x');posthog.opt_in_capturing();posthog.opt_out_capturing();"
            + "posthog.register({plan:'pro'});posthog.register_for_session({step:1});posthog.capture('y')");

    assertThat(visit.names()).containsExactly("$pageview", "x", "y");
    assertThat(properties("x").path("distinct_id").asText()).isEqualTo(NOBODY);
    assertThat(properties("x").path("$device_id").isNull()).isTrue();
    assertThat(properties("x").path("$cookieless_mode").asBoolean()).isTrue();
    assertThat(properties("x").has("$session_id") || properties("x").has("$window_id"))
        .isFalse();
    assertThat(properties("y").path("distinct_id").asText()).isEqualTo(NOBODY);
    assertThat(ask(page, "posthog.get_session_id()+writes.join()")).isEmpty();
    assertThat(Kept.names(page, "localStorage") + Kept.names(page, "sessionStorage"))
        .isEmpty();
    assertThat(Kept.cookies(visit.browser())).isEmpty();
  }

  @Test
  void onRejectCountsNobodyAfterANoAndSomebodyNewAfterAYes() throws Exception {
    HtmlPage page = run("{cookieless_mode:'on_reject'}", "posthog.capture('pending')");
    assertThat(visit.names()).isEmpty();
    assertThat(Kept.names(page, "localStorage") + Kept.names(page, "sessionStorage"))
        .isEmpty();

    Visit.run(
        page,
        "posthog.opt_in_capturing();posthog.register({plan:'pro'});posthog.capture('yes');window.first=posthog.get_distinct_id()");
    visit.settle();
    assertThat(visit.names()).containsExactly("$opt_in", "$pageview", "yes");
    assertThat(properties("yes").path("$session_id").asText()).isNotEmpty();
    assertThat(Kept.names(page, "localStorage")).contains(KEY);

    Visit.run(page, "posthog.opt_out_capturing();posthog.capture('no')");
    visit.settle();
    assertThat(properties("no").path("distinct_id").asText()).isEqualTo(NOBODY);
    assertThat(properties("no").has("plan")).isFalse();
    assertThat(Kept.names(page, "localStorage")).isEqualTo(CHOICE);
    assertThat(Kept.names(page, "sessionStorage")).isEmpty();
    assertThat(Kept.cookies(visit.browser())).isEmpty();

    Visit.run(page, "posthog.opt_in_capturing();posthog.capture('again')");
    visit.settle();
    assertThat(properties("again").path("distinct_id").asText())
        .matches("[0-9a-f-]{36}")
        .isNotEqualTo(ask(page, "first"));
    assertThat(properties("again").has("$cookieless_mode")).isFalse();
    assertThat(properties("again").path("$session_id"))
        .isNotEqualTo(properties("yes").path("$session_id"));

    Visit.run(page, "posthog.reset()");
    assertThat(ask(page, ANSWERS)).isEqualTo("pending false true false");
    assertThat(Kept.names(page, "localStorage")).isEmpty();
  }

  @Test
  void choiceMadeInAnotherTabDecidesBeforeTheNextEvent() throws Exception {
    String options = "{cookieless_mode:'on_reject'}";
    HtmlPage first = runAfter(said("0"), options, "");
    site.page("/second", Visit.page(options, ""));
    HtmlPage second = (HtmlPage) visit
        .browser()
        .openWindow(URI.create(site.url("/second")).toURL(), "second")
        .getEnclosedPage();
    visit.settle();
    Visit.run(
        second, "posthog.opt_in_capturing({captureEventName:false});posthog.capture('there')");
    Visit.run(first, "posthog.capture('here')");
    visit.settle();
    assertThat(properties("here").path("distinct_id"))
        .isEqualTo(properties("there").path("distinct_id"));
    assertThat(properties("here").path("$session_id"))
        .isEqualTo(properties("there").path("$session_id"));

    Visit.run(second, "posthog.opt_out_capturing()");
    Visit.run(first, "posthog.capture('after')");
    visit.settle();
    assertThat(properties("after").path("distinct_id").asText()).isEqualTo(NOBODY);
    assertThat(Kept.names(first, "localStorage")).isEqualTo(CHOICE);
  }
}
