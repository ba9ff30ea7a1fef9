package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scripts in every field that somebody can fill, seen on every page of the server in a real browser under the server's own
 * policy: none runs, nothing is made an element, and the policy is never even needed.
 */
@Needs(Program.CHROMIUM)
final class XssInChromiumTest {
  private static final Path PAGES =
      Path.of("../server/src/main/resources/dev/hedgerow/server/http/page");
  private static final List<String> PAYLOADS = List.of(
      "<img src=x data-injected onerror=ran(1)>",
      "\"><svg data-injected onload=ran(2)>",
      "'><script data-injected>ran(3)</script>",
      "</script><script data-injected>ran(4)</script>",
      "<iframe data-injected srcdoc='<script>parent.ran(5)</script>'></iframe>",
      "<a data-injected href=javascript:ran(6) autofocus onfocus=ran(6)>x</a>",
      "<style data-injected>@import '//evil.example/x.css'</style>",
      "<base data-injected href=//evil.example/><meta data-injected http-equiv=refresh content=0>",
      "javascript:ran(7)//",
      "</title></textarea></option><details data-injected open ontoggle=ran(8)>",
      "<math><mi data-injected xlink:href=\"data:x,<script>ran(9)</script>\">",
      "${ran(10)}{{constructor.constructor('ran(10)')()}}",
      "\u202e<b data-injected>\u2028\u0000\ud83d</b>&lt;img data-injected onerror=ran(11)&gt;");

  private static final String WATCH = """
      window.ran = (number) => { (window.ranScripts = window.ranScripts || []).push(number); };
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error('violation: ' + event.violatedDirective + ' ' + event.blockedURI);
      });
      """;

  @TempDir
  private Path data;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final Set<String> visited = new TreeSet<>();
  private URI server = URI.create("http://127.0.0.1");
  private int sent;

