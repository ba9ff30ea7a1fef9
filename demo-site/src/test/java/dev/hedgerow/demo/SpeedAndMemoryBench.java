package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * What the snippet costs a page, beside posthog-js, measured in one run on one machine: medians of thirty pages each, in
 * turns, every page in a browser context of its own. Not one of the tests: it runs on demand, under the profile
 * {@code bench}, and takes some minutes.
 */
@Needs({Program.CHROMIUM, Program.NPM})
final class SpeedAndMemoryBench {

  private static final String TOKEN = "phc_bench";
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 30);
  private static final int ELEMENTS = 5_000;
  private static final int DEPTH = 30;
  private static final int CLICKS = 100;
  private static final int EVENTS = 1_000;

  /** How many events are sent to weigh one: a page view, clicks, and the page's own. */
  private static final int WEIGHED = 10;

  private static final int SETTLED = 300;
  private static final int SENT = 1_500;

  /** Longer than the three seconds that both wait by themselves. */
  private static final int BATCHED = 3_600;

  private enum Snippet {
    NONE,
    THEIRS,
    OURS
  }

  private enum Measure {
    START("script evaluation plus init, ms", 1.0 / 3),
    CLICK("handler per click, 5,000 elements, depth 30, ms", 1.0 / 3),
    HEAP("heap after 1,000 events, KB", 1),
    BYTES("sent per event, bytes", 1),
    SCRIPT("scripts transferred, gzipped bytes", 1);

    final String title;
    final double goal;

    Measure(String title, double goal) {
      this.title = title;
      this.goal = goal;
    }
  }

  private final Map<Snippet, String> codes = new EnumMap<>(Snippet.class);
  private final Map<Measure, Map<Snippet, List<Double>>> samples = new EnumMap<>(Measure.class);

  @Test
  void theirsAndOursSideBySide() throws IOException {
    codes.put(Snippet.NONE, "window.posthog={init:function(){},capture:function(){}}");
    codes.put(Snippet.THEIRS, new String(OfficialSnippet.file("array.js"), UTF_8));
    codes.put(Snippet.OURS, new String(OurSnippet.file("array.js"), UTF_8));
    try (RecordingProxy proxy = RecordingProxy.alone();
        Chromium chromium = new Chromium()) {
      OurSnippet.serveParts(proxy);
      proxy.serveScript("/bench.js", SideBySide.text("../bench.js").getBytes(UTF_8));
      proxy.servePage(
          "/page",
          "<!doctype html><title>Bench</title><body><script src='/bench.js'></script></body>");
      for (int round = 0; round < ROUNDS; round++) {
        for (Snippet snippet : Snippet.values()) {
          startAndHeap(chromium, proxy, snippet);
          click(chromium, proxy, snippet);
        }
        if (round < 3) {
          weigh(chromium, proxy, Snippet.THEIRS);
          weigh(chromium, proxy, Snippet.OURS);
        }
      }
    }
    System.out.println(table());
    for (Measure measure : Measure.values()) {
      assertThat(ratio(measure)).as(measure.title).isLessThan(measure.goal);
    }
  }

  private interface Use {
    void of(Page page) throws IOException;
  }

  private static void visit(Chromium chromium, RecordingProxy proxy, Use use) throws IOException {
    try (BrowserContext context = chromium.browser().newContext()) {
      Page page = context.newPage();
      page.navigate(proxy.url() + "/page");
      use.of(page);
    }
  }

  private double start(Page page, Snippet snippet, String token, String options) {
    return number(page.evaluate(
        "code => bench.start(code, '" + token + "', " + options + ")",
        codes.getOrDefault(snippet, "")));
  }

  private void startAndHeap(Chromium chromium, RecordingProxy proxy, Snippet snippet)
      throws IOException {
    visit(chromium, proxy, page -> {
      add(
          Measure.START,
          snippet,
          start(page, snippet, TOKEN, "{request_queue_config: {flush_interval_ms: 250}}"));
      page.waitForTimeout(SETTLED);
      page.evaluate("() => bench.capture(" + EVENTS + ")");
      page.waitForTimeout(SENT);
      CDPSession session = page.context().newCDPSession(page);
      session.send("HeapProfiler.enable");
      session.send("HeapProfiler.collectGarbage");
      session.send("HeapProfiler.collectGarbage");
      JsonObject usage = session.send("Runtime.getHeapUsage");
      add(Measure.HEAP, snippet, usage.get("usedSize").getAsDouble() / 1024);
    });
  }

  private void click(Chromium chromium, RecordingProxy proxy, Snippet snippet) throws IOException {
    visit(chromium, proxy, page -> {
      assertThat(number(page.evaluate("() => bench.build(" + ELEMENTS + "," + DEPTH + ")")))
          .isBetween(ELEMENTS * 0.95, ELEMENTS * 1.05);
      start(page, snippet, TOKEN, "{}");
      page.waitForTimeout(SETTLED);
      add(Measure.CLICK, snippet, number(page.evaluate("() => bench.click(" + CLICKS + ")")));
    });
  }

  /** With the usual options: what one of a page's events weighs on the way, and the scripts before them. */
  private void weigh(Chromium chromium, RecordingProxy proxy, Snippet snippet) throws IOException {
    int before = proxy.requests().size();
    String token = "phc_weighed_" + before;
    List<Recorded> sent = new ArrayList<>();
    visit(chromium, proxy, page -> {
      page.evaluate("() => bench.build(300, 12)");
      start(page, snippet, token, "{}");
      page.waitForTimeout(SETTLED);
      page.evaluate("() => { bench.click(" + WEIGHED + "); bench.capture(" + WEIGHED + ") }");
      page.waitForTimeout(BATCHED);
      sent.addAll(proxy.requests().subList(before, proxy.requests().size()));
    });
    long events = 0;
    long bytes = 0;
    double scripts = gzipped(codes.getOrDefault(snippet, "").getBytes(UTF_8));
    for (Recorded request : sent) {
      if (request.method().equals("POST")
          && request.target().startsWith("/e/")
          && request.mentions(token + '"')) {
        events += new ObjectMapper().readTree(request.body()).path("batch").size();
        bytes += request.bytes();
      } else if (request.target().matches("/static/\\w+/\\w+\\.js")) {
        scripts += gzipped(OurSnippet.file(request.target().replaceAll(".*/", "")));
      }
    }
    assertThat(events).isEqualTo(2 * WEIGHED + 1);
    add(Measure.BYTES, snippet, (double) bytes / events);
    add(Measure.SCRIPT, snippet, scripts);
  }

  private static double gzipped(byte[] script) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
      {
        def.setLevel(Deflater.BEST_COMPRESSION);
      }
    }) {
      gzip.write(script);
    }
    return out.size();
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private void add(Measure measure, Snippet snippet, double value) {
    samples
        .computeIfAbsent(measure, one -> new EnumMap<>(Snippet.class))
        .computeIfAbsent(snippet, one -> new ArrayList<>())
        .add(value);
  }

  /** The median of what a snippet takes, without what a page takes that has none. */
  private double median(Measure measure, Snippet snippet) {
    Map<Snippet, List<Double>> all = samples.getOrDefault(measure, Map.of());
    return middle(all.getOrDefault(snippet, List.of()))
        - middle(all.getOrDefault(Snippet.NONE, List.of()));
  }

  private static double middle(List<Double> values) {
    return values.isEmpty() ? 0 : values.stream().sorted().toList().get(values.size() / 2);
  }

  private double ratio(Measure measure) {
    return median(measure, Snippet.OURS) / median(measure, Snippet.THEIRS);
  }

  private String table() {
    StringBuilder table = new StringBuilder();
    table.append(String.format(
        Locale.ROOT,
        "%n%-50s %12s %12s %8s %6s%n",
        "medians of " + ROUNDS,
        "posthog-js",
        "ours",
        "ratio",
        "goal"));
    for (Measure measure : Measure.values()) {
      table.append(String.format(
          Locale.ROOT,
          "%-50s %12.2f %12.2f %8.2f %6.2f%n",
          measure.title,
          median(measure, Snippet.THEIRS),
          median(measure, Snippet.OURS),
          ratio(measure),
          measure.goal));
    }
    return table.toString();
  }
}
