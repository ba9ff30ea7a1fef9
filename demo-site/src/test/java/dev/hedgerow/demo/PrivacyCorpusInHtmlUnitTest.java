package dev.hedgerow.demo;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;

/** The corpus without a real browser, so that it is searched on every machine. */
final class PrivacyCorpusInHtmlUnitTest extends PrivacyCorpusContract {

  private static final int FLUSHED = 900;
  private static final int FLUSHES_MAX = 30;

  /** HtmlUnit has no design mode, takes only lower case for editable, and does not always tell what is in a shadow tree. */
  @Override
  boolean knows(String line) {
    return !line.startsWith("design ")
        && !line.contains("contenteditable='TRUE'")
        && !line.equals("controlword007");
  }

  @Override
  Browser open() {
    WebClient client = new WebClient(BrowserVersion.CHROME);
    client.getOptions().setThrowExceptionOnScriptError(true);
    client.getOptions().setThrowExceptionOnFailingStatusCode(false);
    return new Browser() {
      @Override
      public String visit(
          String from, RecordingProxy proxy, List<PrivacyCorpus.Keys> keys, BooleanSupplier told)
          throws IOException {
        HtmlPage before = client.getPage(from);
        HtmlPage page = before.getHtmlElementById("go").click();
        client.waitForBackgroundJavaScript(FLUSHED);
        page.executeJavaScript("run()");
        client.waitForBackgroundJavaScript(FLUSHED);
        for (PrivacyCorpus.Keys one : keys) {
          HtmlElement field = page.querySelector(one.selector());
          field.type(one.words());
          page.setFocusedElement(null);
          field.click();
        }
        client.waitForBackgroundJavaScript(FLUSHED);
        for (int i = 0; i < FLUSHES_MAX && !told.getAsBoolean(); i++) {
          client.waitForBackgroundJavaScript(FLUSHED);
        }
        String kept = String.valueOf(page.executeJavaScript("kept()").getJavaScriptResult());
        client.getPage("about:blank");
        return kept;
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }
}
