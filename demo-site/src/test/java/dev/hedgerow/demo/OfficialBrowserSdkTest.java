package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified official browser SDK, both as script and as module, with this server. */
@Needs({Program.CHROMIUM, Program.NPM})
final class OfficialBrowserSdkTest {

  private static final String MODULE = "/vendor/module.js";

  @TempDir
  private Path data;

  @Test
  void everyEventOfTheScriptIsThereOnceWithItsPerson() throws IOException {
    try (Journey journey = Journey.start(data, Journey.PLAIN);
        Chromium chromium = new Chromium()) {
      OfficialSnippet.serve(journey.proxy);
      chromium.open(journey.at("/product"));
      chromium.click("#purchase");
      chromium.tell("posthog.capture('box chosen', {box: 'kitchen garden'})");
      journey.server.stored("box chosen");
      assertThat(journey.answers().persons()).isZero();

      chromium.tell("posthog.identify('dora@example.com', {name: 'Dora'})");
      chromium.tell("posthog.group('company', 'fernhill', {size: 3})");
      chromium.tell("posthog.capture('box paid')");
      journey.server.stored("box paid");

      assertThat(journey.answers().column("SELECT event FROM events"))
          .containsExactlyInAnyOrder(
              "$pageview", "$autocapture", "box chosen", "$identify", "$groupidentify", "box paid");
      journey.assertAllSentIsThereOnce();
      assertAllBelongToDora(journey);
    }
  }

  @Test
  void leavingThePageLosesNothing() throws IOException {
    SnippetOptions withLeaves = Journey.PLAIN.with("capture_pageleave", "true");
    try (Journey journey = Journey.start(data, withLeaves);
        Chromium chromium = new Chromium()) {
      OfficialSnippet.serve(journey.proxy);
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
  void everyEventOfTheModuleIsThereOnceWithItsPerson() throws IOException {
    try (Journey journey = Journey.start(data, Journey.PLAIN);
        Chromium chromium = new Chromium()) {
      journey.proxy.serveScript(MODULE, OfficialSnippet.file("module.js"));
      chromium.page().navigate(journey.at("/site.css"));
      chromium.run("""
          async () => {
            const { posthog } = await import('%1$s%2$s');
            posthog.init('%3$s', {api_host: '%1$s', opt_out_useragent_filter: true,
                capture_pageleave: false});
            posthog.capture('box chosen');
            posthog.identify('dora@example.com');
            posthog.capture('box paid');
          }
          """.formatted(journey.proxy.url(), MODULE, Hedgerow.TOKEN));
      journey.server.stored("box paid");
      journey.server.stored("$pageview");

      assertThat(journey.answers().column("SELECT event FROM events"))
          .containsExactlyInAnyOrder("$pageview", "box chosen", "$identify", "box paid");
      journey.assertAllSentIsThereOnce();
      assertAllBelongToDora(journey);
    }
  }

  private static void assertAllBelongToDora(Journey journey) {
    Answers answers = journey.answers();
    assertThat(answers.uniqueUsers()).isEqualTo(1);
    assertThat(answers.column("SELECT DISTINCT person_id FROM events"))
        .isEqualTo(answers.column("SELECT id FROM persons"));
    assertThat(answers.column("SELECT distinct_id FROM person_distinct_ids"))
        .hasSize(2)
        .contains("dora@example.com");
  }
}
