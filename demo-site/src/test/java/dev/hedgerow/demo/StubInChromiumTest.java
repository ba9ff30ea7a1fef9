package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stub that a page pastes, with a script that comes late, never, or is blocked, and the module in its place. */
@Needs({Program.CHROMIUM, Program.NPM})
final class StubInChromiumTest {

  private static final String SCRIPT = "/static/array.js";
  private static final String TOKEN = "phc_stub";
  private static final long LATE = 2_000;
  private static final long NEVER = 60_000;

  private RecordingProxy proxy;
  private Chromium chromium;
  private final List<String> errors = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    proxy = RecordingProxy.alone();
    proxy.serveScript(SCRIPT, OurSnippet.file("array.js"));
    proxy.serveScript("/static/module.js", OurSnippet.file("module.js"));
    OurSnippet.serveParts(proxy);
    servePage("/page", "");
    chromium = new Chromium();
    chromium.page().onPageError(errors::add);
  }

  @AfterEach
  void close() {
    chromium.close();
    proxy.close();
  }

  /** Opens a page without waiting for its scripts. */
  private void open(String path) {
    chromium
        .page()
        .navigate(
            proxy.url() + path,
            new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
  }

  private void servePage(String path, String options) throws IOException {
    proxy.servePage(
        path,
        "<!doctype html><title>Stub</title><script>"
            + new String(OurSnippet.file("stub.js"), UTF_8) + "posthog.init('" + TOKEN
            + "',{api_host:location.origin,opt_out_useragent_filter:true,capture_pageview:false,"
            + "request_queue_config:{flush_interval_ms:250}" + options + "})</script>");
  }

  /** Every event posted so far. */
  private List<JsonNode> events() throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (Recorded request : proxy.requests()) {
      if (request.method().equals("POST") && request.target().startsWith("/e/")) {
        new ObjectMapper().readTree(request.body()).path("batch").forEach(events::add);
      }
    }
    return events;
  }

  private List<JsonNode> awaited(int count) throws IOException {
    Await.until(() -> sent() >= count, () -> count + " events");
    return events();
  }

  private int sent() {
    try {
      return events().size();
    } catch (IOException e) {
      throw new AssertionError("expected JSON", e);
    }
  }

  private JsonNode lateEvent() throws IOException {
    proxy.hold(SCRIPT, LATE);
    open("/page");
    long called = Long.parseLong(
        chromium.run("() => { posthog.capture('early', {a: 1}); return String(Date.now()) }"));
    chromium.page().waitForFunction("() => window.posthog.__loaded");
    JsonNode event = awaited(1).get(0);

    assertThat(event.path("event").asText()).isEqualTo("early");
    assertThat(event.path("properties").path("a").asInt()).isEqualTo(1);
    assertThat(Instant.parse(event.path("timestamp").asText()).toEpochMilli())
        .isBetween(called - 500, called);
    assertThat(errors).isEmpty();
    return event;
  }

  @Test
  void callsForALateScriptKeepTheirTime() throws IOException {
    lateEvent();
  }

  @Test
  void callsForALateScriptOfTheOriginalSdkKeepTheirTime() throws IOException {
    proxy.serveScript(SCRIPT, OfficialSnippet.file("array.js"));
    proxy.miss("/array/" + TOKEN + "/config.js");
    assertThat(lateEvent().path("properties").path("$lib_version").asText()).isEqualTo("1.449.2");
  }

  @Test
  void capturesAreHandedOverWhenThePageIsLeftBeforeTheScriptCame() throws IOException {
    proxy.hold(SCRIPT, NEVER);
    open("/page");
    chromium.tell("posthog.capture('first', {a: 1}); posthog.register({plan: 'pro'});"
        + "posthog.capture('second', null, {send_instantly: true})");
    open("/elsewhere");
    List<JsonNode> events = awaited(2);
    proxy.hold(SCRIPT, 0);
    chromium.open(proxy.url() + "/page");
    chromium.tell("posthog.capture('third')");
    JsonNode third = awaited(3).get(2);

    assertThat(events)
        .extracting(event -> event.path("event").asText())
        .containsExactly("first", "second");
    assertThat(events).allSatisfy(event -> {
      assertThat(UUID.fromString(event.path("uuid").asText()).version()).isEqualTo(4);
      assertThat(event.path("properties").path("$process_person_profile").asBoolean(true))
          .isFalse();
      assertThat(event.path("properties").path("distinct_id"))
          .isEqualTo(third.path("properties").path("distinct_id"))
          .isEqualTo(third.path("properties").path("$device_id"));
    });
    assertThat(third.path("properties").path("$is_identified").asBoolean(true)).isFalse();
    assertThat(errors).isEmpty();
  }

  @Test
  void nothingIsHandedOverForWhoOptedOutOrMayHaveTo() throws IOException {
    proxy.hold(SCRIPT, NEVER);
    servePage("/unasked", ",opt_out_capturing_by_default:true");
    servePage("/asked", ",before_send:function(event){return event}");
    for (String page : List.of("/unasked", "/asked")) {
      open(page);
      chromium.tell("posthog.capture('secret')");
    }
    open("/page");
    chromium.tell("posthog.capture('secret'); posthog.opt_out_capturing()");
    open("/page");
    chromium.tell("localStorage.__ph_opt_in_out_phc_stub = '0'; posthog.capture('secret')");
    open("/page");
    chromium.tell("localStorage.clear(); document.cookie = '__ph_opt_in_out_phc_stub=0';"
        + "posthog.capture('secret')");
    open("/page");
    chromium.tell("document.cookie = '__ph_opt_in_out_phc_stub=1'; posthog.capture('granted')");
    open("/elsewhere");

    assertThat(awaited(1))
        .extracting(event -> event.path("event").asText())
        .containsExactly("granted");
    assertThat(errors).isEmpty();
  }

  @Test
  void blockedScriptIsNoErrorAndLosesNothing() throws IOException {
    proxy.miss(SCRIPT);
    open("/page");
    chromium.tell("posthog.identify('dora@example.com'); posthog.people.set({name: 'Dora'});"
        + "posthog.capture('unheard')");
    chromium.page().navigate("about:blank");

    assertThat(awaited(1))
        .extracting(event -> event.path("event").asText())
        .containsExactly("unheard");
    assertThat(errors).isEmpty();
  }

  @Test
  void moduleTakesOverTheStubsQueueAndIsTheInstance() throws IOException {
    proxy.hold(SCRIPT, NEVER);
    open("/page");
    chromium.tell("posthog.capture('waiting')");

    assertThat(chromium.run("async () => { const m = await import('/static/module.js');"
            + "return String(m.default === m.posthog && m.posthog === window.posthog"
            + " && m.posthog.__loaded) }"))
        .isEqualTo("true");
    assertThat(awaited(1).get(0).path("event").asText()).isEqualTo("waiting");
  }

  @Test
  void moduleAloneSendsToWhereItCameFrom() throws IOException {
    proxy.servePage("/bare", "<!doctype html><title>Module</title>");
    open("/bare");
    chromium.run("async () => { const { default: posthog } = await import('/static/module.js');"
        + "posthog.init('phc_module', {opt_out_useragent_filter: true}) }");

    assertThat(awaited(1).get(0).path("event").asText()).isEqualTo("$pageview");
    assertThat(errors).isEmpty();
  }
}
