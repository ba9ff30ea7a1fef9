package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ordinary visits in a real browser, by following links, with nothing switched off. */
@Needs(Program.CHROMIUM)
final class VisitInChromiumTest {

  private static final SnippetOptions ORDINARY =
      SnippetOptions.STANDARD.with("opt_out_useragent_filter", "true");

  @TempDir
  private Path data;

  @Test
  void clickThatLeavesThePageIsNotLost() throws IOException {
    try (Journey journey = Journey.start(data, ORDINARY);
        Chromium chromium = new Chromium()) {
      chromium.open(journey.at("/product"));
      chromium.click("#purchase");
      chromium.page().navigate("about:blank");
      journey.server.stored("$pageleave");

      assertThat(journey.answers().column("SELECT event FROM events"))
          .containsExactlyInAnyOrder("$pageview", "$autocapture", "$pageleave");
      journey.assertAllSentIsThereOnce();
    }
  }

  @Test
  void eachChapterOfTheGrowingGuideIsAPageView() throws IOException {
    try (Journey journey = Journey.start(data, ORDINARY);
        Chromium chromium = new Chromium()) {
      chromium.open(journey.at("/docs"));
      chromium.click(".chapters [data-chapter=sowing]");
      chromium.click(".chapters [data-chapter=harvest]");
      chromium.page().goBack();
      chromium.tell("posthog.capture('read enough')");
      journey.server.stored("read enough");

      assertThat(journey
              .answers()
              .column("SELECT properties.$pathname FROM events WHERE event = '$pageview'"))
          .containsExactlyInAnyOrder("/docs", "/docs/sowing", "/docs/harvest", "/docs/sowing");
      assertThat(journey
              .answers()
              .column("SELECT properties.navigation_type FROM events"
                  + " WHERE event = '$pageview' AND properties.$pathname <> '/docs'"))
          .containsExactlyInAnyOrder("pushState", "pushState", "popstate");
      assertThat(journey.proxy.requests())
          .as("sent as the browser's own gzip")
          .anyMatch(request -> request.gzipped() && request.mentions("read enough"));
    }
  }

  @Test
  void visitorWhoSignsUpOnTheWayIsOnePersonFromTheFirstClick() throws IOException {
    try (Journey journey = Journey.start(data, ORDINARY);
        Chromium chromium = new Chromium()) {
      chromium.open(journey.at("/"));
      chromium.click("#hero-sign-up");
      chromium.page().waitForURL("**/sign-up");
      chromium.type("#email", "alice@example.com");
      chromium.choose("#plan", "balcony");
      chromium.click("#sign-up");
      chromium.page().waitForURL("**/account");
      journey.server.stored("$identify");
      chromium.click("#skip-month");
      chromium.tell("posthog.capture('skipped')");
      journey.server.stored("skipped");

      Answers answers = journey.answers();
      assertThat(answers.column("SELECT event FROM events WHERE event <> '$autocapture'"))
          .containsExactlyInAnyOrder(
              "$pageview",
              "$pageleave",
              "$pageview",
              "signed_up",
              "$pageleave",
              "$pageview",
              "$identify",
              "skipped");
      assertThat(answers.column("SELECT DISTINCT person_id FROM events"))
          .isEqualTo(answers.column("SELECT id FROM persons"))
          .hasSize(1);
      assertThat(answers.column("SELECT properties FROM persons").toString())
          .contains("alice@example.com");
      assertThat(answers.held()).isZero();
      journey.assertAllSentIsThereOnce();
    }
  }
}
