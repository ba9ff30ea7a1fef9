package dev.hedgerow.snippet.browser;

import org.teavm.jso.JSBody;

/**
 * Reads browser, system and device out of the browser's name for itself (contract C6.7). What most visitors have is known in
 * here; part {@code agents} has the whole tables.
 */
public final class UserAgent {
  /** The browsers that are known in here. */
  private static final String COMMON =
      "^Mozilla/5.0 \\((Windows NT 10|Mac|X11|iP[ha]|Linux; Android \\d+; K\\)).*"
          + "(Firefox|Gecko\\)( (Version|Chrome|Mobile)\\S*)* Safari\\S*( Edg)?)/[\\d.]+$";

  private UserAgent() {}

  /** The browser's name for itself. */
  @JSBody(script = "return navigator.userAgent||''")
  public static native Text name();

  /** All that the browser says of itself. */
  public static Text allNames() {
    return name()
        .plus(Json.text(Bag.orEmpty(Page.navigator().get("userAgentData")).get("brands")));
  }

  /** Whether the browser is one of those that are known in here. */
  public static boolean isCommon() {
    return name().fits(COMMON) && !allNames().fits("bot|headless");
  }

  /** The properties, and whether the browser is none that people use, as far as part {@code agents} is here; found out once a page. */
  private static Items known() {
    Items known = Items.of(Scripts.state().get("agent"));
    if (known.size() == 0) {
      known = Items.of(Guard.call(Scripts.bundled().get("agents"), known));
      if (known.size() == 0) {
        known = Items.with(common(hiddenMobile()));
      }
      Scripts.state().set("agent", known);
    }
    return known;
  }

  /** Whether it is none that people use. */
  public static boolean isMachine() {
    return Js.truthy(known().at(1));
  }

  /** Adds the browser, system and device properties. */
  public static void addTo(Bag properties) {
    properties.merge(known().at(0));
  }

  @JSBody(
      params = "type",
      script = "var n=navigator,u=n.userAgent,"
          + "r=function(p){return RegExp('('+p+')/(\\\\d+(\\\\.\\\\d+)?)').exec(u)},"
          + "b=r('Edg|Firefox')||r('Chrome')||r('Version')||[],m=/Mobile/.test(u),"
          + "o=/Windows|iP[ha]\\w+|Android|Mac OS X|CrOS|Linux(?!; An)/.exec(u)+'',i=/iP/.test(o),"
          + "v=/OS (X )?(\\d+)[_.](\\d+)[_.]?(\\d+)?/.exec(u),w=/ws/.test(o),"
          + "d=i||m&&/An/.test(o)?o:/An/.test(o)?'Android Tablet':void 0;"
          + "return {$browser:n.brave?'Brave':{Edg:'Microsoft Edge',Version:m?'Mobile Safari':'Safari'}[b[1]]||b[1],"
          + "$browser_version:b[2]?+b[2]:null,$os:i?'iOS':o==='CrOS'?'Chrome OS':o,"
          + "$os_version:w?/arm/i.test(u)?'RT':'10':v?v[2]+'.'+v[3]+'.'+(v[4]||0):void 0,"
          + "$device:d,$device_type:d?/Pad|Tab/.test(d)?'Tablet':'Mobile':type}")
  private static native Bag common(Text type);

  /** A phone or tablet that asks for the desktop site still tells its platform. */
  @JSBody(
      script =
          "var n=navigator,d=n.userAgentData,s=window.screen||{};"
              + "return d&&d.platform==='Android'&&n.maxTouchPoints>0?"
              + "Math.min(s.width,s.height)/(window.devicePixelRatio||1)>=600?'Tablet':'Mobile':'Desktop'")
  static native Text hiddenMobile();
}
