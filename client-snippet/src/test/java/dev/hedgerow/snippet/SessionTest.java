package dev.hedgerow.snippet;

import static dev.hedgerow.snippet.Kept.KEY;
import static dev.hedgerow.snippet.Kept.ask;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.htmlunit.WebWindow;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/** How long a session lasts, over tabs and page loads, and whose the window is (contract C8.7, C8.8). */
final class SessionTest extends OnSite {
  private static final int MINUTE = 60_000;
  private static final String WATCH =
      "window.told=[];posthog.onSessionId(function(s,w,r){told.push(r?Object.keys(r).filter(function(k){return r[k]})"
          + ".join('+'):'now')})";

  /** Opens a page whose clock is that many milliseconds ahead. */
  private HtmlPage at(long ahead, String options) throws Exception {
    site.page("/timed", Kept.clockAhead(String.valueOf(ahead)) + Visit.page(options, ""));
    return visit.open("/timed");
  }

  private String session(String event) {
    return properties(event).path("$session_id").asText();
  }

  @Test
  void sessionGoesOnWithinItsTimeEndsWithARestAndListenersHearWhy() throws Exception {
    HtmlPage page = at(0, "{}");
    run(
        page,
        WATCH + ";posthog.register_for_session({step:1});posthog.capture('a');ahead=29*" + MINUTE
            + ";posthog.capture('b');ahead+=31*" + MINUTE + ";posthog.capture('c');ahead+=40*"
            + MINUTE
            + ";posthog.capture('d')");

    assertThat(session("b")).isEqualTo(session("a"));
    assertThat(session("c")).isNotEqualTo(session("a"));
    assertThat(session("d")).isNotEqualTo(session("c"));
    assertThat(properties("c").path("$window_id")).isNotEqualTo(properties("a").path("$window_id"));
    assertThat(properties("b").path("step").asInt()).isEqualTo(1);
    assertThat(properties("c").has("step")).isFalse();
    assertThat(properties("c").has("$pageview_id")).isFalse();
    assertThat(properties("a").path("$configured_session_timeout_ms").asInt())
        .isEqualTo(30 * MINUTE);
    assertThat(ask(page, "told.join()")).isEqualTo("now,activityTimeout,noSessionId");
  }

  @Test
  void onlyReadingKeepsTheSessionUntilThePageHasRestedForLong() throws Exception {
    HtmlPage page = at(0, "{}");
    Visit.run(
        page,
        "var s=posthog.get_session_id();ahead=32*" + MINUTE
            + ";var t=posthog.get_session_id();ahead=34*" + MINUTE
            + ";var u=posthog.get_session_id();window.seen=(s===t)+' '+(t===u)");

    assertThat(ask(page, "seen")).isEqualTo("true false");
  }

  @Test
  void sessionNeverLastsLongerThanADay() throws Exception {
    HtmlPage page = at(0, "{}");
    run(page, WATCH + ";var off=posthog.onSessionId(function(){told.push('no')});off()");
    assertThat(ask(page, "told.join()")).isEqualTo("now,no");
    Visit.run(
        page,
        "told=[];var s=posthog.get_session_id();for(var i=0;i<50;i++){ahead+=29*" + MINUTE
            + ";posthog.capture('x')}"
            + "window.other=s!==posthog.get_session_id()");

    assertThat(ask(page, "other+told.join()")).isEqualTo("truesessionPastMaximumLength");
  }

  @Test
  void clockThatGoesBackFarEndsTheSession() throws Exception {
    HtmlPage page = at(0, "{}");
    run(
        page,
        "posthog.capture('a');ahead=-10*" + MINUTE + ";posthog.capture('b');ahead=-50*" + MINUTE
            + ";posthog.capture('c')");

    assertThat(session("b")).isEqualTo(session("a"));
    assertThat(session("c")).isNotEqualTo(session("a"));
  }

  @Test
  void twoTabsShareASessionAndTheOneThatRestedFollowsTheOther() throws Exception {
    HtmlPage first = at(0, "{}");
    run(first, WATCH + ";posthog.capture('first')");
    WebWindow second = visit.browser().openWindow(URI.create(site.url("/timed")).toURL(), "second");
    visit.settle();
    HtmlPage other = (HtmlPage) second.getEnclosedPage();
    run(other, "posthog.capture('second');ahead=25*" + MINUTE + ";posthog.capture('alive')");
    run(first, "ahead=40*" + MINUTE + ";posthog.capture('kept')");
    run(other, "ahead=80*" + MINUTE + ";posthog.capture('rotated')");
    run(first, "ahead=81*" + MINUTE + ";posthog.capture('adopted')");

    assertThat(session("second")).isEqualTo(session("first"));
    assertThat(properties("second").path("$window_id"))
        .isNotEqualTo(properties("first").path("$window_id"));
    assertThat(session("kept")).isEqualTo(session("first"));
    assertThat(session("rotated")).isNotEqualTo(session("first"));
    assertThat(session("adopted")).isEqualTo(session("rotated"));
    assertThat(properties("adopted").path("$window_id"))
        .isEqualTo(properties("first").path("$window_id"));
    assertThat(ask(first, "told.join()")).isEqualTo("now,crossTabAdoption");

    Visit.run(other, "ahead=120*" + MINUTE + ";posthog.capture('last')");
    Visit.run(first, "window.dispatchEvent(new Event('beforeunload'))");
    assertThat(ask(
            other,
            "JSON.parse(localStorage.getItem('" + KEY + "')).$sesid[1]===posthog.get_session_id()"))
        .isEqualTo("true");
  }

  @Test
  void tabKeepsItsWindowOverPageLoadsAndACopyOfTheTabDoesNot() throws Exception {
    run(
        at(0, "{}"),
        "posthog.register_for_session({step:1});posthog.capture('a');window.dispatchEvent(new Event('beforeunload'))");
    run(at(0, "{}"), "posthog.capture('b')");
    site.page(
        "/copy",
        "<script>sessionStorage.setItem('ph_phc_test_primary_window_exists','true')</script>"
            + Visit.page("{}", ""));
    run(visit.open("/copy"), "posthog.capture('c')");
    run(at(31 * MINUTE, "{}"), "posthog.capture('d')");

    assertThat(properties("b").path("$window_id")).isEqualTo(properties("a").path("$window_id"));
    assertThat(properties("b").path("step").asInt()).isEqualTo(1);
    assertThat(properties("c").path("$window_id")).isNotEqualTo(properties("a").path("$window_id"));
    assertThat(session("c")).isEqualTo(session("a"));
    assertThat(session("d")).isNotEqualTo(session("a"));
    assertThat(properties("d").has("step")).isFalse();
  }

  @Test
  void oldFormAndPosthogsOwnAreReadAndTheTimeoutStaysInItsBounds() throws Exception {
    site.page(
        "/old",
        "<script>localStorage.setItem('" + KEY
            + "',JSON.stringify({distinct_id:'L',$sesid:[Date.now(),'old-session']}));"
            + "sessionStorage.setItem('ph_phc_test_window_id','\"old-window\"')</script>"
            + Visit.page("{session_idle_timeout_seconds:5}", ""));
    visit.open("/old");

    assertThat(session("$pageview")).isEqualTo("old-session");
    assertThat(properties("$pageview").path("$window_id").asText()).isEqualTo("old-window");
    assertThat(properties("$pageview").path("$configured_session_timeout_ms").asInt())
        .isEqualTo(MINUTE);
  }
}
