package dev.hedgerow.snippet.lazy.agents;

import dev.hedgerow.snippet.browser.AgentTables;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.UserAgent;
import org.teavm.jso.JSObject;

/** The whole tables of contract C6.7, the first row that fits wins. */
public final class Agents {
  /**
   * Browser, the pattern it is known by, and the pattern before its version: the same one if left out, and none means that no
   * version is known. A name with {@code #} at its end is Apple's.
   */
  private static final String BROWSERS =
      "Opera Mini~ OPR/.*Mini|Mini.* OPR/~@Opera~ OPR/~(Opera|OPR)/"
          + "@BlackBerry~BlackBerry|PlayBook|BB10~(BlackBerry |Version/)"
          + "@Internet Explorer Mobile~IEMobile|WPDesktop~rv:@Oculus Browser~OculusBrowser"
          + "@Samsung Internet~SamsungBrowser@Microsoft Edge~Edge?/@Vivaldi~Vivaldi/@Yandex~YaBrowser/"
          + "@Whale~Whale/@DuckDuckGo~DuckDuckGo/|Ddg/@Facebook Mobile~FBIOS~@UC Browser~UCWEB|UCBrowser"
          + "@Chrome iOS~CriOS@Chrome~CrMo|Chrome@Android Mobile~Android.*Safari~android @Firefox iOS~FxiOS"
          + "@Konqueror~konqueror@Brave~Brave/~(Brave|Chrome)/@Mobile Safari~Mobile.*#~Version/"
          + "@Safari~#~Version/@Pale Moon~PaleMoon/@Waterfox~Waterfox/@Firefox~Firefox"
          + "@Internet Explorer~MSIE|Trident/~(rv:|MSIE )@Firefox~Gecko~Firefox/";

  /** System and pattern; what the pattern's groups catch becomes the version. */
  private static final String SYSTEMS =
      "Xbox~Xbox; Xbox ([^)]*?)[);]@Nintendo~Nintendo@PlayStation~PlayStation"
          + "@BlackBerry~BlackBerry|PlayBook|BB10@Windows Phone~Windows.*(?:Phone|WPDesktop)"
          + "@Windows Mobile~^(?!.*IEMobile).*Windows.*Mobile@Windows~Windows NT ([0-9.]+)@Windows~Windows"
          + "@iOS~(?:iPhone|iPad|iPod).*?OS (\\d+)_(\\d+)_?(\\d+)?@iOS~iPhone|iPad|iPod"
          + "@watchOS~(?:watch.*?/|watch ?OS,?)(\\d+)\\.(\\d+)\\.?(\\d+)?"
          + "@Android~Android (\\d+)\\.(\\d+)\\.?(\\d+)?@Android~Android"
          + "@Mac OS X~Mac OS X (\\d+)[_.](\\d+)[_.]?(\\d+)?@Mac OS X~Mac@Chrome OS~CrOS@Linux~Linux|debian";

  private static final String WINDOWS =
      ";3.51=NT 3.11;4.0=NT 4.0;5.0=2000;5.1=XP;5.2=XP;6.0=Vista;6.1=7;6.2=8;6.3=8.1;6.4=10;10.0=10";

  /** Device and pattern; an empty device means what the pattern's first group caught. */
  private static final String DEVICES =
      "~(Nintendo [^);/ ]+)@~(PlayStation [^);/ ]+)@Xbox~Xbox@Ouya~Ouya"
          + "@Windows Phone~Windows Phone|WPDesktop@iPad~iPad@iPod Touch~iPod@iPhone~iPhone"
          + "@Apple Watch~watch(?: ?OS[,/]|\\d,\\d/)@BlackBerry~BlackBerry|PlayBook|BB10@Kobo~Kobo@Nokia~Nokia"
          + "@Kindle Fire~Kindle Fire|KF[A-Z]{2,4} .*Silk"
          + "@Android~^(?!.*(9138B|TB782B|Nexus [79]|pixel c|HUAWEISHT|BTV|noble nook|smart ultra 6))"
          + ".*(Android|ZTE).*Mobile@Android Tablet~Android|ZTE@Generic mobile~pda|Mobile"
          + "@Generic tablet~Tablet(?! pc)";

  /** Type and pattern of the devices that are of it. */
  private static final String TYPES =
      "Tablet~^(iPad|Android Tablet|Kobo|Kindle Fire|Generic tablet)$"
          + "@Console~^(Nintendo|PlayStation|Xbox|Ouya)@Wearable~^Apple Watch$@Mobile~.";

  /**
   * A pattern of the names of machines (contract C11.1). Everything called a bot is one, but for the telephones named Cubot,
   * so that a crawler nobody has listed yet is no visitor either.
   */
  private static final String MACHINES =
      "(^|[^u])bot|[^c]ubot|hypefactors|spider|bingpreview|lighthouse|deepscan|facebook(ext|cat)|hubspot"
          + "|ia_archiver|meta-ext|nessus|pinterest|prerender|screaming frog|sitebulb|slurp|turnitin"
          + "|vercel-screenshot|crawler|ahrefssite|chatgpt-user|headlesschrome|cypress|-google"
          + "|google(other|weblight| web preview| favicon|-(hot|read|insp))";

  private Agents() {}

  /** The properties that the tables find, and whether the browser is a machine's. */
  public static JSObject found() {
    Items tables = Items.with(Text.of(BROWSERS), Text.of(SYSTEMS))
        .and(Items.with(Text.of(DEVICES), Text.of(WINDOWS)))
        .and(Items.with(Text.of(TYPES)));
    return Items.with(
        AgentTables.find(tables), Js.of(UserAgent.allNames().lower().fits(MACHINES)));
  }
}
