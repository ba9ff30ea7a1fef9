package dev.hedgerow.snippet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;

/** A visitor's browser on a site with the script. */
final class Visit implements AutoCloseable {
  static final String TOKEN = "phc_test";

  /** The option that makes a batch wait as shortly as it may (contract C3). */
  static final String QUICK = "request_queue_config: {flush_interval_ms: 250}";

  private static final int TIMER = 500;
  private static final long QUIET = 20_000_000;
  private static final long SETTLING_MAX = 3_500_000_000L;
  private static final long PATIENCE = 10_000_000_000L;

  private final Site site;
  private final WebClient browser = new WebClient(BrowserVersion.CHROME);
  private final List<String> alerts = new ArrayList<>();

  Visit(Site site) {
    this.site = site;
    browser.getOptions().setThrowExceptionOnScriptError(true);
    browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
    browser.setAlertHandler((page, message) -> alerts.add(message));
  }

  /** Lets a page's own script fail without failing the test. */
  Visit ofCarelessPage() {
    browser.getOptions().setThrowExceptionOnScriptError(false);
    return this;
  }

  WebClient browser() {
    return browser;
  }

  /** A page that loads the script by a plain tag and initialises it with these options. */
  static String page(String options, String body) {
    return "<!DOCTYPE html><html><head><title>Test</title><script src='/static/array.js'></script><script>"
        + "posthog.init('" + TOKEN + "', Object.assign({api_host: location.origin, " + QUICK + "}, "
        + options
        + "));"
        + "</script></head><body>" + body + "</body></html>";
  }

  /** Opens a page with this body. */
  HtmlPage open(String options, String body) throws IOException {
    site.page("/page", page(options, body));
    return open("/page");
  }

  HtmlPage open(String path) throws IOException {
    HtmlPage page = browser.getPage(site.url(path));
    settle();
    return page;
  }

  /**
   * Waits for what runs by itself: timers up to the batch, the requests they make, and what those start, until the page is
   * quiet. A timer that is further away, such as the one of a retry, does not count.
   */
  void settle() {
    long begun = System.nanoTime();
    long last;
    long now;
    do {
      last = System.nanoTime();
      browser.waitForBackgroundJavaScriptStartingBefore(TIMER);
      now = System.nanoTime();
    } while (now - last > QUIET && now - begun < SETTLING_MAX);
  }

  /** Waits until that many requests were posted. */
  void awaitRequests(int count) {
    long end = System.nanoTime() + PATIENCE;
    while (site.requests().size() < count) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "expected " + count + " requests but found " + site.requests().size());
      }
      browser.waitForBackgroundJavaScript(50);
    }
  }

  /** Runs a script on the page and returns its value. */
  static Object run(HtmlPage page, String script) {
    return page.executeJavaScript(script).getJavaScriptResult();
  }

  /** Clicks an element and waits until its event was sent. */
  void click(HtmlPage page, String id) throws IOException {
    DomElement element = page.getElementById(id);
    element.click();
    settle();
  }

  /** All events sent so far, in order. */
  List<JsonNode> events() {
    return Sent.events(site.requests());
  }

  /** The names of all events sent so far, in order. */
  List<String> names() {
    return events().stream().map(event -> event.path("event").asText()).toList();
  }

  /** The only event of this name sent so far. */
  JsonNode event(String name) {
    List<JsonNode> found = events(name);
    if (found.size() != 1) {
      throw new AssertionError(
          "expected one " + name + " but found " + found.size() + " in " + names());
    }
    return found.get(0);
  }

  /** The events of this name sent so far, in order. */
  List<JsonNode> events(String name) {
    return events().stream()
        .filter(event -> event.path("event").asText().equals(name))
        .toList();
  }

  @Override
  public void close() {
    browser.close();
  }
}
