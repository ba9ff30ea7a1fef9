package dev.hedgerow.demo;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/** A visitor in Chromium, with storage of its own. */
final class ChromiumWalker implements Walker {

  private static final int MOMENT = 40;

  private final BrowserContext context;
  private final List<Page> tabs = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private int current;

  ChromiumWalker(Browser browser) {
    context = browser.newContext();
  }

  @Override
  public void tab(String address) {
    Page page = context.newPage();
    page.onPageError(errors::add);
    tabs.add(page);
    current = tabs.size() - 1;
    page.navigate(address);
  }

  @Override
  public void open(String address) {
    page().navigate(address);
  }

  @Override
  public void leave(String statements) {
    page().waitForNavigation(
        () -> page().evaluate("() => { " + statements + "; location.href = '/gone' }"));
  }

  @Override
  public void turnTo(int tab) {
    current = tab - 1;
    page().bringToFront();
  }

  @Override
  public String run(String body) {
    return String.valueOf(page().evaluate("() => { " + body + " }"));
  }

  @Override
  public void click(String selector) {
    page().click(selector, new Page.ClickOptions().setForce(true));
  }

  @Override
  public void select(String selector, String value) {
    page().selectOption(selector, value);
  }

  @Override
  public void type(String selector, String text) {
    page().fill(selector, text);
    page().locator(selector).blur();
  }

  @Override
  public void rest() {
    page().evaluate("() => new Promise(done => setTimeout(done, " + MOMENT + "))");
  }

  @Override
  public List<String> errors() {
    return errors;
  }

  private Page page() {
    return tabs.get(current);
  }

  @Override
  public void close() {
    context.close();
  }
}
