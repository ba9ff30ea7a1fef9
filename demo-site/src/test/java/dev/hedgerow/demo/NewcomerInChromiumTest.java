package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A newcomer's first ten minutes, by hand in a real browser: the snippet is pasted, the first event comes, a button becomes an
 * action, and questions are asked. The same places are looked at again as wide as a desk and as narrow as a phone, in light and
 * dark, and kept as pictures.
 */
@Needs(Program.CHROMIUM)
final class NewcomerInChromiumTest {
  private static final String ORDINARY_BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

  @TempDir
  private Path data;

  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /** Where the journey went, for who looks there again. */
  private String visitorPage = "";

  private String funnelPage = "";
  private String dashboardPage = "";
  private String look = "1440-light";

  private Page person(Chromium chromium) {
    BrowserContext context = chromium
        .browser()
        .newContext(new Browser.NewContextOptions()
            .setUserAgent(ORDINARY_BROWSER)
            .setReducedMotion(ReducedMotion.REDUCE) // so that pictures show nothing half faded in
            .setViewportSize(1440, 900));
    Page page = context.newPage();
    page.onPageError(complaints::add);
    return page;
  }

  /** Waits until that is to be seen, or says what is there instead. */
  private static void see(Page page, String selector) {
    try {
      page.waitForSelector(selector);
    } catch (PlaywrightException e) {
      throw new AssertionError(
          "expected " + selector + " at " + page.url() + " but found " + page.innerText("body"), e);
    }
  }

