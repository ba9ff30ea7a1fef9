package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One visitor on two subdomains, and tabs that are left at once, as only a real browser has them. */
@Needs(Program.CHROMIUM)
final class SubdomainsInChromiumTest {

  private static final String KEY = "ph_phc_test_posthog";

  /** What a browser with a window calls itself: others wait for the tables that tell machines apart. */
  private static final String USUAL = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"
      + " (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

  private static final String ID = "posthog.get_distinct_id()";

  private RecordingProxy proxy;
  private Chromium chromium;
  private BrowserContext visitor;

  @BeforeEach
  void open() throws IOException {
    proxy = RecordingProxy.alone();
    proxy.serveScript("/static/array.js", OurSnippet.file("array.js"));
    OurSnippet.serveParts(proxy);
    proxy.servePage("/dated", page("{defaults: '2026-08-29'}"));
    proxy.servePage("/off", page("{disable_persistence: true}"));
    chromium = new Chromium();
    visitor = chromium.browser().newContext(new Browser.NewContextOptions().setUserAgent(USUAL));
  }

  @AfterEach
  void close() {
    visitor.close();
    chromium.close();
    proxy.close();
  }

  private static String page(String options) {
    return "<!DOCTYPE html><script src='/static/array.js'></script><script>"
        + "posthog.init('phc_test', Object.assign({api_host: location.origin,"
        + " opt_out_useragent_filter: true}, " + options + "));"
        + "window.first = posthog.capture('first')</script>";
  }

  private void go(Page page, String host, String path) {
    page.navigate("http://" + host + ":" + proxy.url().getPort() + path);
    page.waitForFunction(
        "() => posthog.config.split_storage || posthog.config.disable_persistence");
    page.waitForFunction("() => posthog.get_distinct_id()");
  }

  private Page open(String host, String path) {
    Page page = visitor.newPage();
    go(page, host, path);
    return page;
  }

  private static String ask(Page page, String script) {
    return String.valueOf(page.evaluate("'' + (" + script + ")"));
  }

  @Test
  void lastSubdomainThatSaysWhoTheVisitorIsIsRight() {
    Page app = open("app.example.test", "/dated");
    Page www = open("www.example.test", "/dated");
    assertThat(ask(www, ID)).isEqualTo(ask(app, ID));

    ask(www, "posthog.identify('U')");
    String known = ask(
        app,
        "[(window.e = posthog.capture('known').properties).distinct_id,"
            + " e.$user_id, e.$session_id]");
    assertThat(known).isEqualTo("U,U," + ask(www, "posthog.get_session_id()"));

    go(app, "app.example.test", "/dated");
    assertThat(ask(app, "!!first")).as("the cookie agrees").isEqualTo("true");

    ask(www, "posthog.reset()");
    go(app, "app.example.test", "/dated");
    assertThat(ask(app, "!!first")).as("the cookie disagrees").isEqualTo("false");
    assertThat(ask(app, ID + " + posthog.get_property('$user_id')"))
        .isEqualTo(ask(www, ID) + "undefined");

    assertThat(visitor.cookies())
        .extracting(cookie -> cookie.name + " " + cookie.domain)
        .containsExactlyInAnyOrder(KEY + " .example.test", KEY + "_cpm .example.test");
    ask(www, "posthog.set_config({persistence: 'memory'})");
    assertThat(visitor.cookies()).isEmpty();
  }

  @Test
  void cookiesOfTheHostAndOfTheSiteAreBothRemoved() {
    Page page = open("app.example.test", "/dated");
    ask(page, "document.cookie = '" + KEY + "=' + encodeURIComponent('{}') + '; path=/'");
    assertThat(visitor.cookies()).hasSize(3);

    go(page, "app.example.test", "/off");

    assertThat(visitor.cookies()).isEmpty();
    assertThat(ask(page, "Object.keys(localStorage)")).isEmpty();
  }

  /** An emulated browser may let beacons through where it says to be offline; those are the server's to recognise. */
  @Test
  void tabsLeftAtOnceOfflineSendEachEventOnceOnTheNextVisit() {
    proxy.servePage("/plain", page("{loaded: p => { p.config.split_storage = true }}"));
    Page one = open("127.0.0.1", "/plain");
    Page two = open("127.0.0.1", "/plain");
    visitor.setOffline(true);
    ask(one, "posthog.capture('lost one')");
    ask(two, "posthog.capture('lost two')");
    one.navigate("about:blank");
    two.navigate("about:blank");
    visitor.setOffline(false);
    int byBeacon = times("lost one");

    go(one, "127.0.0.1", "/plain");
    go(two, "127.0.0.1", "/plain");
    one.waitForFunction("() => !Object.keys(localStorage).some(key => key.includes('_outbox'))");
    Await.until(
        () -> times("lost one") > byBeacon && times("lost two") > byBeacon,
        () -> "the outbox was not sent");

    assertThat(times("lost one")).isEqualTo(byBeacon + 1);
    assertThat(times("lost two")).isEqualTo(byBeacon + 1);
  }

  private int times(String event) {
    StringBuilder all = new StringBuilder();
    proxy.requests().forEach(request -> all.append(request.body()));
    return all.toString().split("\"" + event + "\"", -1).length - 1;
  }
}
