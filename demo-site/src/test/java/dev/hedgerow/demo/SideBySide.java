package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One snippet on the page of the comparison: goes through the scenarios and tells what was sent and answered. */
final class SideBySide {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PREFIX = "phc_side_";
  private static final Pattern TOKEN = Pattern.compile(PREFIX + "(\\d+)b?\\b");

  private static final Pattern PAGE = Pattern.compile("/page/(\\d+)");

  /** How long to wait for what a page has captured, and how often to look. */
  private static final long PATIENCE = 8_000_000_000L;

  private static final long MOMENT = 20_000_000;

  /** How many visitors may still be sending while the next are at work. */
  private static final int OPEN = 10;

  private static final int SETTLING_MAX = 100;

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
  private final Supplier<Walker> walkers;
  private final boolean ours;
  private final Map<Integer, Deque<String>> replies = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private List<Scenario> scenarios = List.of();

  SideBySide(RecordingProxy proxy, Supplier<Walker> walkers, boolean ours) {
    this.proxy = proxy;
    this.walkers = walkers;
    this.ours = ours;
  }

  /**
   * What a visit gave.
   *
   * @param events in the order they were captured
   * @param answers of the steps that are script, as JSON
   * @param requests that carried events or asked for flags, each in a line
   */
  record Visit(
      List<JsonNode> events, List<String> answers, List<String> errors, List<String> requests) {}

  /** A request of one of the visits, and what it posted. */
  private record Seen(int number, Recorded request, JsonNode body) {
    boolean isPost() {
      return request.method().equals("POST");
    }
  }

  /** A visit whose steps are done, but not all of whose events may be with the server. */
  private record Begun(int number, Walker walker, List<String> answers, List<String> captured) {}

