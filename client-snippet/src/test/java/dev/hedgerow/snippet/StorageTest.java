package dev.hedgerow.snippet;

import static dev.hedgerow.snippet.Kept.KEY;
import static dev.hedgerow.snippet.Kept.ask;
import static org.assertj.core.api.Assertions.assertThat;

import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the visitor's values are kept, and what of them is left in the browser (contract C1.4, C8.1 to C8.6). */
final class StorageTest extends OnSite {
  private static final String WINDOW =
      "ph_phc_test_posthog ph_phc_test_primary_window_exists ph_phc_test_window_id";
  private static final String COOKIE =
      "JSON.parse(decodeURIComponent(('; '+document.cookie).split('; " + KEY
          + "=')[1].split(';')[0]))";
  private static final String LOCAL = "JSON.parse(localStorage.getItem('" + KEY + "'))";

  /** Opens a page on which a script runs before ours. */
  private HtmlPage runAfter(String before, String options) throws Exception {
    site.page("/after", "<script>" + before + "</script>" + Visit.page(options, ""));
    return visit.open("/after");
  }

  /** Another subdomain's page writes the cookie. */
  private static String sibling(String values) {
    return "document.cookie='" + KEY + "='+encodeURIComponent(JSON.stringify(" + values
        + "))+'; path=/'";
  }

  @ParameterizedTest
  @CsvSource({
    "localStorage+cookie, ph_phc_test_posthog, true, " + WINDOW,
    "LOCALSTORAGE, ph_phc_test_posthog, false, " + WINDOW,
    "cookie, '', true, " + WINDOW,
    "sessionStorage, '', false, " + WINDOW,
    "memory, '', false, ''",
    "nonsense, ph_phc_test_posthog, true, " + WINDOW
  })
  void eachModeLeavesWhatItsNameSays(String mode, String local, boolean cookie, String tab)
      throws Exception {
    HtmlPage page = run("{persistence:'" + mode + "'}", "posthog.register({plan:'pro'})");

    assertThat(Kept.names(page, "localStorage")).isEqualTo(local);
    assertThat(Kept.names(page, "sessionStorage")).isEqualTo(tab);
    assertThat(Kept.cookies(visit.browser()).contains(KEY)).isEqualTo(cookie);
    assertThat(ask(page, "posthog.get_property('plan')")).isEqualTo("pro");
  }

  @Test
  void cookieHasTheIdsAndWhatThePageAddsAndNothingElse() throws Exception {
    HtmlPage page = run(
        "{cookie_persisted_properties:['plan']}",
        "posthog.identify('U');posthog.register({plan:'pro',secret:1,$user_id:'U'})");

    assertThat(ask(page, "Object.keys(" + COOKIE + ").sort().join()"))
        .isEqualTo("$device_id,$epp,$initial_person_info,$sesid,$user_state,distinct_id,plan");
    assertThat(ask(page, LOCAL + ".secret")).isEqualTo("1");
  }

  @Test
  void localStorageWinsOverTheCookieAndBothAreRead() throws Exception {
    HtmlPage page = runAfter(
        sibling("{distinct_id:'C',$device_id:'D',$user_state:'identified'}")
            + ";localStorage.setItem('" + KEY + "','{\"distinct_id\":\"L\"}')",
        "{}");

    assertThat(properties("$pageview").path("distinct_id").asText()).isEqualTo("L");
    assertThat(properties("$pageview").path("$device_id").asText()).isEqualTo("D");
    assertThat(ask(page, LOCAL + ".$device_id+" + COOKIE + ".distinct_id")).isEqualTo("DL");
  }

  @Test
  void browserWithoutLocalStorageKeepsAllInTheCookieAndOneWithoutAnythingInMemory()
      throws Exception {
    String missing = "['localStorage','sessionStorage'].forEach(function(n){"
        + "Object.defineProperty(window,n,{get:function(){throw new Error('no')}})})";
    runAfter(missing + ";", "{loaded:function(p){p.register({plan:'pro'})}}");
    assertThat(visit.browser().getCookieManager().getCookie(KEY).getValue()).contains("plan");

    visit.browser().getCookieManager().clearCookies();
    visit.browser().getCookieManager().setCookiesEnabled(false);
    HtmlPage page = runAfter(missing, "{loaded:function(p){p.register({plan:'free'})}}");
    Visit.run(page, "posthog.capture('x');posthog.capture('y')");
    visit.settle();

    assertThat(properties("x").path("plan").asText()).isEqualTo("free");
    assertThat(properties("x").path("distinct_id")).isEqualTo(properties("y").path("distinct_id"));
    assertThat(properties("x").path("$window_id")).isEqualTo(properties("y").path("$window_id"));
  }

