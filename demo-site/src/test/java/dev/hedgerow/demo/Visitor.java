package dev.hedgerow.demo;

import java.io.IOException;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlOption;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;

/** Somebody with a browser (HtmlUnit), seeing the site for the first time. */
final class Visitor implements Hand {

  private static final long TICK_MILLIS = 50;

  private final WebClient browser = new WebClient(BrowserVersion.CHROME);

  Visitor() {
    browser.getOptions().setThrowExceptionOnScriptError(true);
    browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
  }

  @Override
  public void open(String address) {
    try {
      browser.getPage(address);
    } catch (IOException e) {
      throw new AssertionError("expected a page at " + address, e);
    }
    Await.until(
        () -> !run("String(!!posthog.__loaded)").equals("false"), () -> "the snippet to load");
  }

  @Override
  public void click(String selector) {
    try {
      element(selector).click();
    } catch (IOException e) {
      throw new AssertionError("expected to click " + selector, e);
    }
  }

  @Override
  public void clickCorner(String selector) {
    click(selector);
  }

  @Override
  public void type(String selector, String text) {
    click(selector);
    try {
      ((HtmlElement) element(selector)).type(text);
    } catch (IOException e) {
      throw new AssertionError("expected to type into " + selector, e);
    }
    page().setFocusedElement(null);
  }

  @Override
  public void choose(String selector, String value) {
    click(selector);
    HtmlOption option = ((HtmlSelect) element(selector)).getOptionByValue(value);
    ((HtmlSelect) element(selector)).setSelectedAttribute(option, true);
  }

  @Override
  public void tell(String script) {
    page().executeJavaScript(script);
  }

  @Override
  public String run(String script) {
    browser.waitForBackgroundJavaScript(TICK_MILLIS);
    return String.valueOf(page().executeJavaScript(script).getJavaScriptResult());
  }

  private DomElement element(String selector) {
    DomElement found = page().querySelector(selector);
    if (found == null) {
      throw new AssertionError("expected " + selector + " on " + page().getUrl());
    }
    return found;
  }

  HtmlPage page() {
    return (HtmlPage) browser.getCurrentWindow().getEnclosedPage();
  }

  @Override
  public void close() {
    browser.close();
  }
}
