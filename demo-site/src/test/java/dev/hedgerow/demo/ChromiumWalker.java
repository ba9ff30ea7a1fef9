package dev.hedgerow.demo;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A visitor in Chromium. What it keeps is kept by project, so that many may share a context. */
final class ChromiumWalker implements Walker {

  private static final int MOMENT = 40;
  private static final int TOGETHER = 20;

  private final BrowserContext context;
  private final List<Page> tabs = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private int current;

  ChromiumWalker(BrowserContext context) {
    this.context = context;
  }

  /** Visitors of a browser, some of them in the same context, for that is quicker. */
  static Supplier<Walker> of(Browser browser) {
    List<BrowserContext> contexts = new ArrayList<>();
    AtomicInteger count = new AtomicInteger();
    return () -> {
      if (count.getAndIncrement() % TOGETHER == 0) {
        contexts.add(browser.newContext());
      }
      return new ChromiumWalker(contexts.get(contexts.size() - 1));
    };
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
    page().evaluate("() => { " + statements + "; location.href = '/gone' }");
    page().waitForURL("**/gone");
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
    tabs.forEach(Page::close);
  }
}
