package dev.hedgerow.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.hedgerow.server.http.Paths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo site as it is: a strict content security policy, the script's hash in its tag, and the server behind a path of the
 * site's own origin.
 */
@Needs(Program.CHROMIUM)
final class StrictPolicyInChromiumTest {

  /** Debugging needs a part, which is fetched. */
  private static final SnippetOptions WITH_PARTS = SnippetOptions.STANDARD
      .with("opt_out_useragent_filter", "true")
      .with("request_queue_config", SnippetOptions.SHORT_BATCHES)
      .with("debug", "true");

  private static final String WATCH = """
      document.addEventListener('securitypolicyviolation', function (event) {
        console.error('violation: ' + event.violatedDirective + ' ' + event.blockedURI);
      });
      """;

  @TempDir
  private Path data;

  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Page watched(Chromium chromium) {
    Page page = chromium.page();
    page.addInitScript(WATCH);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    return page;
  }

  @Test
  void visitorSignsUpAndEverythingArrivesWithoutAViolation() throws IOException {
    try (Journey journey = Journey.start(data, WITH_PARTS);
        Chromium chromium = new Chromium()) {
      Page page = watched(chromium);
      chromium.open(journey.at("/"));
      chromium.click("#hero-frost");
      chromium.click("#hero-sign-up");
      page.waitForURL("**/sign-up");
      chromium.type("#email", "alice@example.com");
      chromium.click("#sign-up");
      page.waitForURL("**/account");
      journey.server.stored("$identify");
      chromium.click("#skip-month");
      chromium.tell("posthog.capture('skipped')");
      journey.server.stored("skipped");

      assertThat(complaints).isEmpty();
      assertThat(page.locator("script[integrity^=sha384-]").count()).isEqualTo(1);
      assertThat(page.locator("script:not([src])").count()).isZero();
      assertThat(journey.answers().column("SELECT DISTINCT event FROM events"))
          .contains("$pageview", "$autocapture", "$pageleave", "signed_up", "$identify", "skipped");
      assertThat(journey.answers().column("SELECT DISTINCT person_id FROM events"))
          .hasSize(1);
      assertThat(journey.proxy.requests())
          .as("a part was fetched")
          .anyMatch(request -> request.target().matches("/static/[0-9a-f]{12}/notes\\.js"));
    }
  }

  @Test
  void scriptOfAnotherHashIsRefusedAndThePageGoesOn() throws IOException {
    try (Journey journey = Journey.start(data, WITH_PARTS);
        Chromium chromium = new Chromium()) {
      Page page = watched(chromium);
      journey.proxy.serveScript(
          "/static/array.js", "document.title = 'changed on the way'".getBytes(UTF_8));
      page.navigate(journey.at("/"));
      chromium.click("#hero-frost");

      assertThat(chromium.run("String(window.posthog) + document.title"))
          .startsWith("undefined")
          .doesNotContain("changed");
      assertThat(chromium.run("String(document.getElementById('frost-answer').hidden)"))
          .isEqualTo("false");
      assertThat(complaints).hasSize(1).first().asString().contains("integrity");
    }
  }

  @Test
  void ownPathsOfTheServerLeaveNoneOfTheUsualOnesInSight() throws IOException {
    try (Hedgerow server = Hedgerow.start(data, new Paths("/js/site.js", "/collect"));
        RecordingProxy proxy = RecordingProxy.inFrontOf(server.url());
        Chromium chromium = new Chromium()) {
      proxy.servePage("/page", """
          <!doctype html><title>Own paths</title><link rel="icon" href="data:,"><script src="/js/site.js"></script>
          <script>posthog.init('%s', {api_host: location.origin + '/collect', debug: true,
            opt_out_useragent_filter: true, request_queue_config: {flush_interval_ms: 250}})</script>
          <button id="buy">Buy</button>
          """.formatted(Hedgerow.TOKEN));
      watched(chromium);
      chromium.open(proxy.url() + "/page");
      chromium.click("#buy");
      chromium.tell("posthog.capture('bought')");
      server.stored("bought");
      chromium.page().navigate("about:blank");
      server.stored("$pageleave");

      assertThat(server.answers().column("SELECT event FROM events"))
          .containsExactlyInAnyOrder("$pageview", "$autocapture", "bought", "$pageleave");
      assertThat(proxy.requests())
          .extracting(Recorded::target)
          .filteredOn(target -> !target.matches("/page"))
          .isNotEmpty()
          .allMatch(target -> target.matches(
              "/js/site\\.js|/collect/in/.*|/collect/static/[0-9a-f]{12}/[a-z]+\\.js"));
      assertThat(complaints).isEmpty();
    }
  }
}
