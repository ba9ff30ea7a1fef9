package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Questions put together by hand in a real browser: what is chosen is what is asked, what the address says, and what the numbers
 * on the page are of.
 *
 * <p>Ann, Bob and Cid bought, Dan only looked; Bob complained after he had looked, Cid before.
 */
@Needs(Program.CHROMIUM)
final class EditingInChromiumTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Each visitor's browser, system, plan, and what they did, a second apart. */
  private static final Map<String, List<String>> VISITORS = Map.of(
      "ann", List.of("Chrome", "Linux", "pro", "$pageview", "viewed", "bought"),
      "bob", List.of("Chrome", "Mac OS X", "pro", "$pageview", "viewed", "complained", "bought"),
      "cid", List.of("Safari", "Mac OS X", "free", "$pageview", "complained", "viewed", "bought"),
      "dan", List.of("Firefox", "Windows", "free", "$pageview", "viewed"));

  private static final int DETAILS = 3;

  private static final String VIEWS =
      "{'kind':'TrendsQuery','series':[{'kind':'EventsNode','event':'$pageview'}],"
          + "'dateRange':{'date_from':'-7d'},'trendsFilter':{'display':'BoldNumber'}}";
  private static final String PURCHASE =
      "{'kind':'FunnelsQuery','series':[{'kind':'EventsNode','event':'$pageview'},"
          + "{'kind':'EventsNode','event':'viewed'},{'kind':'EventsNode','event':'bought'}],"
          + "'dateRange':{'date_from':'-7d'}}";

  @TempDir
  private static Path data;

  private static Hedgerow hedgerow;
  private static Chromium chromium;
  private static Page page;

  @BeforeAll
  static void everybodyComes() throws Exception {
    hedgerow = Hedgerow.start(data);
    for (int moment = 0; moment < 4; moment++) {
      for (Map.Entry<String, List<String>> visitor : VISITORS.entrySet()) {
        List<String> all = visitor.getValue();
        if (DETAILS + moment < all.size()) {
          happens(visitor.getKey(), all, all.get(DETAILS + moment));
        }
      }
      hedgerow.advance(Duration.ofSeconds(1));
    }
    hedgerow.advance(Duration.ofSeconds(61));
    chromium = new Chromium();
    page = chromium.page();
    page.navigate(hedgerow.url().toString());
    page.fill("#key", Hedgerow.KEY);
    page.press("#key", "Enter");
    page.waitForSelector(".side");
  }

  @AfterAll
  static void everybodyGoes() {
    chromium.close();
    hedgerow.close();
  }

  private static void happens(String name, List<String> visitor, String event) throws Exception {
    send(
        "/e/",
        Map.of(
            "token",
            Hedgerow.TOKEN,
            "event",
            event,
            "distinct_id",
            name + "@shop.example",
            "properties",
            Map.of(
                "$browser",
                visitor.get(0),
                "$os",
                visitor.get(1),
                "$set",
                Map.of("plan", visitor.get(2)))));
  }

  private static void send(String path, Object body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(hedgerow.url().resolve(path))
        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
        .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** Opens a new insight with a question in the address. */
  private static void open(String query) {
    page.navigate("about:blank");
    page.navigate(hedgerow.url() + "/insights/new#q="
        + URI.create("x:" + query.replace("'", "%22").replace("{", "%7B").replace("}", "%7D"))
            .getRawSchemeSpecificPart());
    page.waitForSelector(".counted");
  }

  /** Does something by hand and returns the question that is asked then, which has to be the one in the address. */
  private static JsonNode asked(Runnable work) {
    Request request = page.waitForRequest(
        one -> one.method().equals("POST")
            && one.url().endsWith("/query/")
            && !one.postData().contains("HogQLQuery"), // such as which types of groups there are
        work);
    try {
      JsonNode query = JSON.readTree(request.postData()).path("query");
      JsonNode named = JSON.readTree(
          String.valueOf(page.evaluate("decodeURIComponent(location.hash.slice(3))")));
      assertThat(named).isEqualTo(query);
      return query;
    } catch (IOException e) {
      throw new AssertionError("expected a question but found " + request.postData(), e);
    }
  }

  private static JsonNode of(String json) {
    try {
      return JSON.readTree(json.replace('\'', '"'));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Picks by name from the list that a button opens. */
  private static void pick(Locator button, String name) {
    button.click();
    page.keyboard().type(name);
    page.locator(".pick-pop:popover-open .pick-option")
        .filter(new Locator.FilterOptions().setHasText(name))
        .first()
        .click();
  }

  private static Locator add(Locator box) {
    return box.locator("> .filter-adds .pick[aria-label='Filters: Add a filter']");
  }

  private static Locator value(Locator box, int row) {
    return box.locator("> .filter-rows > .filter-row input[aria-label=Value]").nth(row);
  }

  private static void shows(String number) {
    page.waitForSelector(".answer:not([aria-busy]) .big:text-is('" + number + "')");
  }

  @Test
  void groupsOfFiltersAreAskedAsTheyStandOnThePageAndInTheAddress() {
    open(VIEWS);
    shows("4");
    Locator all = page.locator(".part:has(> h2:text-is('Filters')) > .filters-box");
    pick(add(all), "Browser");
    JsonNode one = asked(() -> value(all, 0).fill("Chrome"));
    assertThat(one.path("properties"))
        .isEqualTo(of("[{'type':'event','key':'$browser','operator':'exact','value':'Chrome'}]"));
    shows("2");

    all.locator("> .filter-adds button:text-is('Add a group')").click();
    Locator group = all.locator(".filter-group > .filters-box");
    pick(add(group), "Operating system");
    asked(() -> value(group, 0).fill("Linux"));
    shows("1");
    pick(add(group), "Operating system");
    JsonNode nested = asked(() -> value(group, 1).fill("Windows"));
    assertThat(nested.path("properties"))
        .isEqualTo(of("{'type':'AND','values':["
            + "{'type':'event','key':'$browser','operator':'exact','value':'Chrome'},"
            + "{'type':'OR','values':["
            + "{'type':'event','key':'$os','operator':'exact','value':'Linux'},"
            + "{'type':'event','key':'$os','operator':'exact','value':'Windows'}]}]}"));
    shows("1");

    JsonNode either = asked(() ->
        all.locator("> .filter-rows > .segments button:text-is('Any of these')").click());
    assertThat(either.path("properties").path("type").asText()).isEqualTo("OR");
    shows("3");
    asked(() -> group.locator("button:text-is('All of these')").click());
    shows("2");
    asked(() -> all.locator("> .filter-rows > .filter-row button[aria-label^='Remove the filter']")
        .click());
    shows("0");
    page.goBack();
    shows("2");
    page.reload();
    shows("2");
    assertThat(page.locator(".filter-group .filter-row").count()).isEqualTo(2);
    JsonNode gone = asked(
        () -> page.locator(".filter-group > [aria-label^='Remove the group']").click());
    assertThat(gone.path("properties").size()).isEqualTo(1);
    shows("2");
  }

  @Test
  void whoDoesSomethingBetweenTwoStepsIsLeftOutOfTheFunnel() {
    open(PURCHASE);
    page.waitForSelector(".funnel-sum:has-text('75%')");
    JsonNode anywhere = asked(
        () -> pick(page.locator("[aria-label='Exclusion: Leave out who does…']"), "complained"));
    JsonNode exclusion = anywhere.path("funnelsFilter").path("exclusions").path(0);
    assertThat(exclusion.path("event").asText()).isEqualTo("complained");
    assertThat(exclusion.path("funnelFromStep").asInt()).isZero();
    assertThat(exclusion.path("funnelToStep").asInt()).isEqualTo(2);
    page.waitForSelector(".funnel-sum:has-text('50% of 2')"); // neither Bob nor Cid

    JsonNode late = asked(() -> page.selectOption("[aria-label='After step, exclusion 1']", "1"));
    assertThat(late.path("funnelsFilter")
            .path("exclusions")
            .path(0)
            .path("funnelFromStep")
            .asInt())
        .isEqualTo(1);
    page.waitForSelector(".funnel-sum:has-text('of 3')"); // Cid complained before
    page.locator("button.funnel-lost").last().click();
    page.waitForSelector("dialog .people-row:has-text('dan@shop.example')");
    assertThat(page.locator("dialog .people-row").count()).isEqualTo(1);
    page.keyboard().press("Escape");

    JsonNode none = asked(() -> page.click("[aria-label='Remove the exclusion of complained']"));
    assertThat(none.path("funnelsFilter").path("exclusions").size()).isZero();
    page.waitForSelector(".funnel-sum:has-text('75%')");
  }

  @Test
  void aTableShowsTheNumbersAndWhoTheyAre() {
    open(VIEWS);
    JsonNode table = asked(() -> page.selectOption("[aria-label='Shown as']", "ActionsTable"));
    assertThat(table.path("trendsFilter").path("display").asText()).isEqualTo("ActionsTable");
    page.waitForSelector(".answer td:has-text('4')");
    asked(() -> pick(page.locator("[aria-label='Breakdown: Add a breakdown']"), "Browser"));
    page.waitForSelector(".answer tr:has(th:text-is('Chrome')) td:has-text('2')");
    page.click(".answer .sort:text-is('Series')");
    assertThat(page.locator(".answer tbody th").allTextContents())
        .containsExactly("Chrome", "Firefox", "Safari");
    page.click(".answer .sort:text-is('Series')");
    assertThat(page.locator(".answer tbody th").allTextContents())
        .containsExactly("Safari", "Firefox", "Chrome");
    page.click(".answer tr:has(th:text-is('Safari')) button");
    page.waitForSelector("dialog .people-row:has-text('cid@shop.example')");
    page.keyboard().press("Escape");
  }

  @Test
  void whoIsBehindANumberBecomesACohortThatStandsBesideEverybody() {
    open(VIEWS.replace("$pageview", "bought"));
    page.click("button.big:text-is('3')");
    page.click("dialog button:has-text('Make a cohort')");
    page.keyboard().type("Buyers");
    page.keyboard().press("Enter");
    page.waitForSelector(".toast:has-text('The cohort is made')");
    Await.until(
        () -> hedgerow.answers().number("SELECT count(*) FROM cohort_people") == 3,
        () -> "three buyers"); // they are found beside the questions

    open(VIEWS.replace("BoldNumber", "ActionsTable"));
    asked(() -> pick(page.locator("[aria-label='Breakdown: Add a breakdown']"), "Buyers"));
    JsonNode both = asked(
            () -> pick(page.locator("[aria-label='Breakdown: Add a cohort']"), "Everybody"))
        .path("breakdownFilter");
    assertThat(both.path("breakdown_type").asText()).isEqualTo("cohort");
    assertThat(both.path("breakdown").path(0).isInt()).isTrue();
    assertThat(both.path("breakdown").path(1).asText()).isEqualTo("all");
    page.waitForSelector(".answer tr:has(th:text-is('Buyers')) td:has-text('3')");
    page.waitForSelector(".answer tr:has(th:text-is('Everybody')) td:has-text('4')");
  }

  @Test
  void whatIsRefusedNamesItsFieldAndGoesOnOnceItIsMended() {
    open(VIEWS);
    asked(() -> {
      page.fill("[aria-label='Formula over the series']", "A +");
      page.keyboard().press("Enter");
    });
    page.waitForSelector(".trouble[role=alert]:has-text('formula')");
    asked(() -> {
      page.fill("[aria-label='Formula over the series']", "A * 2");
      page.keyboard().press("Enter");
    });
    shows("8");
  }

  @Test
  void aFunnelIsMadeAndSavedWithKeysAlone() {
    page.navigate(hedgerow.url() + "/insights");
    page.waitForSelector(".kind-card");
    walkTo("Tab", ".kind-card:has-text('Funnel')");
    page.keyboard().press("Enter");
    page.waitForSelector(".funnel-sum");
    walkTo("Tab", "[aria-label^='Step 2:']");
    asked(() -> {
      page.keyboard().press("Enter");
      page.keyboard().type("bought");
      page.waitForSelector(".pick-option[aria-selected=true]:has-text('bought')");
      page.keyboard().press("Enter");
    });
    page.waitForSelector(".funnel-sum:has-text('75%')");
    walkTo("Tab", "button.funnel-lost");
    page.keyboard().press("Enter");
    page.waitForSelector("dialog .people-row:has-text('dan@shop.example')");
    page.keyboard().press("Escape");
    assertThat(focused("button.funnel-lost")).isTrue();
    walkTo("Shift+Tab", ".title-input");
    page.keyboard().type("By keys");
    walkTo("Tab", ".insight-head .button.strong");
    page.keyboard().press("Enter");
    page.waitForURL(url -> !url.contains("/new"));
    page.navigate(hedgerow.url() + "/insights");
    page.waitForSelector("a:text-is('By keys')");
  }

  private static boolean focused(String selector) {
    return page.locator(selector + ":focus").count() > 0;
  }

  /** Goes from focus to focus, as often as a person would bear. */
  private static void walkTo(String key, String selector) {
    for (int presses = 0; presses < 80; presses++) {
      if (focused(selector)) {
        return;
      }
      page.keyboard().press(key);
    }
    throw new AssertionError("expected " + key + " to come to " + selector + " but it is at "
        + page.evaluate("document.activeElement.outerHTML.slice(0, 200)"));
  }
}