  /** A text of the comparison. */
  static String text(String name) throws IOException {
    try (InputStream in = SideBySide.class.getResourceAsStream("side-by-side/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }

  /** Goes through all, each as a visitor and in a project of its own, until everything captured is sent. */
  List<Visit> visits(List<Scenario> all) throws IOException {
    scenarios = all;
    proxy.answering(this::reply);
    Map<Integer, Visit> visits = new TreeMap<>();
    Deque<Begun> open = new ArrayDeque<>();
    try {
      for (int i = 0; i < all.size(); i++) {
        open.add(begin(i));
        if (open.size() > OPEN) {
          end(open.remove(), visits);
        }
      }
      while (!open.isEmpty()) {
        end(open.remove(), visits);
      }
    } finally {
      open.forEach(begun -> begun.walker().close());
    }
    return List.copyOf(visits.values());
  }

  private Begun begin(int number) {
    Scenario scenario = scenarios.get(number);
    replies.put(number, new ConcurrentLinkedDeque<>(scenario.replies()));
    Begun begun = new Begun(number, walkers.get(), new ArrayList<>(), new ArrayList<>());
    begun.walker().tab(address(begun));
    awaitSnippet(begun);
    for (String step : scenario.steps()) {
      boolean onlyOurs = step.startsWith("ours ");
      if (!onlyOurs || ours) {
        take(begun, onlyOurs ? step.substring("ours ".length()) : step);
      }
    }
    return begun;
  }

  private void end(Begun begun, Map<Integer, Visit> visits) throws IOException {
    Walker walker = begun.walker();
    remember(begun);
    int posts = scenarios.get(begun.number()).posts().get(ours ? 1 : 0);
    await(() -> recorded(begun.number()).keySet().containsAll(begun.captured())
        && posts(begun.number()).size() >= posts);
    List<JsonNode> events = new ArrayList<>(recorded(begun.number()).values());
    events.sort(Comparator.comparing(SideBySide::made));
    visits.put(
        begun.number(),
        new Visit(
            events,
            begun.answers().stream().map(Told::answer).toList(),
            List.copyOf(walker.errors()),
            requests(begun.number())));
    walker.close();
  }

  private String address(Begun begun) {
    return proxy.url() + "/page/" + begun.number()
        + scenarios.get(begun.number()).query();
  }

  private void awaitSnippet(Begun begun) {
    Walker walker = begun.walker();
    await(() -> walker.run("return !!(window.posthog && posthog.__loaded)").equals("true"));
    settle(begun);
  }

  /** Waits until the page has nothing to do and nothing is on its way. */
  private void settle(Begun begun) {
    long last = -1;
    for (int i = 0; i < SETTLING_MAX && (proxy.isBusy() || count(begun.number()) != last); i++) {
      last = count(begun.number());
      begun.walker().rest();
    }
  }

  private long count(int number) {
    return seen.stream().filter(one -> one.number() == number).count();
  }

  private static boolean await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(MOMENT);
    }
    return true;
  }

  private void take(Begun begun, String step) {
    Walker walker = begun.walker();
    String[] words = step.split(" ", 3);
    switch (words[0]) {
      case ">" -> begun.answers().add(walker.run(body(step.substring(2))));
      case "click" -> walker.click(words[1]);
      case "select" -> walker.select(words[1], words[2]);
      case "type" -> walker.type(words[1], words[2]);
      case "wait" -> settle(begun);
      case "until" -> {
        String condition = "return !!(" + step.substring("until ".length()) + ")";
        if (!await(() -> walker.run(condition).equals("true"))) {
          begun.answers().add("waited in vain: " + step);
        }
      }
      case "sent" -> {
        String event = step.substring("sent ".length()).replaceAll(" \\d+$", "");
        int times = step.equals("sent " + event) ? 1 : Integer.parseInt(words[words.length - 1]);
        if (!await(() -> timesSent(begun.number(), event) >= times)) {
          begun.answers().add("waited in vain: " + step);
        }
      }
      case "leave" -> {
        remember(begun);
        walker.leave(step.substring("leave".length()));
      }
      case "reload" -> {
        remember(begun);
        walker.open(address(begun) + (words.length > 1 ? words[1] : ""));
        awaitSnippet(begun);
      }
      case "tab" -> {
        remember(begun);
        walker.tab(address(begun));
        awaitSnippet(begun);
      }
      case "turn" -> {
        remember(begun);
        walker.turnTo(Integer.parseInt(words[1]));
      }
      default -> throw new IllegalArgumentException("expected a known step but found " + step);
    }
  }

  /** Notes the ids of what the page has captured so far and must arrive. */
  private static void remember(Begun begun) {
    String ids = begun.walker().run("return window.captured ? captured.splice(0).join() : ''");
    if (!ids.isEmpty()) {
      begun.captured().addAll(List.of(ids.split(",", -1)));
    }
  }

  private static String body(String script) {
    String told = script.startsWith("for ") || (script.contains("; ") && !script.startsWith("("))
        ? script
        : "const v = " + script + "; return v === undefined ? 'undefined' "
            + ": v && v.event && v.properties ? 'event ' + v.event : JSON.stringify(v)";
    return "try { " + told + " } catch (e) { return 'threw ' + e.name }";
  }

  private long timesSent(int number, String event) {
    return recorded(number).values().stream()
        .filter(sent -> sent.path("event").asText().equals(event))
        .count();
  }

  /** What the visit's page and server say. */
  private RecordingProxy.@Nullable Reply reply(Recorded request) {
    String target = request.target();
    if (target.startsWith("/page/")) {
      int number = Integer.parseInt(target.replaceAll("^/page/(\\d+).*", "$1"));
      return new RecordingProxy.Reply(200, "text/html; charset=utf-8", page(number), "");
    }
    if (target.startsWith("/gone")) {
      return new RecordingProxy.Reply(200, "text/html", "<title>Gone</title>", "");
    }
    int number = number(request);
    if (number < 0) {
      return null;
    }
    seen.add(new Seen(number, request, read(request)));
    if (target.contains("/static/")) {
      return null;
    }
    Scenario scenario = scenarios.get(number);
    if (target.contains("/array/")) {
      return remote(target, scenario.remote());
    }
    if (target.contains("/flags")) {
      return new RecordingProxy.Reply(200, "application/json", scenario.flags(), "");
    }
    if (!read(request).has("batch")) {
      return null;
    }
    String next = replies.getOrDefault(number, new ArrayDeque<>()).poll();
    String[] words = next == null ? new String[] {"200"} : next.split(" ", 3);
    return new RecordingProxy.Reply(
        Integer.parseInt(words[0]),
        "application/json",
        words.length > 2 ? words[2] : "{\"status\":1}",
        words.length > 1 && !words[1].equals("|") ? words[1] : "");
  }

  private static RecordingProxy.Reply remote(String target, String config) {
    if (config.equals("none")) {
      return new RecordingProxy.Reply(404, "text/plain", "none", "");
    }
    if (!target.contains("config.js")) {
      return new RecordingProxy.Reply(200, "application/json", config, "");
    }
    String token = target.replaceAll(".*/array/([^/]+)/.*", "$1");
    return new RecordingProxy.Reply(
        200,
        "text/javascript",
        "(window._POSTHOG_REMOTE_CONFIG = window._POSTHOG_REMOTE_CONFIG || {})['" + token
            + "'] = {config: " + config + ", siteApps: []}",
        "");
  }

  private String page(int number) {
    Scenario scenario = scenarios.get(number);
    String init = "const token = '" + PREFIX + number + "';"
        + "posthog.init(token, Object.assign({api_host: location.origin,"
        + "request_queue_config: {flush_interval_ms: 250}, opt_out_useragent_filter: true,"
        + "capture_pageleave: false, loaded: note}, " + scenario.options() + "));";
    String scripts = scenario.early().isEmpty()
        ? "<script src='/static/array.js'></script><script>" + init + "</script>"
        : STUB + "<script>" + init + scenario.early() + "</script>";
    try {
      return text("page.html").replace("%SCRIPTS%", scripts);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Which scenario a request belongs to, or -1. */
  private static int number(Recorded request) {
    Matcher token =
        TOKEN.matcher(request.method().equals("POST") ? request.body() : request.target());
    if (token.find()) {
      return Integer.parseInt(token.group(1));
    }
    Matcher page = PAGE.matcher(header(request.headers(), "Referer"));
    return page.find() ? Integer.parseInt(page.group(1)) : -1;
  }

  private List<Seen> posts(int number) {
    return seen.stream().filter(one -> one.number() == number && one.isPost()).toList();
  }

  /** Everything posted for a project since then by its id, once each. */
  private Map<String, JsonNode> recorded(int number) {
    Map<String, JsonNode> events = new LinkedHashMap<>();
    for (Seen post : posts(number)) {
      post.body()
          .path("batch")
          .forEach(event -> events.putIfAbsent(event.path("uuid").asText(), event));
    }
    return events;
  }

  private static JsonNode read(Recorded request) {
    try {
      return request.body().isEmpty() ? MAPPER.createObjectNode() : MAPPER.readTree(request.body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Each request in a line that says all about it but its events' properties. */
  private List<String> requests(int number) {
    List<Seen> posts = new ArrayList<>(posts(number));
    posts.sort(Comparator.comparing(SideBySide::first));
    List<String> lines = new ArrayList<>();
    for (Seen post : posts) {
      List<String> keys = new ArrayList<>();
      post.body().fieldNames().forEachRemaining(keys::add);
      keys.sort(Comparator.naturalOrder());
      List<String> names = new ArrayList<>();
      post.body().path("batch").forEach(event -> names.add(event.path("event").asText()));
      Recorded request = post.request();
      lines.add(String.join(
          " ",
          request.target(),
          transport(request.headers()),
          request.gzipped()
              ? "gzip"
              : request.headers().contains("urlencoded") ? "base64" : "plain",
          header(request.headers(), "Content-type"),
          header(request.headers(), "X-side"),
          keys.toString(),
          names.toString()));
    }
    return lines;
  }

  /** What carried it: of these three only fetch hides the page it comes from, and only a beacon asks no leave. */
  private static String transport(String headers) {
    return headers.contains("no-cors")
        ? "beacon"
        : header(headers, "Referer").contains("/page") ? "XHR" : "fetch";
  }

  private static String header(String headers, String name) {
    Matcher found = Pattern.compile("(?i)\\b" + name + "=\\[([^\\]]*)").matcher(headers);
    return found.find() ? found.group(1) : "";
  }

  private static String first(Seen post) {
    JsonNode batch = post.body().path("batch");
    return batch.isEmpty() ? "" : made(batch.get(0)) + post.request().target();
  }

  private static String made(JsonNode event) {
    String uuid = event.path("uuid").asText();
    return uuid.startsWith("0190a1b2") ? event.path("timestamp").asText() : uuid;
  }
}
