package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/** What may stop or change an event, page views, and hostile pages (contract C5, C6, C11). */
final class CaptureTest extends OnSite {
  /** Makes the page's clock and timers run twenty times as fast, so that retries come soon. */
  private static final String FAST = """
      <script>(function(){var now=Date.now,begun=now(),later=setTimeout;
        Date.now=function(){return begun+(now()-begun)*20};
        window.setTimeout=function(task,millis){return later(task,millis/20)}})()</script>
      """;

  private HtmlPage runBesideAButton(String options, String script) throws Exception {
    HtmlPage page = visit.open(options, "<button id='b' type='button'>b</button>");
    run(page, script);
    return page;
  }

  @Test
  void optingOutStopsEverythingAndOptingInStartsAgain() throws Exception {
    HtmlPage page = runBesideAButton("{}", "posthog.opt_out_capturing();posthog.capture('no')");
    visit.click(page, "b");
    assertThat(Visit.run(
            page, "posthog.has_opted_out_capturing()+' '+posthog.get_explicit_consent_status()"))
        .isEqualTo("true denied");

    Visit.run(page, "posthog.opt_in_capturing();posthog.opt_in_capturing();posthog.capture('yes')");
    visit.settle();

    assertThat(visit.names()).containsExactly("$pageview", "$opt_in", "yes");
  }

  @Test
  void choiceHoldsOnTheNextPage() throws Exception {
    runBesideAButton("{}", "posthog.opt_out_capturing()");
    runBesideAButton("{}", "posthog.capture('no')");

    assertThat(visit.names()).containsExactly("$pageview");
  }

  @Test
  void optedOutByDefaultCountsNobodyWhoWasNotAsked() throws Exception {
    runBesideAButton("{opt_out_capturing_by_default:true}", "posthog.capture('no')");

    assertThat(visit.names()).isEmpty();
  }

  @Test
  void beforeSendMayChangeAndDropAndItsThrowDrops() throws Exception {
    runBesideAButton(
        "{before_send:[function(e){if(e.event==='drop')return null;if(e.event==='throw')throw 1;return e},"
            + "function(e){e.properties.added=e.timestamp instanceof Date;return e}]}",
        "posthog.capture('drop');posthog.capture('throw');posthog.capture('keep')");

    assertThat(visit.names()).containsExactly("$pageview", "keep");
    assertThat(visit.event("keep").path("properties").path("added").asBoolean()).isTrue();
  }

  @Test
  void machinesAreNotCountedUnlessThePageSaysSo() throws Exception {
    site.page(
        "/bot",
        "<html><head><script src='/static/array.js'></script><script>"
            + "posthog.init('phc_test',{api_host:location.origin," + Visit.QUICK
            + ",custom_blocked_useragents:['Chrome/']})</script></head></html>");
    visit.open("/bot");
    assertThat(visit.names()).isEmpty();

    runBesideAButton("{custom_blocked_useragents:['Chrome/'],opt_out_useragent_filter:true}", "");
    assertThat(visit.event("$pageview").path("properties").path("$browser_type").asText())
        .isEqualTo("bot");
  }

  @Test
  void pageThatThrowsEverywhereStillSends() throws Exception {
    runBesideAButton(
        "{loaded:function(){throw 1},get_device_id:function(){throw 2},on_request_error:function(){throw 3}}",
        "posthog.on('eventCaptured',function(){throw 4});posthog.onSessionId(function(){throw 5});"
            + "var o={fine:1,circle:{}};o.circle.back=o;Object.defineProperty(o,'bad',{enumerable:true,get:function(){throw 6}});"
            + "posthog.capture('x',o);posthog.capture(5);posthog.capture();posthog.capture(null,null,null)");

    assertThat(visit.names()).containsExactly("$pageview", "x");
    assertThat(visit.event("x").path("properties").path("fine").asInt()).isEqualTo(1);
  }

  @Test
  void floodIsStoppedInTheBrowser() throws Exception {
    runBesideAButton(
        "{rate_limiting:{events_per_second:0.1,events_burst_limit:20}}",
        "for(var i=0;i<50;i++)posthog.capture('flood')");

    assertThat(visit.events("flood")).hasSizeBetween(15, 25);
    assertThat(visit.events("$$client_ingestion_warning")).hasSize(1);
  }

  @Test
  void callersWordCountsAgainstTheEnvironmentButNotAgainstTheToken() throws Exception {
    runBesideAButton(
        "{}",
        "posthog.capture('x',{$lib:'mine',token:'theirs',$current_url:5,long:'y'.repeat(70000)})");

    JsonNode properties = visit.event("x").path("properties");
    assertThat(properties.path("$lib").asText()).isEqualTo("mine");
    assertThat(properties.path("token").asText()).isEqualTo(Visit.TOKEN);
    assertThat(properties.path("$current_url").asText()).endsWith("/page");
    assertThat(properties.path("long").asText()).hasSize(65535);
  }

  @Test
  void historyChangeCountsNewPathsOnly() throws Exception {
    runBesideAButton(
        "{capture_pageview:'history_change'}",
        "history.pushState({},'','/next');document.title='Next'");
    HtmlPage page = (HtmlPage) visit.browser().getCurrentWindow().getEnclosedPage();
    Visit.run(page, "history.pushState({},'','/next?q=1')");
    visit.settle();

    assertThat(visit.names()).containsExactly("$pageview", "$pageview");
    JsonNode second = visit.events("$pageview").get(1);
    assertThat(second.path("properties").path("navigation_type").asText()).isEqualTo("pushState");
    assertThat(second.path("properties").path("title").asText()).isEqualTo("Next");
    assertThat(second.path("properties").path("$pageview_id")).isEqualTo(second.path("uuid"));
    assertThat(second.path("properties").path("$prev_pageview_id"))
        .isEqualTo(visit.events("$pageview").get(0).path("uuid"));
  }

  @Test
  void serverInTroubleIsAskedAgainAndARefusalIsNot() throws Exception {
    site.answerWith(503);
    site.page("/fast", FAST + Visit.page("{}", ""));
    HtmlPage page = visit.browser().getPage(site.url("/fast"));
    visit.awaitRequests(2);
    site.answerWith(400);
    assertThat(visit.browser().waitForBackgroundJavaScript(20_000)).isZero();
    int tries = site.requests().size();
    Visit.run(page, "posthog.capture('refused')");
    assertThat(visit.browser().waitForBackgroundJavaScript(20_000)).isZero();

    assertThat(site.requests().get(0).path()).isEqualTo("/e/");
    assertThat(site.requests().get(1).path()).isEqualTo("/e/?retry_count=1");
    assertThat(visit.events("refused")).hasSize(1);
    assertThat(site.requests()).hasSize(tries + 1);
  }
}
