package dev.hedgerow.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.htmlunit.BrowserVersion;
import org.htmlunit.ScriptException;
import org.htmlunit.WebClient;
import org.htmlunit.WebWindow;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.htmlunit.html.HtmlTextArea;
import org.htmlunit.javascript.DefaultJavaScriptErrorListener;
import org.htmlunit.javascript.JavaScriptEngine;

/** A visitor in HtmlUnit. */
final class HtmlUnitWalker implements Walker {

  private static final int MOMENT = 30;

  /** Where a click into the middle of an element lands, for there is no layout here to say so. */
  private static final Map<String, String> MIDDLE =
      Map.of("#buy", "#buy > span", "#away", "#inner");

  private final WebClient client = new WebClient(BrowserVersion.CHROME);
  private final List<WebWindow> tabs = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private int current;

  HtmlUnitWalker() {
    client.getOptions().setThrowExceptionOnScriptError(false);
    client.getOptions().setThrowExceptionOnFailingStatusCode(false);
    client.setJavaScriptErrorListener(new DefaultJavaScriptErrorListener() {
      @Override
      public void scriptException(HtmlPage page, ScriptException exception) {
        errors.add(String.valueOf(exception.getMessage()));
      }
    });
  }

  @Override
  public void tab(String address) {
    tabs.add(
        tabs.isEmpty() ? client.getCurrentWindow() : client.openWindow(null, "tab" + tabs.size()));
    current = tabs.size() - 1;
    open(address);
  }

  @Override
  public void open(String address) {
    try {
      client.getPage(tabs.get(current), new org.htmlunit.WebRequest(new java.net.URL(address)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void leave(String statements) {
    run(statements + "; location.href = '/gone'");
    while (!run("return location.pathname").equals("/gone")) {
      rest();
    }
  }

  @Override
  public void turnTo(int tab) {
    current = tab - 1;
    client.setCurrentWindow(tabs.get(current));
  }

  @Override
  public String run(String body) {
    Object result =
        page().executeJavaScript("(function () { " + body + " })()").getJavaScriptResult();
    return JavaScriptEngine.isUndefined(result) ? "null" : String.valueOf(result);
  }

  @Override
  public void click(String selector) {
    try {
      element(MIDDLE.getOrDefault(selector, selector)).click();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void select(String selector, String value) {
    ((HtmlSelect) element(selector)).setSelectedAttribute(value, true);
  }

  @Override
  public void type(String selector, String text) {
    DomElement element = element(selector);
    element.focus();
    if (element instanceof HtmlInput input) {
      input.setValue(text);
    } else if (element instanceof HtmlTextArea area) {
      area.setText(text);
    }
    element.blur();
  }

  @Override
  public void rest() {
    client.waitForBackgroundJavaScriptStartingBefore(MOMENT);
  }

  @Override
  public List<String> errors() {
    return errors;
  }

  private HtmlPage page() {
    return (HtmlPage) tabs.get(current).getEnclosedPage();
  }

  private DomElement element(String selector) {
    return page().querySelector(selector);
  }

  @Override
  public void close() {
    client.close();
  }
}
