package dev.hedgerow.server.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a visitor browses with. */
record Machine(
    String browser,
    int version,
    String os,
    String osVersion,
    String kind,
    int screenWidth,
    int screenHeight,
    String agent) {
  private static final String MOZILLA = "Mozilla/5.0 ";
  private static final String CHROME_WINDOWS = MOZILLA + "(Windows NT 10.0; Win64; x64)"
      + " AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
  private static final String MAC = MOZILLA + "(Macintosh; Intel Mac OS X 10_15_7) ";
  private static final String CHROME_ANDROID = MOZILLA + "(Linux; Android 10; K)"
      + " AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36";

  static final Machine PHONE = new Machine(
      "Mobile Safari",
      18,
      "iOS",
      "18.6",
      "Mobile",
      390,
      844,
      MOZILLA
          + "(iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15"
          + " (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1");
  static final Machine ANDROID =
      new Machine("Chrome", 141, "Android", "10", "Mobile", 412, 915, CHROME_ANDROID);

  static final Weighted<Machine> DESKS = new Weighted<Machine>()
      .with(
          30, new Machine("Chrome", 141, "Windows", "10.0", "Desktop", 1920, 1080, CHROME_WINDOWS))
      .with(
          8,
          new Machine(
              "Chrome",
              140,
              "Windows",
              "10.0",
              "Desktop",
              1366,
              768,
              CHROME_WINDOWS.replace("/141", "/140")))
      .with(
          16,
          new Machine(
              "Chrome",
              141,
              "Mac OS X",
              "10.15.7",
              "Desktop",
              1512,
              982,
              MAC + "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"))
      .with(
          14,
          new Machine(
              "Safari",
              18,
              "Mac OS X",
              "10.15.7",
              "Desktop",
              1440,
              900,
              MAC + "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15"))
      .with(
          9,
          new Machine(
              "Firefox",
              143,
              "Windows",
              "10.0",
              "Desktop",
              1920,
              1080,
              MOZILLA + "(Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"))
      .with(
          4,
          new Machine(
              "Firefox",
              143,
              "Linux",
              "",
              "Desktop",
              2560,
              1440,
              MOZILLA + "(X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"))
      .with(
          11,
          new Machine(
              "Microsoft Edge",
              141,
              "Windows",
              "10.0",
              "Desktop",
              1536,
              864,
              CHROME_WINDOWS + " Edg/141.0.0.0"));

  static final Weighted<Machine> HANDS = new Weighted<Machine>()
      .with(46, PHONE)
      .with(34, ANDROID)
      .with(
          8,
          new Machine(
              "Samsung Internet",
              28,
              "Android",
              "10",
              "Mobile",
              384,
              854,
              CHROME_ANDROID.replace("Chrome/141.0.0.0", "SamsungBrowser/28.0 Chrome/130.0.0.0")))
      .with(
          4,
          new Machine(
              "Firefox",
              143,
              "Android",
              "15",
              "Mobile",
              412,
              892,
              MOZILLA + "(Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0"))
      .with(
          8,
          new Machine(
              "Safari",
              18,
              "iOS",
              "18.6",
              "Tablet",
              820,
              1180,
              MOZILLA
                  + "(iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15"
                  + " (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"));

  static final Weighted<Machine> BOTS = new Weighted<Machine>()
      .with(
          6,
          bot(MOZILLA + "AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1;"
              + " +http://www.google.com/bot.html) Chrome/141.0.0.0 Safari/537.36"))
      .with(3, bot(MOZILLA + "(compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"))
      .with(
          3,
          bot(MOZILLA + "AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot/1.2;"
              + " +https://openai.com/gptbot"))
      .with(2, bot(MOZILLA + "(compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)"))
      .with(
          1,
          bot(MOZILLA + "(X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " HeadlessChrome/141.0.0.0 Safari/537.36"));

  private static Machine bot(String agent) {
    return new Machine("Chrome", 141, "Linux", "", "Desktop", 1024, 768, agent);
  }

  Map<String, Object> told() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("$browser", browser);
    told.put("$browser_version", version);
    told.put("$os", os);
    if (!osVersion.isEmpty()) {
      told.put("$os_version", osVersion);
    }
    told.put("$device_type", kind);
    told.put("$screen_width", screenWidth);
    told.put("$screen_height", screenHeight);
    told.put("$viewport_width", kind.equals("Desktop") ? screenWidth - 15 : screenWidth);
    told.put("$viewport_height", screenHeight - 120);
    told.put("$raw_user_agent", agent);
    return told;
  }
}
