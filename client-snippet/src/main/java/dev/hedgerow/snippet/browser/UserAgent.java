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
      "Samsung Internet~SamsungBrowser@Microsoft Edge~Edge?/@Chrome iOS~CriOS@Chrome~Chrome"
          + "@Mobile Safari~Mobile.*#~Version/@Safari~#~Version/@Firefox~Firefox";

  /** System and pattern; what the pattern's groups catch becomes the version. */
  private static final String SYSTEMS =
      "Windows~Windows NT ([0-9.]+)@iOS~(?:iPhone|iPad).*?OS (\\d+)_(\\d+)_?(\\d+)?"
          + "@Android~Android@Mac OS X~Mac OS X (\\d+)[_.](\\d+)[_.]?(\\d+)?@Chrome OS~CrOS@Linux~Linux";

  private static final String DEVICES =
      "iPad~iPad@iPhone~iPhone@Android~Android.*Mobile@Android Tablet~Android";

  private static final String TYPES = "Tablet~Pad|Tab@Mobile~.";

  /** The browsers these tables are enough for: those of most visitors. */
  private static final String COMMON =
      "^Mozilla/5.0 \\((Windows NT 10|Mac|X11|iP[ha]|Linux; Android \\d+; K\\)).*"
          + "(Firefox|Gecko\\)( (Version|SamsungBrowser|CriOS|Chrome|Mobile)\\S*)* Safari\\S*( Edg)?)/[\\d.]+$";

  private UserAgent() {}

  /** The browser's name for itself. */
  @JSBody(script = "return navigator.userAgent||''")
  public static native Text name();

  /** All that the browser says of itself. */
  public static Text allNames() {
    return name()
        .plus(Json.text(Bag.orEmpty(Page.navigator().get("userAgentData")).get("brands")));
  }

  /** Whether the browser is one of those that the tables in here tell apart; for the others part {@code agents} has more. */
  public static boolean isCommon() {
    return name().fits(COMMON) && !allNames().fits("bot|headless");
  }

  /** Whether it is none that people use, as far as part {@code agents} is here. */
  public static boolean isMachine() {
    Text pattern = tables().text(5);
    return !pattern.isEmpty() && allNames().lower().fits(pattern);
  }

  /** Adds the browser, system and device properties, which are found out once a page. */
  public static void addTo(Bag properties) {
    Bag known = Bag.of(Scripts.state().get("agent"));
    if (known == null) {
      known = Bag.create();
      Scripts.state().set("agent", known);
      find(known, tables());
    }
    properties.merge(known);
  }

  private static Items tables() {
    Items tables = Items.of(Guard.call(Scripts.bundled().get("agents"), Items.create()));
    return tables.size() > 0
        ? tables
        : Items.listed(BROWSERS + "," + SYSTEMS + "," + DEVICES + ",10.0=10," + TYPES);
  }

  private static void find(Bag properties, Items tables) {
    addBrowser(properties, row(marked(), tables.text(0)));
    Items system = row(name(), tables.text(1));
    properties.setIfAny("$os", system.text(0));
    addVersion(properties, system, tables.text(3));
    Items found = row(name(), tables.text(2));
    Text device = found.text(0).or(found.text(3));
    properties.setIfAny("$device", device);
    properties.set(
        "$device_type",
        device.isEmpty() ? hiddenMobile() : row(device, tables.text(4)).text(0));
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
          + ".concat(Array.from(m))}return []")
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
          + "k=windows.split(v+'=')[1];v=/arm/i.test(navigator.userAgent)?'RT':k?k.split(';')[0]:''}"
          + "else if(row.length>4)v+='.'+row[4]+'.'+(row[5]||0);if(v)all.$os_version=v}")
  private static native void addVersion(Bag all, Items row, Text windows);

  /** A phone or tablet that asks for the desktop site still tells its platform. */
  @JSBody(
      script =
          "var n=navigator,d=n.userAgentData,s=window.screen||{};"
              + "return d&&d.platform==='Android'&&n.maxTouchPoints>0?"
              + "Math.min(s.width,s.height)/(window.devicePixelRatio||1)>=600?'Tablet':'Mobile':'Desktop'")
  private static native Text hiddenMobile();
}
