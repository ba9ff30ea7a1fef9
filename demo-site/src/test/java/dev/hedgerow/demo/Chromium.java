package dev.hedgerow.demo;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The same person in the machine's own Chromium, without a window. */
final class Chromium implements Hand {

  private static final List<String> QUIET = List.of(
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP *.example.test 127.0.0.1");

  /** Inside the rounded corner of a button, above and left of what stands in it. */
  private static final int LEFT = 20;

  private static final int TOP = 7;

  private final Playwright playwright;
  private final Browser browser;
  private final BrowserContext context;
  private final Page page;

  Chromium() {
    this(List.of());
  }

  /** With more to the command line. */
  Chromium(List<String> options) {
    List<String> all = new ArrayList<>(QUIET);
    all.addAll(options);
    playwright = Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser = playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions()
            .setExecutablePath(Program.CHROMIUM.path())
            .setArgs(all));
    context = browser.newContext();
    page = context.newPage();
  }

  @Override
  public void open(String address) {
    page.navigate(address);
    page.waitForFunction("() => window.posthog.__loaded");
  }

  @Override
  public void click(String selector) {
    page.click(selector, new Page.ClickOptions().setForce(true));
  }

  @Override
  public void clickCorner(String selector) {
    page.click(selector, new Page.ClickOptions().setForce(true).setPosition(LEFT, TOP));
  }

  @Override
  public void type(String selector, String text) {
    page.click(selector);
    page.keyboard().type(text);
    page.locator(selector).blur();
  }

  @Override
  public void choose(String selector, String value) {
    page.click(selector);
    page.keyboard().press("Escape");
    page.selectOption(selector, value);
  }

  @Override
  public void tell(String script) {
    page.evaluate("() => { " + script + " }");
  }

  @Override
  public String run(String script) {
    return String.valueOf(page.evaluate(script));
  }

  /** The browser itself, for visitors of their own. */
  Browser browser() {
    return browser;
  }

  Page page() {
    return page;
  }

  @Override
  public void close() {
    context.close();
    browser.close();
    playwright.close();
  }
}
