package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What only a real browser has: shadow trees, changes that are seen, selections, fingers and a clipboard. */
@Needs(Program.CHROMIUM)
final class ClicksInChromiumTest {

  /** Longer than a click of these pages waits for an answer, shorter than it takes until that is looked at. */
  private static final int ANSWER_MAX = 700;

  private static RecordingProxy proxy;
  private static Chromium chromium;

  @BeforeAll
  static void open() throws IOException {
    proxy = RecordingProxy.alone();
    proxy.serveScript("/static/array.js", OurSnippet.file("array.js"));
    OurSnippet.serveParts(proxy);
    proxy.servePage("/clicks", page());
    chromium = new Chromium();
  }

  @AfterAll
  static void close() {
    chromium.close();
    proxy.close();
  }

  private static String page() throws IOException {
    try (InputStream in = ClicksInChromiumTest.class.getResourceAsStream("clicks.html")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Opens the page with this option and waits for the part that it needs. */
  private static Page visit(String option, String part) {
    chromium.open(proxy.url() + "/clicks#" + option);
    Page page = chromium.page();
    page.reload();
    page.waitForFunction(
        "part => performance.getEntriesByType('resource')"
            + ".some(one => one.name.endsWith('/' + part + '.js') && one.responseEnd > 0)",
        part);
    page.waitForTimeout(50);
    return page;
  }

  /** What was captured under this name so far, as the page's script says it in short. */
  private static List<?> seen(String event) {
    return (List<?>) chromium.page().evaluate("event => seen(event)", event);
  }

  @Test
  void onlyClicksAndSwipesWithoutAnyAnswerAreDead() {
    Page page = visit("dead", "heat");

    page.click("#dead");
    page.click("#plain");
    page.click("#inert");
    page.click("#painting");
    page.click("#link");
    page.click(
        "#with-key",
        new Page.ClickOptions()
            .setModifiers(List.of(com.microsoft.playwright.options.KeyboardModifier.SHIFT)));
    for (String alive : List.of("#changing", "#shadow-changing", "#scrolling", "#ticked")) {
      page.waitForTimeout(ANSWER_MAX);
      page.click(alive);
    }
    page.waitForTimeout(ANSWER_MAX);
    select(page, "#read");
    page.waitForTimeout(ANSWER_MAX);
    page.evaluate(
        "() => { swipe('#still', 0, -80); swipe('#painting', 90, 0); swipe('#plain', 9, 0) }");
    page.waitForFunction("() => seen('$dead_swipe').length > 0");
    page.waitForFunction("() => seen('$$heatmap').join().includes('deadclick')");

    assertThat(seen("$dead_click").toArray()).containsExactly("dead", "plain", "inert");
    assertThat(seen("$dead_swipe").toArray()).containsExactly("still up 80");
    assertThat(seen("$$heatmap").toString().split("deadclick", -1)).hasSize(4);
  }

  private static void select(Page page, String selector) {
    Locator.BoundingBoxOptions quick = new Locator.BoundingBoxOptions();
    var box = page.locator(selector).boundingBox(quick);
    double middle = box.y + box.height / 2;
    page.mouse().move(box.x + 2, middle);
    page.mouse().down();
    page.mouse().move(box.x + 60, middle, new Mouse.MoveOptions().setSteps(3));
    page.mouse().up();
  }

  @Test
  void onlyWordsOfThePageAreCopied() {
    Page page = visit("copying", "copying");

    copy(page, "select('#read', '#read')");
    copy(page, "select('#read', '#plain')");
    for (String secret : List.of("#field", "#area", "#edit", "#barred", "#sensitive")) {
      copy(page, "select('" + secret + "', '" + secret + "')");
    }
    copy(page, "select('#read', '#barred')");
    copy(page, "select('body', 'body')");
    copy(page, "closed.querySelector('input').select()");
    copy(
        page,
        "closed.querySelector('input').focus(),"
            + "getSelection().selectAllChildren(closed.querySelector('div'))");
    page.click("#field");
    page.keyboard().press("Control+V");
    page.evaluate("() => posthog.capture('done', {}, {send_instantly: true})");
    Await.until(
        () -> proxy.requests().stream().anyMatch(request -> request.mentions("\"done\"")),
        () -> "the last event");

    assertThat(seen("$copy_autocapture").toArray())
        .containsExactly(
            "read copy Words to read",
            "read copy Words to read Plain words",
            "field paste undefined");
    assertThat(proxy.requests()).noneMatch(request -> request.mentions("SECRET"));
  }

  private static void copy(Page page, String selecting) {
    page.evaluate("() => { document.activeElement.blur(); " + selecting + " }");
    page.keyboard().press("Control+C");
  }

  @Test
  void clicksAreDescribedByTheInnermostElementThatThePageShows() {
    Page page = visit("targets", "options");

    page.click("#deep");
    page.click("#closed-host", new Page.ClickOptions().setPosition(12, 12));
    page.click("#slotted");
    page.click("#icon-path", new Page.ClickOptions().setForce(true));
    page.click("#shape", new Page.ClickOptions().setForce(true));
    page.click("#menu");
    page.evaluate("() => { document.body.style.pointerEvents = '' }");
    page.click("#disabled", new Page.ClickOptions().setForce(true));
    page.click("#swept");

    assertThat(seen("$autocapture").toArray())
        .containsExactly(
            "span#deep button inner-one outer-one#outer body",
            "closed-one#closed-host body",
            "b#slotted closed-one#closed-host2 body",
            "button#with-icon body",
            "a#with-shape body https://elsewhere.example/x",
            "i#menu button body",
            "button#swept p body");
  }
}