  private HttpResponse<String> send(String method, String path, Object body, String... headers)
      throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
        .header("Authorization", "Bearer " + Hedgerow.KEY)
        .method(method, HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void capture(Map<String, ?> event) throws IOException {
    Map<String, Object> whole = new LinkedHashMap<>(event);
    whole.put("token", Hedgerow.TOKEN);
    send("POST", "/e/", whole, "User-Agent", "<img src=x onerror=ran(0)>");
    sent++;
  }

  /** Fills every field of an event, its person, its group, its elements, and of those that are refused or altered. */
  private void fill(String x) throws IOException {
    Map<String, Object> element = Map.of(
        "tag_name",
        "a",
        "text",
        x,
        "href",
        x,
        "attr__class",
        x,
        "attr__id",
        x,
        "attr__" + x,
        x,
        "nth_child",
        1);
    Map<String, Object> properties = new LinkedHashMap<>();
    for (String name : List.of(
        "$current_url",
        "$host",
        "$pathname",
        "$referrer",
        "$browser",
        "$os",
        "$lib",
        "$lib_version",
        "$raw_user_agent",
        "$session_id",
        "$window_id",
        "$device_id",
        "$el_text",
        "$ip",
        "utm_source",
        x)) {
      properties.put(name, x);
    }
    properties.put("$elements", List.of(element, element));
    properties.put("$event_type", x);
    properties.put("$set", Map.of("name", x, x, x));
    properties.put("$groups", Map.of(x, x));
    capture(Map.of("event", x, "distinct_id", x, "properties", properties));
    Map<String, Object> click = new LinkedHashMap<>(properties);
    click.put("$event_type", "click");
    capture(Map.of("event", "$autocapture", "distinct_id", x, "properties", click));
    click.remove("$elements");
    click.put("$elements_chain", "a." + x + ":href=\"" + x + "\"text=\"" + x + "\"");
    capture(Map.of("event", "$autocapture", "distinct_id", "b" + x, "properties", click));
    capture(Map.of(
        "event",
        "$groupidentify",
        "distinct_id",
        x,
        "properties",
        Map.of("$group_type", x, "$group_key", x, "$group_set", Map.of(x, x))));
    capture(Map.of(
        "event", "$identify", "distinct_id", "null", "properties", Map.of("$anon_distinct_id", x)));
    capture(Map.of("event", x, "distinct_id", x, "uuid", x));
    capture(Map.of("event", x, "distinct_id", x, "timestamp", x, "offset", x, "$set", x));
    capture(Map.of("event", x.repeat(20), "distinct_id", x.repeat(20)));
    capture(Map.of("event", "", "distinct_id", x));
    send("POST", "/e/?compression=" + "x", x);
    send("POST", "/e/", Map.of("token", x, "event", x, "distinct_id", x));
    send("POST", "/api/projects/", Map.of("name", x));
    send("POST", "/api/personal_api_keys/", Map.of("label", x, "scope", "read"));
    send(
        "POST",
        "/api/projects/1/actions/",
        Map.of("name", x, "description", x, "tags", List.of(x)));
    send(
        "PATCH",
        "/api/projects/1/settings/",
        Map.of("css_selector_allowlist", List.of(x, x), "css_selector_ignorelist", List.of(x)));
  }

  private Page watched(Chromium chromium) {
    Page page = chromium.page();
    page.addInitScript(WATCH);
    page.onPageError(complaints::add);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
    page.onRequest(request -> {
      if (!request.url().startsWith(server + "/")) {
        complaints.add("asked " + request.url());
      }
    });
    page.onDialog(dialog -> {
      complaints.add("said " + dialog.message());
      dialog.dismiss();
    });
    return page;
  }

  private void open(Page page, String path, String file) {
    Response answer = page.navigate(server + path);
    String policy = answer.headerValue("content-security-policy");
    assertThat(policy).contains("default-src 'none'", "script-src 'self'").doesNotContain("unsafe");
    assertThat(page.content()).contains("/page/" + file.replace(".html", ".js"));
    visited.add(file);
  }

  private static void clean(Page page) {
    assertThat(page.evaluate("window.ranScripts")).as("scripts that ran").isNull();
    assertThat(page.locator("[data-injected], iframe, object, embed, base, meta[http-equiv]")
            .count())
        .as("elements made of what somebody sent")
        .isZero();
    assertThat(page.locator("a[href^='javascript:'], [src*='evil']").count()).isZero();
    assertThat(page.locator("script:not([src^='/page/'])").count())
        .as("scripts that are not the page's own")
        .isZero();
  }

  private static void clickAll(Locator all, int most) {
    for (int i = 0; i < Math.min(most, all.count()); i++) {
      all.nth(i).click(new Locator.ClickOptions().setForce(true));
    }
  }

  private void live(Page page) {
    open(page, "/", "live.html");
    page.waitForFunction("() => document.querySelectorAll('#feed li').length > 30");
    clean(page);
    for (String filter : List.of("rejected", "held", "events", "all")) {
      page.click("[data-filter=" + filter + "]");
      clickAll(page.locator("#feed li .row:visible"), 40);
      clean(page);
    }
  }

  private void ingestion(Page page) {
    open(page, "/ingestion", "ingestion.html");
    page.waitForSelector("#warnings details");
    page.evaluate(
        "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    page.evaluate(
        "() => document.querySelectorAll('#warnings .more').forEach((one) => one.click())");
    page.waitForFunction("() => !document.querySelector('#warnings .more[disabled]')");
    clean(page);
    assertThat(page.locator("#warnings details").count()).isGreaterThan(5);
  }

  private void settings(Page page) {
    open(page, "/settings", "settings.html");
    page.waitForSelector("#acts tr");
    page.waitForFunction(
        "most => document.querySelectorAll('#keys tr').length === most", 1 + PAYLOADS.size());
    clean(page);
    clickAll(page.locator("#older:visible"), 1);
    clickAll(page.locator("#keys button"), 1);
    clean(page);
    open(page, "/settings?project=3", "settings.html");
    page.waitForSelector("#acts tr");
    page.waitForFunction("() => document.getElementById('snippet').textContent.length > 20");
    clean(page);
  }

  /** Every event's details, what an action of it would be, and the columns and filters that are offered. */
  private void events(Page page) {
    open(page, "/events?project=1&from=-7d", "events.html");
    page.waitForSelector("table.events button.cell");
    clean(page);
    int events = Math.min(30, page.locator("table.events button.cell").count());
    for (int i = 0; i < events; i++) {
      page.locator("table.events button.cell").nth(i).click();
      page.waitForSelector("dialog .facts");
      clean(page);
      if (page.locator("dialog .drawer-actions .button").count() > 1) {
        page.locator("dialog .drawer-actions .button").first().click();
        page.waitForSelector("dialog .preview-count, dialog .trouble");
        clean(page);
        page.keyboard().press("Escape");
      }
      page.keyboard().press("Escape");
    }
    page.click("button:has-text('Columns')");
    page.waitForSelector("dialog [role=option]");
    clean(page);
    page.keyboard().press("Escape");
    page.keyboard().press("Escape");
    page.click("button:has-text('Filter')");
    page.click("dialog .pick.add");
    page.waitForSelector("dialog [role=option]");
    clean(page);
    page.keyboard().press("Escape");
    page.keyboard().press("Escape");
    open(page, "/events?tab=actions", "events.html");
    page.waitForSelector("table.actions td");
    clean(page);
  }

  private void persons(Page page) {
    open(page, "/persons", "persons.html");
    page.waitForSelector("table a.person");
    clean(page);
    List<Object> links = new ArrayList<>();
    for (Locator link : page.locator("table a.person").all()) {
      links.add(link.getAttribute("href"));
    }
    for (Object link : links) {
      open(page, String.valueOf(link), "persons.html");
      page.waitForSelector(".timeline .line");
      page.waitForSelector("[aria-labelledby=merges-title] .asked:not([aria-busy]), .trouble");
      assertThat(page.locator(".trouble").allTextContents()).as("troubles").isEmpty();
      clean(page);
    }
    for (String payload : PAYLOADS) {
      page.navigate(server + "/persons?id="
          + URLEncoder.encode(payload.replace("\0", "").replace("\ud83d", ""), UTF_8));
      page.waitForSelector(".timeline, .empty");
      clean(page);
    }
  }

  private void groups(Page page) {
    open(page, "/groups", "groups.html");
    page.waitForSelector("table a");
    clean(page);
    page.locator("table a").first().click();
    page.waitForSelector(".person-columns .facts");
    page.waitForLoadState(LoadState.NETWORKIDLE);
    clean(page);
  }

  private void sql(Page page) {
    String all = "SELECT * FROM events LIMIT 200";
    open(page, "/sql?q=" + URLEncoder.encode(all, UTF_8), "sql.html");
    page.waitForSelector(".answer td");
    clean(page);
    page.fill(".sql-text", "SELECT event, count(*) AS n FROM events GROUP BY event");
    page.keyboard().press("Control+Enter");
    page.click("button:has-text('Chart')");
    page.waitForSelector(".chart-holder svg");
    clean(page);
    page.fill(".sql-text", "SELECT properties.");
    page.keyboard().press("Control+Space");
    page.waitForSelector(".sql-offers [role=option]");
    clean(page);
  }

  private void other(Page page, String path, String file) {
    open(page, path, file);
    page.waitForLoadState(LoadState.NETWORKIDLE);
    clean(page);
  }

  @Test
  void noScriptThatSomebodySendsRunsOnAnyPage() throws IOException {
    try (Hedgerow hedgerow = Hedgerow.start(data);
        Chromium chromium = new Chromium()) {
      server = hedgerow.url();
      Page page = watched(chromium);
      open(page, "/", "signin.html");
      page.fill("#key", "phx_" + PAYLOADS.get(0));
      page.click("#signin button");
      page.waitForFunction("() => document.getElementById('wrong').textContent.length > 0");
      clean(page);
      complaints.removeIf(complaint -> complaint.contains("status of 401"));
      page.fill("#key", Hedgerow.KEY);
      page.click("#signin button");
      page.waitForSelector(
          "#feed",
          new Page.WaitForSelectorOptions()
              .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED));
      for (String payload : PAYLOADS) {
        fill(payload);
      }
      clean(page);
      hedgerow.advance(java.time.Duration.ofSeconds(61));

      live(page);
      ingestion(page);
      settings(page);
      events(page);
      persons(page);
      groups(page);
      sql(page);

      for (String path : List.of("insights", "dashboards", "web")) {
        other(page, "/" + path, path + ".html");
      }
      other(page, "/shared/" + "0".repeat(40), "shared.html");

      complaints.removeIf(complaint -> complaint.contains("status of 404")); // nobody, no such link
      assertThat(complaints).isEmpty();
      try (Stream<Path> files = Files.list(PAGES)) {
        assertThat(visited)
            .as("every page there is")
            .isEqualTo(files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".html"))
                .collect(Collectors.toCollection(TreeSet::new)));
      }
      System.out.println("scripts in every field: " + PAYLOADS.size() + " payloads, " + sent
          + " events, " + visited.size() + " pages, none ran");
    }
  }
}
