package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Pattern;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Reads browser, system and device out of the browser's name for itself (contract C6.7). */
final class UserAgent {
  /** Pattern and name in turns; the first that is found wins. */
  private static final String[] BROWSERS = {
    " OPR/.*Mini|Mini.* OPR/", "Opera Mini",
    " OPR/", "Opera",
    "BlackBerry|PlayBook|BB10", "BlackBerry",
    "IEMobile|WPDesktop", "Internet Explorer Mobile",
    "OculusBrowser", "Oculus Browser",
    "SamsungBrowser", "Samsung Internet",
    "Edge|Edg/", "Microsoft Edge",
    "Vivaldi/", "Vivaldi",
    "YaBrowser/", "Yandex",
    "Whale/", "Whale",
    "DuckDuckGo/|Ddg/", "DuckDuckGo",
    "FBIOS", "Facebook Mobile",
    "UCWEB|UCBrowser", "UC Browser",
    "CriOS", "Chrome iOS",
    "CrMo|Chrome", "Chrome",
    "Android.*Safari", "Android Mobile",
    "FxiOS", "Firefox iOS",
    "konqueror", "Konqueror",
    "Brave/", "Brave",
    "@APPLE@.*Mobile", "Mobile Safari",
    "@APPLE@", "Safari",
    "PaleMoon/", "Pale Moon",
    "Waterfox/", "Waterfox",
    "Firefox", "Firefox",
    "MSIE|Trident/", "Internet Explorer",
    "Gecko", "Firefox"
  };

  /** Browser and what stands before its version, in turns. */
  private static final String[] VERSIONS = {
    "Microsoft Edge", "Edge?/",
    "Chrome", "(Chrome|CrMo)/",
    "Chrome iOS", "CriOS/",
    "Safari", "Version/",
    "Mobile Safari", "Version/",
    "Opera", "(Opera|OPR)/",
    "Firefox", "Firefox/",
    "Firefox iOS", "FxiOS/",
    "UC Browser", "(UCBrowser|UCWEB)/",
    "Internet Explorer", "(rv:|MSIE )",
    "Internet Explorer Mobile", "rv:",
    "BlackBerry", "(BlackBerry |Version/)",
    "Android Mobile", "android ",
    "Konqueror", "Konqueror[:/]?",
    "Samsung Internet", "SamsungBrowser/",
    "Oculus Browser", "OculusBrowser/",
    "Vivaldi", "Vivaldi/",
    "Yandex", "YaBrowser/",
    "Whale", "Whale/",
    "Brave", "(Brave|Chrome)/",
    "DuckDuckGo", "(DuckDuckGo|Ddg)/",
    "Pale Moon", "PaleMoon/",
    "Waterfox", "Waterfox/"
  };

  /** System and pattern in turns; what the pattern's groups caught becomes the version. */
  private static final String[] SYSTEMS = {
    "Xbox", "Xbox; Xbox ([^)]*?)[);]",
    "Nintendo", "Nintendo",
    "PlayStation", "PlayStation",
    "BlackBerry", "BlackBerry|PlayBook|BB10",
    "Windows Phone", "Windows.*(?:Phone|WPDesktop)",
    "Windows Mobile", "^(?!.*IEMobile).*Windows.*Mobile",
    "Windows", "Windows NT ([0-9.]+)",
    "Windows", "Windows",
    "iOS", "(?:iPhone|iPad|iPod).*?OS (\\d+)_(\\d+)_?(\\d+)?",
    "iOS", "iPhone|iPad|iPod",
    "watchOS", "(?:watch.*?/|watch ?OS,?)(\\d+)\\.(\\d+)\\.?(\\d+)?",
    "Android", "Android (\\d+)\\.(\\d+)\\.?(\\d+)?",
    "Android", "Android",
    "Mac OS X", "Mac OS X (\\d+)[_.](\\d+)[_.]?(\\d+)?",
    "Mac OS X", "Mac",
    "Chrome OS", "CrOS",
    "Linux", "Linux|debian"
  };

  private static final String WINDOWS =
      "3.51=NT 3.11,4.0=NT 4.0,5.0=2000,5.1=XP,5.2=XP,6.0=Vista,6.1=7,6.2=8,6.3=8.1,6.4=10,10.0=10";

  /** Pattern and device in turns; an empty device means what the pattern's first group caught. */
  private static final String[] DEVICES = {
    "(Nintendo [^);/ ]+)", "",
    "(PlayStation [^);/ ]+)", "",
    "Xbox", "Xbox",
    "Ouya", "Ouya",
    "Windows Phone|WPDesktop", "Windows Phone",
    "iPad", "iPad",
    "iPod", "iPod Touch",
    "iPhone", "iPhone",
    "watch(?: ?OS[,/]|\\d,\\d/)", "Apple Watch",
    "BlackBerry|PlayBook|BB10", "BlackBerry",
    "Kobo", "Kobo",
    "Nokia", "Nokia",
    "Kindle Fire|KF[A-Z]{2,4} .*Silk", "Kindle Fire",
    "^(?!.*(9138B|TB782B|Nexus [79]|pixel c|HUAWEISHT|BTV|noble nook|smart ultra 6)).*(Android|ZTE).*Mobile",
        "Android",
    "Android|ZTE", "Android Tablet",
    "pda|Mobile", "Generic mobile",
    "Tablet(?! pc)", "Generic tablet"
  };

