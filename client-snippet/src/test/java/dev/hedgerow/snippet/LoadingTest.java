package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/** How the script comes onto a page (contract C1). */
final class LoadingTest {
  @Test
  void plainTagIsReadyAtOnce() throws Exception {
    try (Site site = new Site();
        Visit visit = new Visit(site)) {
      HtmlPage page = visit.open("{}", "<button id='buy'>Buy <span>now</span></button>");

      Visit.run(page, "posthog.capture('hello', {a: 1})");
      visit.click(page, "buy");

      assertThat(visit.events())
          .extracting(event -> event.get("event").asText())
          .containsExactly("$pageview", "hello", "$autocapture");
    }
  }
}
