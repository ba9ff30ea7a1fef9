package dev.hedgerow.snippet;

import static dev.hedgerow.snippet.Kept.ask;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.htmlunit.WebWindow;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page could not send before it was left waits for the next visit, where something may be kept (contract, top). */
final class OutboxTest extends OnSite {
  private static final String OUTBOX = "ph_phc_test_outbox";
  private static final String OFFLINE =
      "Object.defineProperty(navigator,'onLine',{configurable:true,get:function(){return false}});";
  private static final String LEAVE = "window.dispatchEvent(new Event('pagehide'));";

  /** Nothing gets out of the page. */
  private static final String SILENCE =
      "window.fetch=function(){return Promise.reject(new Error('no'))};"
          + "navigator.sendBeacon=function(){return true};";

  private HtmlPage offline(String options, String script) throws Exception {
    site.page("/away", Visit.page(options, ""));
    HtmlPage page = visit.open("/away");
    Visit.run(page, SILENCE + OFFLINE + script);
    return page;
  }

  private static String outbox(HtmlPage page) {
    return ask(
        page,
        "Object.keys(localStorage).concat((function(s){var a=[];for(var i=0;i<s.length;i++)a.push(s.key(i));"
            + "return a})(localStorage)).filter(function(k){return k.indexOf('" + OUTBOX
            + "')===0}).length");
  }

  private List<String> uuids(String event) {
    return visit.events(event).stream().map(e -> e.path("uuid").asText()).toList();
  }

  @Test
  void eventsOfAnOfflinePageAreSentOnTheNextVisitWithTheirUuids() throws Exception {
    HtmlPage page = offline("{}", "window.uuid=posthog.capture('lost').uuid;" + LEAVE);
    String uuid = ask(page, "uuid");
    assertThat(uuids("lost")).isEmpty();

    HtmlPage next = visit.open("{}", "");
    visit.settle();
    assertThat(uuids("lost")).containsExactly(uuid);
    assertThat(outbox(next)).isEqualTo("0");

    visit.open("{}", "");
    assertThat(uuids("lost")).hasSize(1);
  }

  @Test
  void twoTabsThatAreLeftAtOnceLoseNothingAndSendNothingTwice() throws Exception {
    HtmlPage first = offline("{}", "posthog.capture('one');");
    WebWindow window = visit.browser().openWindow(URI.create(site.url("/away")).toURL(), "second");
    visit.settle();
    HtmlPage second = (HtmlPage) window.getEnclosedPage();
    Visit.run(second, SILENCE + OFFLINE + "posthog.capture('two');" + LEAVE + LEAVE);
    Visit.run(first, LEAVE);

    visit.browser().openWindow(URI.create(site.url("/away")).toURL(), "third");
    visit.browser().openWindow(URI.create(site.url("/away")).toURL(), "fourth");
    visit.settle();
    visit.settle();

    assertThat(uuids("one")).hasSize(1);
    assertThat(uuids("two")).hasSize(1);
  }

  @Test
  void pageThatComesBackOnlineSendsWhatTheOneBeforeLeft() throws Exception {
    offline("{}", "posthog.capture('lost');" + LEAVE);
    site.page("/back", "<script>" + OFFLINE + "</script>" + Visit.page("{}", ""));
    HtmlPage page = visit.open("/back");
    assertThat(uuids("lost")).isEmpty();

    Visit.run(
        page,
        "Object.defineProperty(navigator,'onLine',{configurable:true,get:function(){return true}});"
            + "window.dispatchEvent(new Event('online'))");
    visit.settle();
    assertThat(uuids("lost")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{persistence:'memory'}",
        "{disable_persistence:true}",
        "{cookieless_mode:'always'}",
        "{loaded:function(p){p.capture('early');p.opt_out_capturing()}}"
      })
  void nothingWaitsWhereNothingMayBeKept(String options) throws Exception {
    HtmlPage page = offline(options, "posthog.capture('lost');" + LEAVE);

    assertThat(outbox(page)).isEqualTo("0");
  }

  @Test
  void whoOptedOutSinceIsNotSentAndWhatIsOldNeither() throws Exception {
    offline("{}", "posthog.capture('lost');" + LEAVE);
    site.page("/out", Visit.page("{}", ""));
    Visit.run(
        (HtmlPage) visit.browser().getCurrentWindow().getEnclosedPage(),
        "localStorage.setItem('__ph_opt_in_out_phc_test','0')");
    HtmlPage out = visit.open("/out");
    assertThat(outbox(out)).isEqualTo("0");
    Visit.run(out, "localStorage.removeItem('__ph_opt_in_out_phc_test')");

    offline("{}", "posthog.capture('lost');" + LEAVE);
    site.page("/late", Kept.clockAhead("73*3600e3") + Visit.page("{}", ""));
    assertThat(outbox(visit.open("/late"))).isEqualTo("0");
    assertThat(uuids("lost")).isEmpty();
  }

  @Test
  void outboxIsBounded() throws Exception {
    HtmlPage page = offline(
        "{}",
        "for(var i=0;i<12;i++){posthog.capture('big',{text:'x'.repeat(60000)});posthog.capture('big',{text:'y'.repeat(60000)});"
            + LEAVE + "}");

    assertThat(Integer.parseInt(ask(
            page,
            "(function(s){var n=0;for(var i=0;i<s.length;i++)if(s.key(i).indexOf('" + OUTBOX
                + "')===0)n+=s.getItem(s.key(i)).length;return n})(localStorage)")))
        .isBetween(100_000, 1_100_000);
  }
}
