package dev.hedgerow.snippet;

import java.util.Set;
import java.util.TreeSet;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlPage;

/** What a page's visit has left in the browser, and pages whose clock is not the machine's. */
final class Kept {
  /** Under what name the visitor of the test's project is kept. */
  static final String KEY = "ph_" + Visit.TOKEN + "_posthog";

  private Kept() {}

  /** The names in the storage of that name, sorted, with spaces between. */
  static String names(HtmlPage page, String storage) {
    return (String) Visit.run(
        page,
        "(function(s){var a=[];for(var i=0;i<s.length;i++)a.push(s.key(i));return a.sort().join(' ')})("
            + storage + ")");
  }

  /** The names of the browser's cookies. */
  static Set<String> cookies(WebClient browser) {
    Set<String> names = new TreeSet<>();
    browser.getCookieManager().getCookies().forEach(cookie -> names.add(cookie.getName()));
    return names;
  }

  /** What the page answers to an expression. */
  static String ask(HtmlPage page, String expression) {
    return (String) Visit.run(page, "''+(" + expression + ")");
  }

  /** A script that moves the clock of the page it stands on. */
  static String clockAhead(String millis) {
    return "<script>(function(){var now=Date.now;window.ahead=" + millis
        + ";Date.now=function(){return now()+window.ahead}})()</script>";
  }
}
