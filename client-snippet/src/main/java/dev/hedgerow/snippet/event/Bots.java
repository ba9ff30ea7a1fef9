package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.UserAgent;

/** Tells machines from people by what the browser says of itself (contract C11.1). */
final class Bots {
  /**
   * A pattern of the known names. Everything called a bot is one, but for the telephones named Cubot, so that a crawler
   * nobody has listed yet is no visitor either.
   */
  private static final String NAMES =
      "(^|[^u])bot|[^c]ubot|hypefactors|spider|bingpreview|lighthouse|deepscan|facebook(ext|cat)|hubspot"
          + "|ia_archiver|meta-ext|nessus|pinterest|prerender|screaming frog|sitebulb|slurp|turnitin"
          + "|vercel-screenshot|crawler|ahrefssite|chatgpt-user|headlesschrome|cypress|-google"
          + "|google(other|weblight| web preview| favicon|-(hot|read|insp))";

  private Bots() {}

  /** Whether a machine drives this page, by the known names and the page's own. */
  static boolean drivesPage(Bag config) {
    Bag navigator = Page.navigator();
    Text names = UserAgent.name()
        .plus(Json.text(Bag.orEmpty(navigator.get("userAgentData")).get("brands")))
        .lower();
    Items own = Items.of(config.get("custom_blocked_useragents"));
    for (int i = 0; i < own.size(); i++) {
      if (!own.text(i).isEmpty() && names.has(own.text(i).lower())) {
        return true;
      }
    }
    return navigator.flag("webdriver") || names.fits(NAMES);
  }
}
