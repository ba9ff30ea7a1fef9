package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;

/** Tells machines from people by what the browser says of itself (contract C11.1). */
final class Bots {
  private static final String NAMES =
      "amazonbot,amazonproductbot,app.hypefactors.com,applebot,archive.org_bot,awariobot,"
          + "backlinksextendedbot,baiduspider,bingbot,bingpreview,chrome-lighthouse,dataforseobot,"
          + "deepscan,duckduckbot,facebookexternal,facebookcatalog,http://yandex.com/bots,hubspot,"
          + "ia_archiver,leikibot,linkedinbot,meta-externalagent,mj12bot,msnbot,nessus,petalbot,"
          + "pinterest,prerender,rogerbot,screaming frog,sebot-wa,sitebulb,slackbot,slurp,"
          + "trendictionbot,turnitin,twitterbot,vercel-screenshot,vercelbot,yahoo! slurp,yandexbot,"
          + "zoombot,bot.htm,bot.php,(bot;,bot/,crawler,ahrefsbot,ahrefssiteaudit,semrushbot,"
          + "siteauditbot,splitsignalbot,gptbot,oai-searchbot,chatgpt-user,perplexitybot,"
          + "better uptime bot,sentryuptimebot,uptimerobot,headlesschrome,cypress,"
          + "google-hoteladsverifier,adsbot-google,apis-google,duplexweb-google,feedfetcher-google,"
          + "google favicon,google web preview,google-read-aloud,googlebot,googleother,"
          + "google-cloudvertexbot,googleweblight,mediapartners-google,storebot-google,"
          + "google-inspectiontool,bytespider";

  private Bots() {}

  /** Whether a machine drives this page, by the known names and the page's own. */
  static boolean drivesPage(Bag config) {
    Bag navigator = Page.navigator();
    Items names = Items.split(NAMES, ",").and(Items.of(config.get("custom_blocked_useragents")));
    if (navigator.flag("webdriver") || isAmong(names, Js.lower(navigator.text("userAgent")))) {
      return true;
    }
    Items brands = Items.of(Bag.orEmpty(navigator.get("userAgentData")).get("brands"));
    for (int i = 0; i < brands.size(); i++) {
      if (isAmong(names, Js.lower(Bag.orEmpty(brands.at(i)).text("brand")))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAmong(Items names, String agent) {
    for (int i = 0; i < names.size(); i++) {
      String name = Js.lower(names.text(i));
      if (!name.isEmpty() && agent.contains(name)) {
        return true;
      }
    }
    return false;
  }
}
