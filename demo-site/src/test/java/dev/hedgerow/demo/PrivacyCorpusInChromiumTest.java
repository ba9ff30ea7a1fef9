package dev.hedgerow.demo;

import com.microsoft.playwright.Page;

/** The corpus in a real browser. */
@Needs(Program.CHROMIUM)
final class PrivacyCorpusInChromiumTest extends PrivacyCorpusContract {

  @Override
  Browser open() {
    Chromium chromium = new Chromium();
    return new Browser() {
      @Override
      public String visit(String from, RecordingProxy proxy) {
        Page page = chromium.page();
        page.navigate(from);
        page.click("#go");
        page.waitForFunction("() => window.posthog && window.posthog.__loaded && window.run");
        page.evaluate("() => run()");
        Await.until(
            () -> proxy.requests().stream()
                .anyMatch(
                    one -> one.mentions("controlword008") || one.mentions("$copy_autocapture")),
            () -> proxy.requests().size() + " requests, none with the last of the page");
        String kept = String.valueOf(
            page.evaluate(
                "() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie])"));
        page.navigate("about:blank");
        page.waitForTimeout(100);
        return kept;
      }

      @Override
      public void close() {
        chromium.close();
      }
    };
  }
}
