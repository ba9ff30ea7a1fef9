package dev.hedgerow.demo;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The corpus in a real browser. */
@Needs(Program.CHROMIUM)
final class PrivacyCorpusInChromiumTest extends PrivacyCorpusContract {

  /** Longer than it takes until a click counts as dead. */
  private static final int DEAD = 3500;

  @Override
  Browser open() {
    Chromium chromium = new Chromium();
    return new Browser() {
      @Override
      public String visit(
          String from, RecordingProxy proxy, List<PrivacyCorpus.Keys> keys, BooleanSupplier told) {
        Page page = chromium.page();
        page.navigate(from);
        page.click("#go");
        page.waitForFunction("() => window.ready && ready()");
        await(proxy, "copying.js");
        page.waitForTimeout(100);
        page.evaluate("() => run()");
        await(proxy, "$copy_autocapture");
        for (PrivacyCorpus.Keys one : keys) {
          chromium.type(one.selector(), one.words());
          page.click(one.selector());
        }
        if (proxy.requests().stream().anyMatch(one -> one.mentions("/dead.js"))) {
          page.waitForTimeout(DEAD);
        }
        String kept = String.valueOf(page.evaluate("() => kept()"));
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
