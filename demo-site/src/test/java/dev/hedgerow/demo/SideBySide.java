package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** One snippet on the page of the comparison: goes through a scenario and tells what was sent and answered. */
final class SideBySide {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Longer than the interval at which both send, shorter than anybody's patience. */
  private static final int FLUSHED = 700;

  /** Enough for the first page view, and for a part to arrive. */
  private static final int SETTLED = 80;

  /** What pages paste to have their calls kept until the script is there. */
  private static final String STUB = """
      <script>
      !function (d, p) {
        if (p.__SV) return;
        window.posthog = p; p._i = [];
        p.init = function (token, config, name) {
          const s = d.createElement('script'), first = d.getElementsByTagName('script')[0];
          s.async = true; s.src = config.api_host + '/static/array.js';
          first.parentNode.insertBefore(s, first);
          p.people = p.people || [];
          'capture identify register push'.split(' ').forEach(function (m) {
            if (m !== 'push') p[m] = function () { p.push([m].concat([].slice.call(arguments))) };
          });
          p._i.push([token, config, name]);
        };
        p.__SV = 1;
      }(document, window.posthog || []);
      </script>
      """;

  private final RecordingProxy proxy;
  private final Browser browser;

  SideBySide(RecordingProxy proxy, Browser browser) {
    this.proxy = proxy;
    this.browser = browser;
  }

  /**
   * What a visit gave.
   *
   * @param events in the order they were captured
   * @param answers of the steps that are script, as JSON
   */
  record Visit(List<JsonNode> events, List<String> answers, List<String> errors) {}

  /** A text of the comparison. */
  static String text(String name) throws IOException {
    try (InputStream in = SideBySide.class.getResourceAsStream("side-by-side/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }

  /** Goes through all, each in a browser context and a project of its own, and waits once until everything is sent. */
  List<Visit> visits(List<Scenario> scenarios) throws IOException {
    List<BrowserContext> contexts = new ArrayList<>();
    List<List<String>> answers = new ArrayList<>();
    List<List<String>> errors = new ArrayList<>();
    int before = proxy.requests().size();
    for (int i = 0; i < scenarios.size(); i++) {
      proxy.servePage("/page", page(scenarios.get(i), token(i)));
      BrowserContext context = browser.newContext();
      contexts.add(context);
      answers.add(new ArrayList<>());
      errors.add(new ArrayList<>());
      Page page = context.newPage();
      page.onPageError(errors.get(i)::add);
      page.navigate(proxy.url() + "/page" + scenarios.get(i).query());
      page.waitForFunction("() => window.posthog && window.posthog.__loaded");
      page.waitForTimeout(SETTLED);
      for (String step : scenarios.get(i).steps()) {
        take(page, step, answers.get(i));
      }
    }
    contexts.get(0).pages().get(0).waitForTimeout(FLUSHED);
    contexts.forEach(BrowserContext::close);
    List<Visit> visits = new ArrayList<>();
    for (int i = 0; i < scenarios.size(); i++) {
      visits.add(new Visit(events(before, token(i)), answers.get(i), errors.get(i)));
    }
    return visits;
  }

  private static String token(int scenario) {
    return "phc_side_" + scenario;
  }

  private static String page(Scenario scenario, String token) throws IOException {
    String init = "posthog.init('" + token + "', Object.assign({api_host: location.origin,"
        + "request_queue_config: {flush_interval_ms: 250}, opt_out_useragent_filter: true,"
        + "capture_pageleave: false}, " + scenario.options() + "));";
    String scripts = scenario.early().isEmpty()
        ? "<script src='/static/array.js'></script><script>" + init + "</script>"
        : STUB + "<script>" + init + scenario.early() + "</script>";
    return text("page.html").replace("%SCRIPTS%", scripts);
  }

  private static void take(Page page, String step, List<String> answers) {
    String[] words = step.split(" ", 3);
    switch (words[0]) {
      case ">" -> answers.add(answer(page, step.substring(2)));
      case "click" -> page.click(words[1], new Page.ClickOptions().setForce(true));
      case "select" -> page.selectOption(words[1], words[2]);
      case "type" -> {
        page.fill(words[1], words[2]);
        page.locator(words[1]).blur();
      }
      case "leave" -> page.navigate("about:blank");
      case "wait" -> page.waitForTimeout(SETTLED);
      default -> throw new IllegalArgumentException("expected a known step but found " + step);
    }
  }

  private static String answer(Page page, String script) {
    String body = script.startsWith("for ") || (script.contains("; ") && !script.startsWith("("))
        ? "() => { " + script + " }"
        : "() => { const v = " + script + "; return v === undefined ? 'undefined' "
            + ": v && v.event && v.properties ? 'event ' + v.event : JSON.stringify(v) }";
    return String.valueOf(page.evaluate(body));
  }

  /** Everything posted for a project since then, once each, by the order in which the snippet made their ids. */
  private List<JsonNode> events(int since, String token) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (Recorded request : proxy.requests().subList(since, proxy.requests().size())) {
      if (request.method().equals("POST")
          && request.target().startsWith("/e/")
          && request.mentions(token + "\"")) {
        JsonNode body = MAPPER.readTree(request.body());
        if (body.path("api_key").asText().equals(token)) {
          body.path("batch").forEach(events::add);
        }
      }
    }
    events.sort(Comparator.comparing(SideBySide::made));
    return events;
  }

  private static String made(JsonNode event) {
    String uuid = event.path("uuid").asText();
    return uuid.startsWith("0190a1b2") ? event.path("timestamp").asText() : uuid;
  }
}
