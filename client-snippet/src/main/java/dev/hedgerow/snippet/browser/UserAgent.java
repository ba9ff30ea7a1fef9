package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * Reads browser, system and device out of the browser's name for itself (contract C6.7). The tables are single texts and the
 * readers scripts, because an array of Java strings would weigh several times as much: rows end in {@code @}, cells in
 * {@code ~}, and the first row whose pattern is found wins.
 */
public final class UserAgent {
  /**
   * Browser, pattern, and the pattern of what stands before its version: left out it is the browser's own pattern, empty means
   * that no version is known. A name with {@code #} at its end is Apple's.
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
      ",3.51=NT 3.11,4.0=NT 4.0,5.0=2000,5.1=XP,5.2=XP,6.0=Vista,6.1=7,6.2=8,6.3=8.1,6.4=10,10.0=10";

  /** Device and pattern; an empty device means what the pattern's first group caught. */
  private static final String DEVICES =
      "~(Nintendo [^);/ ]+)@~(PlayStation [^);/ ]+)@Xbox~Xbox@Ouya~Ouya"
          + "@Windows Phone~Windows Phone|WPDesktop@iPad~iPad@iPod Touch~iPod@iPhone~iPhone"
          + "@Apple Watch~watch(?: ?OS[,/]|\\d,\\d/)@BlackBerry~BlackBerry|PlayBook|BB10@Kobo~Kobo@Nokia~Nokia"
          + "@Kindle Fire~Kindle Fire|KF[A-Z]{2,4} .*Silk"
          + "@Android~^(?!.*(9138B|TB782B|Nexus [79]|pixel c|HUAWEISHT|BTV|noble nook|smart ultra 6))"
          + ".*(Android|ZTE).*Mobile@Android Tablet~Android|ZTE@Generic mobile~pda|Mobile"
          + "@Generic tablet~Tablet(?! pc)";

  private UserAgent() {}

  /** The browser's name for itself. */
  @JSBody(script = "return navigator.userAgent||''")
  public static native Text name();

  /** Adds the browser, system and device properties. */
  public static void addTo(Bag properties) {
    addBrowser(properties, row(marked(), Text.of(BROWSERS)));
    Items system = row(name(), Text.of(SYSTEMS));
    properties.setIfAny("$os", system.text(0));
    addVersion(properties, system, Text.of(WINDOWS));
    Items found = row(name(), Text.of(DEVICES));
    Text device = found.text(0).or(found.text(3));
    properties.setIfAny("$device", device);
    properties.set("$device_type", type(device));
  }

  /** The name, with a mark at its end if it is one of Apple's browsers. */
  private static Text marked() {
    boolean apple = Page.navigator().text("vendor").has("Apple")
        || name().fits("^(?!.*(Chrome|Android)).*Safari");
    return apple ? name().plus("#") : name();
  }

  /** The first row that fits: its name, the pattern before its version, and the match with its groups; empty if none. */
  @JSBody(
      params = {"name", "table"},
      script = "var all=table.split('@');for(var i=0;i<all.length;i++){var r=all[i].split('~'),"
          + "m=RegExp(r[1],'i').exec(name);if(m)return [r[0],r[2]===undefined?'('+r[1]+')[:/]?':r[2]]"
          + ".concat([].slice.call(m))}return []")
  private static native Items row(Text name, Text table);

  private static void addBrowser(Bag properties, Items row) {
    boolean brave = Page.navigator().flag("brave");
    properties.setIfAny("$browser", brave ? Text.of("Brave") : row.text(0));
    properties.set("$browser_version", version(brave ? Text.of("(Brave|Chrome)/") : row.text(1)));
  }

  /** The number after that pattern in the browser's name; null if there is none. */
  @JSBody(
      params = "before",
      script = "var m=before&&RegExp(before+'\\\\d+(\\\\.\\\\d+)?','i').exec(navigator.userAgent);"
          + "return m?+/\\d+(\\.\\d+)?$/.exec(m[0])[0]:null")
  private static native @Nullable JSObject version(Text before);

  @JSBody(
      params = {"all", "row", "windows"},
      script = "var v=row[3],k;if(v){if(row[0]==='Windows'){"
          + "k=windows.split(','+v+'=')[1];v=/arm/i.test(navigator.userAgent)?'RT':k?k.split(',')[0]:''}"
          + "else if(row.length>4)v+='.'+row[4]+'.'+(row[5]||0);if(v)all.$os_version=v}")
  private static native void addVersion(Bag all, Items row, Text windows);

  private static Text type(Text device) {
    if (device.fits("^(iPad|Android Tablet|Kobo|Kindle Fire|Generic tablet)$")) {
      return Text.of("Tablet");
    }
    if (device.fits("^(Nintendo|PlayStation|Xbox|Ouya)")) {
      return Text.of("Console");
    }
    if (device.isEmpty()) {
      return hiddenMobile();
    }
    return device.is("Apple Watch") ? Text.of("Wearable") : Text.of("Mobile");
  }

  /** A phone or tablet that asks for the desktop site still tells its platform. */
  @JSBody(
      script =
          "var n=navigator,d=n.userAgentData,s=window.screen||{};"
              + "return d&&d.platform==='Android'&&n.maxTouchPoints>0?"
              + "Math.min(s.width,s.height)/(window.devicePixelRatio||1)>=600?'Tablet':'Mobile':'Desktop'")
  private static native Text hiddenMobile();
}