  /** Keeps what is to be seen, for who wants to look at the way. */
  private void picture(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions()
        .setPath(Path.of("target", "newcomer", name + "-" + look + ".png")));
  }

  private static String shop(String snippet) {
    return "<!doctype html><html><head><title>Shop</title>" + snippet
        + "</head><body><main id=main>"
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
      see(owner, "#welcome:not([hidden])");

      owner.click(".ways a[href='/settings']");
      see(owner, "#first-event[data-state=waiting]");
      owner.waitForFunction("() => document.getElementById('snippet').textContent.length > 20");
      site.servePage("/", shop(owner.locator("#snippet").textContent()));

      Page visitor = person(chromium);
      visitor.navigate(site.url() + "/");
      visitor.waitForFunction("() => window.posthog && window.posthog.__loaded");
      see(owner, "#first-event[data-state=there]");
      picture(owner, "1-first-event");
      hedgerow.stored("$pageview");
      hedgerow.advance(Duration.ofMinutes(1)); // the server's clock does not move by itself
      visitor.click("[data-attr=buy]");
      Page second = person(chromium);
      second.navigate(site.url() + "/");
      second.waitForFunction("() => window.posthog && window.posthog.__loaded");
      hedgerow.stored("$autocapture");

      makeAnAction(owner);
      lookAtTheVisitor(owner);
      seeWhoDroppedOff(owner);
      Page stranger = person(chromium);
      String link = share(owner);
      stranger.navigate(link);
      see(stranger, ".funnel-sum:has-text('50%')");
      picture(stranger, "6-shared");
      assertThat(stranger.locator("a[href^='/persons'], button.funnel-lost").count())
          .isZero();
      askInSql(owner);
      lookAgain(hedgerow, owner, stranger, link);

      assertThat(complaints).isEmpty();
    }
  }

  /** From the click on the live page to an action that counts it. */
  private void makeAnAction(Page owner) {
    owner.click(".ways a[href='/']");
    Locator click = owner.locator("#feed li:has-text('Buy now') .row").first();
    click.click();
    owner.click("#details-actions button");
    see(owner, "dialog .preview-count:has-text('1 event of 1 person')");
    owner.locator("dialog .field input").first().fill("Bought");
    picture(owner, "2-action");
    owner.click("dialog .button.strong");
    see(owner, ".toast:has-text('made')");
    owner.navigate(owner.url().replaceAll("/[^/]*$", "/events?tab=actions"));
    see(owner, "table.actions th:has-text('Bought')");
  }

  /** The visitor has no person yet, and the page says so and shows what they did. */
  private void lookAtTheVisitor(Page owner) {
    owner.click(".ways a[href='/events']");
    owner.locator("table.events a.person").first().click();
    see(owner, ".note:has-text('There is no person')");
    see(owner, ".timeline .line");
    picture(owner, "3-visitor");
    visitorPage = owner.url();
  }

  /** A funnel from the page to the action, and who did not get there; it is saved and put on a dashboard. */
  private void seeWhoDroppedOff(Page owner) {
    owner.click(".ways a[href='/insights']");
    owner.click(".kind-card:has-text('Funnel')");
    owner.click("button[aria-label^='Step 2:']");
    owner.keyboard().type("Bought");
    owner.click(".pick-option:has-text('Bought')");
    see(owner, ".funnel-sum:has-text('50%')");
    owner.locator("button.funnel-lost").last().click();
    see(owner, "dialog .people-row");
    picture(owner, "4-who-dropped-off");
    assertThat(owner.locator("dialog .people-row").count()).isEqualTo(1);
    owner.keyboard().press("Escape");

    owner.fill(".title-input", "From page to purchase");
    owner.click(".insight-head .button.strong");
    see(owner, ".toast:has-text('Saved')");
    funnelPage = owner.url();
    owner.click("button:has-text('Add to dashboard')");
    owner.fill("[aria-label='Name of a new dashboard']", "Shop");
    owner.press("[aria-label='Name of a new dashboard']", "Enter");
    owner.waitForURL("**/dashboards/**");
    see(owner, ".funnel-sum");
    picture(owner, "5-dashboard");
    dashboardPage = owner.url();
  }

  /** Returns the link that shows the dashboard to whoever has it. */
  private static String share(Page owner) {
    owner.click("button:has-text('Share')");
    owner.click("dialog [role=switch]");
    see(owner, "dialog [aria-label=Link]");
    String link = owner.inputValue("dialog [aria-label=Link]");
    owner.keyboard().press("Escape");
    return link;
  }

  private void askInSql(Page owner) {
    owner.click(".ways a[href='/sql']");
    owner.fill(
        ".sql-text", "SELECT event, count(*) AS n FROM events GROUP BY event ORDER BY n DESC");
    owner.press(".sql-text", "Control+Enter");
    see(owner, ".answer td:has-text('$pageview')");
    owner.click("button:has-text('Chart')");
    see(owner, ".chart-holder svg");
    picture(owner, "7-sql");
  }

  /** The same seven places in the other looks, all of which have to hold what they are for. */
  private void lookAgain(Hedgerow hedgerow, Page owner, Page stranger, String link) {
    String sql = owner.url();
    for (String other : List.of("1440-dark", "390-light", "390-dark")) {
      look = other;
      ColorScheme scheme = other.endsWith("dark") ? ColorScheme.DARK : ColorScheme.LIGHT;
      for (Page page : List.of(owner, stranger)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        boolean phone = other.startsWith("390");
        page.setViewportSize(phone ? 390 : 1440, phone ? 844 : 900);
      }
      owner.navigate(hedgerow.url() + "/settings");
      see(owner, "#first-event[data-state=there]");
      picture(owner, "1-first-event");
      owner.navigate(hedgerow.url().toString());
      owner.locator("#feed li:has-text('Buy now') .row").first().click();
      owner.click("#details-actions button");
      see(owner, "dialog .preview-count:has-text('1 event of 1 person')");
      picture(owner, "2-action");
      owner.navigate(visitorPage);
      see(owner, ".timeline .line");
      picture(owner, "3-visitor");
      owner.navigate(funnelPage);
      owner.locator("button.funnel-lost").last().click();
      see(owner, "dialog .people-row");
      picture(owner, "4-who-dropped-off");
      owner.navigate(dashboardPage);
      see(owner, ".funnel-sum:has-text('50%')");
      picture(owner, "5-dashboard");
      stranger.navigate(link);
      see(stranger, ".funnel-sum:has-text('50%')");
      picture(stranger, "6-shared");
      owner.navigate(sql);
      see(owner, ".chart-holder svg");
      picture(owner, "7-sql");
    }
  }
}
