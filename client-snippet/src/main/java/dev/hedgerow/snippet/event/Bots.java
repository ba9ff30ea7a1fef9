package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.UserAgent;

/** Tells machines from people by what the browser says of itself (contract C11.1). */
final class Bots {
  /** A pattern of the known names. */
  private static final String NAMES =
      "(amazon|amazonproduct|apple|archive\\.org_|awario|backlinksextended|bing|dataforseo|duckduck|leiki|linkedin"
          + "|mj12|msn|petal|roger|slack|trendiction|twitter|vercel|yandex|zoom|ahrefs|semrush|siteaudit"
          + "|splitsignal|gpt|oai-search|perplexity|sentryuptime|google|google-cloudvertex)bot"
          + "|app\\.hypefactors\\.com|baiduspider|bingpreview|chrome-lighthouse|deepscan|facebook(external|catalog)"
          + "|http://yandex\\.com/bots|hubspot|ia_archiver|meta-externalagent|nessus|pinterest|prerender"
          + "|screaming frog|sebot-wa|sitebulb|slurp|turnitin|vercel-screenshot|bot\\.htm|bot\\.php|\\(bot;|bot/"
          + "|crawler|ahrefssiteaudit|chatgpt-user|better uptime bot|uptimerobot|headlesschrome|cypress"
          + "|(adsbot|apis|duplexweb|feedfetcher|mediapartners|storebot)-google"
          + "|google(-hoteladsverifier| favicon| web preview|-read-aloud|other|weblight|-inspectiontool)"
          + "|bytespider";

  private Bots() {}

  /** Whether a machine drives this page, by the known names and the page's own. */
  static boolean drivesPage(Bag config) {
    Bag navigator = Page.navigator();
    Items own = Items.of(config.get("custom_blocked_useragents"));
    if (navigator.flag("webdriver") || isOne(UserAgent.name(), own)) {
      return true;
    }
    Items brands = Items.of(Bag.orEmpty(navigator.get("userAgentData")).get("brands"));
    for (int i = 0; i < brands.size(); i++) {
      if (isOne(brands.bag(i).text("brand"), own)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOne(Text agent, Items own) {
    for (int i = 0; i < own.size(); i++) {
      if (!own.text(i).isEmpty() && agent.lower().has(own.text(i).lower())) {
        return true;
      }
    }
    return agent.fits(NAMES);
  }
}