  private final String name;
  private final String vendor;

  UserAgent(String name, String vendor) {
    this.name = name;
    this.vendor = vendor;
  }

  /** The browser of this page. */
  static UserAgent ofPage() {
    Bag navigator = Page.navigator();
    return new UserAgent(orEmpty(navigator.text("userAgent")), orEmpty(navigator.text("vendor")));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  String name() {
    return name;
  }

  /** Adds the browser, system and device properties. */
  void addTo(Bag properties) {
    String browser = browser();
    properties.setIfAny("$browser", browser);
    properties.set("$browser_version", version(browser));
    addSystem(properties);
    String device = device();
    properties.setIfAny("$device", device);
    properties.set("$device_type", deviceType(device));
  }

  private String browser() {
    if (Page.navigator().flag("brave")) {
      return "Brave";
    }
    for (int i = 0; i < BROWSERS.length; i += 2) {
      String pattern = BROWSERS[i];
      if (pattern.startsWith("@") ? isApples(pattern) : Pattern.foundIgnoringCase(pattern, name)) {
        return BROWSERS[i + 1];
      }
    }
    return "";
  }

  private boolean isApples(String pattern) {
    boolean apples =
        vendor.contains("Apple") || Pattern.found("^(?!.*(Chrome|Android)).*Safari", name);
    return apples && (pattern.length() == 7 || name.contains("Mobile"));
  }

  private @Nullable JSObject version(String browser) {
    for (int i = 0; i < VERSIONS.length; i += 2) {
      if (VERSIONS[i].equals(browser)) {
        Items found = Pattern.match(VERSIONS[i + 1] + "\\d+(\\.\\d+)?", name);
        return found == null ? null : Js.of(Js.parse(lastNumber(found.text(0))));
      }
    }
    return null;
  }

  private static String lastNumber(String matched) {
    Items number = Pattern.match("\\d+(\\.\\d+)?$", matched);
    return number == null ? "" : number.text(0);
  }

  private void addSystem(Bag properties) {
    for (int i = 0; i < SYSTEMS.length; i += 2) {
      Items found = Pattern.match(SYSTEMS[i + 1], name);
      if (found != null) {
        properties.set("$os", SYSTEMS[i]);
        properties.setIfAny("$os_version", systemVersion(SYSTEMS[i], found));
        return;
      }
    }
  }

  private String systemVersion(String system, Items found) {
    if (found.text(1).isEmpty()) {
      return "";
    }
    if (system.equals("Windows")) {
      Items known = Items.split("," + WINDOWS, "," + found.text(1) + "=");
      return Pattern.foundIgnoringCase("arm", name)
          ? "RT"
          : known.size() > 1 ? Items.split(known.text(1), ",").text(0) : "";
    }
    if (found.size() < 3) {
      return found.text(1);
    }
    String patch = found.text(3);
    return found.text(1) + "." + found.text(2) + "." + (patch.isEmpty() ? "0" : patch);
  }

  private String device() {
    for (int i = 0; i < DEVICES.length; i += 2) {
      Items found = Pattern.match(DEVICES[i], name);
      if (found != null) {
        return DEVICES[i + 1].isEmpty() ? found.text(1) : DEVICES[i + 1];
      }
    }
    return "";
  }

  private static String deviceType(String device) {
    if (Pattern.found("^(iPad|Android Tablet|Kobo|Kindle Fire|Generic tablet)$", device)) {
      return "Tablet";
    }
    if (Pattern.found("^(Nintendo|PlayStation|Xbox|Ouya)", device)) {
      return "Console";
    }
    if (device.isEmpty()) {
      return hiddenMobile();
    }
    return device.equals("Apple Watch") ? "Wearable" : "Mobile";
  }

  /** A phone or tablet that asks for the desktop site still tells its platform. */
  private static String hiddenMobile() {
    Bag navigator = Page.navigator();
    boolean android = Bag.orEmpty(navigator.get("userAgentData")).is("platform", "Android");
    if (!android || navigator.number("maxTouchPoints", 0) <= 0) {
      return "Desktop";
    }
    Bag screen = Page.screen();
    double side = Math.min(screen.number("width", 0), screen.number("height", 0));
    return side / Page.window().number("devicePixelRatio", 1) >= 600 ? "Tablet" : "Mobile";
  }
}
