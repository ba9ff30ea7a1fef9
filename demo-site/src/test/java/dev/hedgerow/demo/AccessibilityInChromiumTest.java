package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What axe-core finds on every page, dialog and list, with events, insights and a dashboard to show, in light and dark, as wide as a desk and as narrow as a phone: nothing
 * that it calls serious or critical. Each page also fits the phone without scrolling sideways.
 */
@Needs(Program.CHROMIUM)
final class AccessibilityInChromiumTest {
  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
  private static final String FIND = """
      () => axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations
        .filter((one) => one.impact === 'serious' || one.impact === 'critical')
        .map((one) => one.id + ': ' + one.nodes.map((node) => node.html.slice(0, 160)).join(' ... ')))
      """;
  private static final String SERIES =
      "\"series\":[{\"kind\":\"EventsNode\",\"event\":\"$pageview\"},"
          + "{\"kind\":\"EventsNode\",\"event\":\"bought\"}]";
  private static final List<String> QUESTIONS = List.of(
      "{\"kind\":\"TrendsQuery\",\"interval\":\"day\"," + SERIES + "}",
      "{\"kind\":\"TrendsQuery\"," + SERIES + ",\"trendsFilter\":{\"display\":\"ActionsPie\"}}",
      "{\"kind\":\"TrendsQuery\"," + SERIES + ",\"trendsFilter\":{\"display\":\"BoldNumber\"}}",
      "{\"kind\":\"TrendsQuery\"," + SERIES + ",\"trendsFilter\":{\"display\":\"ActionsTable\"}}",
      "{\"kind\":\"TrendsQuery\"," + SERIES + ",\"trendsFilter\":{\"display\":\"WorldMap\"},"
          + "\"breakdownFilter\":{\"breakdown\":\"$geoip_country_code\",\"breakdown_type\":\"event\"},"
          + "\"properties\":[{\"type\":\"event\",\"key\":\"$browser\",\"operator\":\"is_set\"}]}",
      "{\"kind\":\"FunnelsQuery\"," + SERIES + "}",
      "{\"kind\":\"RetentionQuery\",\"retentionFilter\":{\"totalIntervals\":8,\"period\":\"Day\"}}",
      "{\"kind\":\"PathsQuery\",\"pathsFilter\":{\"includeEventTypes\":[\"$pageview\"]}}",
      "{\"kind\":\"LifecycleQuery\",\"interval\":\"day\",\"series\":[{\"kind\":\"EventsNode\",\"event\":\"$pageview\"}]}",
      "{\"kind\":\"StickinessQuery\",\"interval\":\"day\"," + SERIES + "}",
      "{\"kind\":\"HogQLQuery\",\"query\":\"SELECT event, count() AS n FROM events GROUP BY event\"}");
  private static final List<String> PAGES = List.of(
      "/",
      "/insights",
      "/dashboards",
      "/web",
      "/persons",
      "/groups",
      "/events",
      "/sql",
      "/ingestion",
      "/settings",
      "/shared/nothing");

  /** What opens over a page, and what is to be clicked for it, one after the other. */
  private static final Map<String, List<String>> OPENED = Map.of(
      "/web", List.of(".narrowed .button"),
      "/events", List.of("button:has-text('Columns')"),
      "/settings", List.of("#cohorts-body .button"),
      "/settings#more", List.of("#delete-project"),
      "/dashboards", List.of(".head .button"),
      "/insights/new", List.of("[aria-label='Series A: Page view']"));

  /** The same over a page of something that is saved. */
  private static final List<List<String>> OVER_INSIGHT = List.of(
      List.of("button:has-text('Share')"),
      List.of("button:has-text('Add to dashboard')"),
      List.of("button:has-text('Export')"),
      List.of("button.funnel-fill"),
      List.of("button:has-text('Add a group')", "button:has-text('Add a group')"));

  @TempDir
  private Path data;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> found = new ArrayList<>();
  private final List<String> saved = new ArrayList<>();
  private String funnel = "";
  private int looks;