  @Test
  void switchingPersistenceOffDeletesWhatWasKeptAndSwitchingItMovesTheValues() throws Exception {
    run("{}", "posthog.register({plan:'pro'})");
    HtmlPage page = run("{disable_persistence:true}", "posthog.register({plan:'free'})");
    assertThat(Kept.names(page, "localStorage") + Kept.names(page, "sessionStorage"))
        .doesNotContain(KEY);
    assertThat(Kept.cookies(visit.browser())).isEmpty();

    Visit.run(page, "posthog.set_config({disable_persistence:false,persistence:'cookie'})");
    visit.settle();
    assertThat(Kept.names(page, "localStorage")).isEmpty();
    assertThat(ask(page, COOKIE + ".plan")).isEqualTo("free");

    Visit.run(page, "posthog.set_config({persistence:'localStorage'})");
    assertThat(Kept.cookies(visit.browser())).isEmpty();
    assertThat(ask(page, LOCAL + ".plan")).isEqualTo("free");
    Visit.run(page, "posthog.set_config({persistence:'memory'})");
    assertThat(Kept.names(page, "localStorage")).isEmpty();
  }

  @Test
  void splitStorageKeepsFlagsApartAndReadsWhatWasKeptTogether() throws Exception {
    String together = "localStorage.setItem('" + KEY
        + "','{\"distinct_id\":\"L\",\"$enabled_feature_flags\":{\"a\":true},\"plan\":\"pro\"}')";
    HtmlPage page = runAfter(together, "{split_storage:true,advanced_disable_feature_flags:true}");

    assertThat(Kept.names(page, "localStorage")).isEqualTo(KEY + " " + KEY + "__flags");
    assertThat(ask(page, "localStorage.getItem('" + KEY + "__flags')"))
        .contains("{\"$enabled_feature_flags\":{\"a\":true}");
    assertThat(ask(page, "localStorage.getItem('" + KEY + "')")).doesNotContain("$enabled");

    page = run(
        "{split_storage:true,advanced_disable_feature_flags:true}",
        "posthog.register({$surveys:[1]})");
    assertThat(ask(page, "posthog.get_property('$enabled_feature_flags').a")).isEqualTo("true");
    assertThat(Kept.names(page, "localStorage")).contains(KEY + "__surveys");

    page = run("{advanced_disable_feature_flags:true}", "");
    assertThat(Kept.names(page, "localStorage")).isEqualTo(KEY);
    assertThat(ask(
            page, "posthog.get_property('$enabled_feature_flags').a+posthog.get_property('plan')"))
        .isEqualTo("truepro");
  }

