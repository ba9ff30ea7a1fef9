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
        await(proxy, "copying.js");
        page.waitForTimeout(100);
        page.evaluate("() => run()");
        await(proxy, "$copy_autocapture");
        String kept = String.valueOf(
            page.evaluate(
                "() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie])"));
        page.navigate("about:blank");
        page.waitForTimeout(100);
        return kept;
      }

      private void await(RecordingProxy proxy, String what) {
        Await.until(
            () -> proxy.requests().stream().anyMatch(one -> one.mentions(what)),
            () -> proxy.requests().size() + " requests, none with " + what);
      }

      @Override
      public void close() {
        chromium.close();
      }
    };
  }
}