  private void send(Hedgerow hedgerow, Map<String, ?> event) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(hedgerow.url().resolve("/e/"))
        .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(event)))
        .build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  private void fill(Hedgerow hedgerow) throws Exception {
    for (int visitor = 0; visitor < 6; visitor++) {
      String id = visitor % 2 == 0 ? "visitor-" + visitor : "v" + visitor + "@shop.example";
      for (String event : List.of("$pageview", "$pageview", "bought")) {
        send(
            hedgerow,
            Map.of(
                "token",
                Hedgerow.TOKEN,
                "event",
                event,
                "distinct_id",
                id,
                "properties",
                Map.of(
                    "$current_url",
                    "https://shop.example/" + (event.equals("bought") ? "thanks" : visitor),
                    "$browser",
                    visitor % 3 == 0 ? "Safari" : "Chrome",
                    "$process_person_profile",
                    visitor % 2 != 0,
                    "$session_id",
                    "session-" + visitor,
                    "$set",
                    Map.of("email", id))));
      }
    }
    hedgerow.advance(Duration.ofSeconds(61));
  }

  /** Asks the server with the key, as a script would. */
  private JsonNode api(Hedgerow hedgerow, String method, String path, Object body)
      throws Exception {
    HttpRequest request = HttpRequest.newBuilder(hedgerow.url().resolve("/api/projects/1/" + path))
        .header("Authorization", "Bearer " + Hedgerow.KEY)
        .method(method, HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
        .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    return json.readTree(answer.body());
  }

  /** Saves every question, puts all on a dashboard, and shares that and one of them. */
  private void save(Hedgerow hedgerow) throws Exception {
    String board = "dashboards/"
        + api(hedgerow, "POST", "dashboards/", Map.of("name", "All of them"))
            .path("id")
            .asText()
        + "/";
    for (String question : QUESTIONS) {
      JsonNode insight = api(
          hedgerow, "POST", "insights/", Map.of("name", "One", "query", json.readTree(question)));
      api(
          hedgerow,
          "POST",
          board + "tiles/",
          Map.of("insight", insight.path("id").asInt()));
      if (question.contains("FunnelsQuery")) {
        funnel = "/insights/" + insight.path("short_id").asText();
        saved.add(funnel);
        saved.add(share(hedgerow, "insights/" + insight.path("id").asText() + "/"));
      }
    }
    saved.add("/" + board.substring(0, board.length() - 1));
    saved.add(share(hedgerow, board));
  }

  private String share(Hedgerow hedgerow, String path) throws Exception {
    return api(hedgerow, "PATCH", path + "sharing", Map.of("enabled", true))
        .path("path")
        .asText();
  }

  private static String axe() throws IOException {
    try (InputStream in = AccessibilityInChromiumTest.class.getResourceAsStream(AXE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }

  private void look(Page page, String axe, String where) {
    page.evaluate(axe + "; 0");
    for (Object one : (List<?>) page.evaluate(FIND)) {
      found.add(where + " " + one);
    }
    looks++;
    int sideways = (int) page.evaluate("document.documentElement.scrollWidth - innerWidth");
    assertThat(sideways).as("pixels to scroll sideways on " + where).isLessThanOrEqualTo(0);
  }

  private void look(Hedgerow hedgerow, Page page, String axe, String look, String path) {
    go(hedgerow, page, path);
    look(page, axe, look + path);
  }

  private static void go(Hedgerow hedgerow, Page page, String path) {
    page.navigate("about:blank");
    page.navigate(hedgerow.url() + path);
    if (path.equals("/")) {
      page.waitForSelector("#feed li");
    } else {
      settle(page);
    }
  }

  private static void settle(Page page) {
    page.waitForLoadState(LoadState.NETWORKIDLE);
    page.waitForFunction("() => !document.querySelector('[aria-busy=true]')");
  }

  private void lookOver(
      Hedgerow hedgerow, Page page, String axe, String look, String path, List<String> clicks) {
    go(hedgerow, page, path);
    for (String click : clicks) {
      page.locator(click).last().click();
      settle(page);
    }
    look(page, axe, look + path + " over it " + clicks);
  }

  private void all(Hedgerow hedgerow, Page page, String axe, String look) {
    page.navigate(hedgerow.url() + "/settings");
    page.waitForSelector("#key");
    look(page, axe, look + "the way in");
    page.fill("#key", Hedgerow.KEY);
    page.click("#signin button");
    page.waitForSelector(".side");
    for (String path : PAGES) {
      look(hedgerow, page, axe, look, path);
    }
    for (String question : QUESTIONS) {
      look(
          hedgerow,
          page,
          axe,
          look,
          "/insights/new#q=" + URLEncoder.encode(question, UTF_8).replace("+", "%20"));
    }
    for (String path : saved) {
      look(hedgerow, page, axe, look, path);
    }
    OPENED.forEach((path, clicks) -> lookOver(hedgerow, page, axe, look, path, clicks));
    for (List<String> clicks : OVER_INSIGHT) {
      lookOver(hedgerow, page, axe, look, funnel, clicks);
    }
    if (page.viewportSize().width < 900) {
      lookOver(hedgerow, page, axe, look, "/insights", List.of("button.menu span"));
      assertThat(page.locator(".menu-open .ways a").first().isVisible())
          .as("menu")
          .isTrue();
    }
  }

  @Test
  void noPageHasASeriousFinding() throws Exception {
    String axe = axe();
    try (Hedgerow hedgerow = Hedgerow.start(data);
        Chromium chromium = new Chromium()) {
      fill(hedgerow);
      save(hedgerow);
      for (int width : new int[] {1440, 390}) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
          Browser.NewContextOptions options =
              new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme);
          try (BrowserContext context = chromium.browser().newContext(options)) {
            all(hedgerow, context.newPage(), axe, width + " " + scheme + " ");
          }
        }
      }
    }
    assertThat(found).isEmpty();
    System.out.println("accessibility: " + looks + " looks, nothing serious");
  }
}
