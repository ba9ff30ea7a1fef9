package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Scripts;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.UserAgent;

/** Tells machines from people by what the browser says of itself (contract C11.1). */
final class Bots {
  private Bots() {}

  /** Whether a machine drives this page, by the known names and the page's own. */
  static boolean drivesPage(Bag config) {
    return Page.navigator().flag("webdriver")
        || UserAgent.isMachine()
        || Js.truthy(Scripts.ask(Text.of("bot"), config, UserAgent.allNames()));
  }
}
