package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A newcomer's first ten minutes, by hand in a real browser: the snippet is pasted, the first event comes, a button becomes an
 * action, and questions are asked.
 */
@Needs(Program.CHROMIUM)
final class NewcomerInChromiumTest {
  private static final String ORDINARY_BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

  @TempDir
  private Path data;

  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Page person(Chromium chromium) {
    BrowserContext context = chromium
        .browser()
        .newContext(new Browser.NewContextOptions().setUserAgent(ORDINARY_BROWSER));
    Page page = context.newPage();
    page.onPageError(complaints::add);
    return page;
  }

  private static String shop(String snippet) {
    return "<!doctype html><html><head><title>Shop</title>" + snippet + "</head><body><main id=main>"
        + "<button data-attr=buy>Buy now</button><a href=#more>Read more</a></main></body></html>";
  }

  @Test
  void aNewcomerPastesTheSnippetMakesAnActionAndAsks() throws IOException {
    try (Hedgerow hedgerow = Hedgerow.start(data);
        RecordingProxy site = RecordingProxy.alone();
        Chromium chromium =
            new Chromium(List.of("--disable-blink-features=AutomationControlled"))) {
      Page owner = person(chromium);
      owner.navigate(hedgerow.url().toString());
      owner.fill("#key", Hedgerow.KEY);
      owner.press("#key", "Enter");
      owner.waitForSelector("#welcome:not([hidden])");

      owner.click(".ways a[href='/settings']");
      owner.waitForSelector("#first-event[data-state=waiting]");
      owner.waitForFunction("() => document.getElementById('snippet').textContent.length > 20");
      site.servePage("/", shop(owner.locator("#snippet").textContent()));

      Page visitor = person(chromium);
      visitor.navigate(site.url() + "/");
      visitor.waitForFunction("() => window.posthog && window.posthog.__loaded");
      owner.waitForSelector("#first-event[data-state=there]");
      visitor.click("[data-attr=buy]");
      Page second = person(chromium);
      second.navigate(site.url() + "/");
      second.waitForFunction("() => window.posthog && window.posthog.__loaded");
      hedgerow.stored("$autocapture");

      makeAnAction(owner);
      lookAtTheVisitor(owner);
      askInSql(owner);

      assertThat(complaints).isEmpty();
    }
  }

  /** From the click on the live page to an action that counts it. */
  private static void makeAnAction(Page owner) {
    owner.click(".ways a[href='/']");
    Locator click = owner.locator("#feed li:has-text('Buy now') .row").first();
    click.click();
    owner.click("#details-actions button");
    owner.waitForSelector("dialog .preview-count:has-text('1 event of 1 person')");
    owner.locator("dialog .field input").first().fill("Bought");
    owner.click("dialog .button.strong");
    owner.waitForSelector(".toast:has-text('made')");
    owner.navigate(owner.url().replaceAll("/[^/]*$", "/events?tab=actions"));
    owner.waitForSelector("table.actions th:has-text('Bought')");
  }

  /** The visitor has no person yet, and the page says so and shows what they did. */
  private static void lookAtTheVisitor(Page owner) {
    owner.click(".ways a[href='/events']");
    owner.locator("table.events a.person").first().click();
    owner.waitForSelector(".note:has-text('There is no person')");
    owner.waitForSelector(".timeline .line");
  }

  private static void askInSql(Page owner) {
    owner.click(".ways a[href='/sql']");
    owner.fill(".sql-text", "SELECT event, count(*) AS n FROM events GROUP BY event ORDER BY n DESC");
    owner.press(".sql-text", "Control+Enter");
    owner.waitForSelector(".answer td:has-text('$pageview')");
    owner.click("button:has-text('Chart')");
    owner.waitForSelector(".chart-holder svg");
  }
}