  @Test
  void debounceWaitsAndLeavingDoesNot() throws Exception {
    HtmlPage page = run("{persistence_save_debounce_ms:250}", "");
    Visit.run(page, "posthog.register({plan:'pro'})");
    assertThat(ask(page, "posthog.get_property('plan')+" + LOCAL + ".plan"))
        .isEqualTo("proundefined");
    visit.settle();
    assertThat(ask(page, LOCAL + ".plan")).isEqualTo("pro");

    Visit.run(
        page, "posthog.register({plan:'free'});window.dispatchEvent(new Event('beforeunload'))");
    assertThat(ask(page, LOCAL + ".plan")).isEqualTo("free");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-30, true, history_change",
    "latest, true, history_change",
    "unset, false, true"
  })
  void defaultsOfADateDoNotDelayTheOpening(String date, boolean split, String views)
      throws Exception {
    site.page(
        "/dated",
        Visit.page(
            "{defaults:'" + date + "',advanced_disable_feature_flags:true}",
            "<script>window.first=posthog.capture('x').event</script>"));
    HtmlPage page = visit.open("/dated");
    Visit.run(page, "posthog.register({$enabled_feature_flags:{a:true}})");
    visit.settle();

    assertThat(ask(page, "window.first+' '+posthog.config.capture_pageview"))
        .isEqualTo("x " + views);
    assertThat(Kept.names(page, "localStorage").contains("__flags")).isEqualTo(split);
  }

  @Test
  void siblingsWordInTheCookieWinsWhenThePageOpens() throws Exception {
    String options =
        "{cookieWinsOnConflict:true,cross_subdomain_cookie:false,advanced_disable_feature_flags:true}";
    run(
        options,
        "posthog.identify('U');posthog.register({plan:'pro',$enabled_feature_flags:{a:1}})");
    HtmlPage page =
        runAfter(sibling("{distinct_id:'X',$device_id:'X',$user_state:'anonymous'}"), options);
    Visit.run(page, "posthog.capture('x')");
    visit.settle();

    assertThat(properties("x").path("distinct_id").asText()).isEqualTo("X");
    assertThat(properties("x").path("$is_identified").asBoolean(true)).isFalse();
    assertThat(properties("x").has("plan")).isFalse();
    assertThat(properties("x").has("$user_id")).isFalse();
    assertThat(ask(page, "typeof posthog.get_property('$enabled_feature_flags')"))
        .isEqualTo("undefined");
    assertThat(ask(page, LOCAL + ".distinct_id+" + COOKIE + ".distinct_id")).isEqualTo("XX");
  }

  @Test
  void datedDefaultHeedsTheCookieAndDoesNotDelayTheOpeningWhereThatAgrees() throws Exception {
    String probe = "<script>window.first=posthog.capture('x')</script>";
    String options = "{defaults:'2026-08-29',cross_subdomain_cookie:false}";
    site.page("/dated", Visit.page(options, probe));
    visit.open("/dated");
    HtmlPage agreed = visit.open("/dated");
    assertThat(ask(agreed, "!!window.first")).isEqualTo("true");

    site.page(
        "/other",
        "<script>" + sibling("{distinct_id:'X',$device_id:'X',$user_state:'anonymous'}")
            + "</script>" + Visit.page(options, probe));
    HtmlPage other = visit.open("/other");
    visit.settle();
    assertThat(visit.events("x").get(2).path("properties").path("distinct_id").asText())
        .isEqualTo("X");
    assertThat(ask(other, "posthog.get_distinct_id()")).isEqualTo("X");
  }

  @Test
  void siblingsIdentifyIsAdoptedBeforeTheNextCapture() throws Exception {
    HtmlPage page = run(
        "{cookieWinsOnConflict:true,cross_subdomain_cookie:false,cookie_persisted_properties:['team']}",
        "posthog.register({team:'red',own:1});posthog.capture('before')");
    String cpm = "JSON.parse(decodeURIComponent(('; '+document.cookie).split('; " + KEY
        + "_cpm=')[1].split(';')[0]))";
    assertThat(ask(page, cpm + ".p.join()+' '+" + cpm + ".f")).matches("team \\w+\\.\\w+\\.\\w+");

    Visit.run(
        page,
        "window.why=[];posthog.onSessionId(function(s,w,r){if(r)why.push(s+r.crossTabAdoption)});"
            + "var c=" + COOKIE + ";c.distinct_id='V';c.$user_state='identified';"
            + "c.$sesid=[Date.now(),'other-session',Date.now()];"
            + sibling("c") + ";posthog.capture('after')");
    visit.settle();

    assertThat(properties("after").path("distinct_id").asText()).isEqualTo("V");
    assertThat(properties("after").path("$user_id").asText()).isEqualTo("V");
    assertThat(properties("after").path("$session_id").asText()).isEqualTo("other-session");
    assertThat(properties("after").path("$window_id"))
        .isEqualTo(properties("before").path("$window_id"));
    assertThat(properties("after").path("own").asInt()).isEqualTo(1);
    assertThat(properties("after").path("team").asText()).isEqualTo("red");
    assertThat(ask(page, "why.join()")).isEqualTo("other-sessiontrue");

    Visit.run(
        page,
        sibling("{distinct_id:'N',$device_id:'N',$user_state:'anonymous'}")
            + ";posthog.identify('W');posthog.capture('mine')");
    visit.settle();
    assertThat(visit
            .event("$identify")
            .path("properties")
            .path("$anon_distinct_id")
            .asText())
        .isEqualTo("N");
    assertThat(properties("mine").path("distinct_id").asText()).isEqualTo("W");
    assertThat(properties("mine").has("own")).isFalse();
    assertThat(ask(page, COOKIE + ".distinct_id")).isEqualTo("W");
  }

  @Test
  void firstPageFitsIntoTheCookieHoweverLongItsAddress() throws Exception {
    site.page("/long", Visit.page("{}", ""));
    HtmlPage page = visit.open("/long?q=" + "%C3%A4".repeat(300));

    assertThat(ask(page, "encodeURIComponent(" + COOKIE + ".$initial_person_info.u).length<=1000"))
        .isEqualTo("true");
    assertThat(ask(page, COOKIE + ".$initial_person_info.u")).contains("/long?q=%C3%A4");
  }
}
