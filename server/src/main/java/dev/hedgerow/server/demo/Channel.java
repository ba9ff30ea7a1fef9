package dev.hedgerow.server.demo;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How visitors come to the shop.
 *
 * @param referrer the page before, or {@code $direct}
 * @param utm campaign parameters without {@code utm_}, none for no campaign
 * @param keen how much likelier than others they are to go on at each step
 * @param handheld share of them that comes by phone
 * @param landing where they come to: {@code /}, {@code product}, {@code category} or another path
 */
record Channel(
    String referrer,
    Map<String, String> utm,
    double keen,
    double handheld,
    Weighted<String> landing) {
  private static final String DIRECT = "$direct";

  private static final Weighted<String> ANYWHERE = new Weighted<String>()
      .with(62, "/")
      .with(20, "product")
      .with(12, "category")
      .with(6, "/blog/how-to-brew-better-coffee");
  private static final Weighted<String> FOUND = new Weighted<String>()
      .with(34, "/")
      .with(32, "product")
      .with(16, "category")
      .with(18, "/blog/how-to-brew-better-coffee");
  private static final Weighted<String> OFFICE =
      new Weighted<String>().with(7, "/office").with(2, "/pricing").with(1, "/");
  private static final Weighted<String> SALE =
      new Weighted<String>().with(6, "/sale").with(3, "product").with(1, "/");
  private static final Weighted<String> READ =
      new Weighted<String>().with(8, "/blog/what-a-grinder-is-worth").with(2, "/");

  /** What brings visitors on any day. */
  static final Weighted<Channel> USUAL = new Weighted<Channel>()
      .with(24, new Channel(DIRECT, Map.of(), 1.15, 0.4, ANYWHERE))
      .with(25, new Channel("https://www.google.com/", Map.of(), 1, 0.5, FOUND))
      .with(4, new Channel("https://www.bing.com/", Map.of(), 1, 0.2, FOUND))
      .with(3, new Channel("https://duckduckgo.com/", Map.of(), 1.1, 0.35, FOUND))
      .with(9, campaign("https://www.google.com/", "google", "cpc", "brand", 1.35, 0.5, ANYWHERE))
      .with(6, campaign("https://www.google.com/", "google", "cpc", "generic", 0.75, 0.55, FOUND))
      .with(
          10,
          campaign(
              "https://www.facebook.com/",
              "facebook",
              "paid_social",
              "lookalike",
              0.45,
              0.85,
              SALE))
      .with(
          6,
          campaign(
              "https://www.instagram.com/",
              "instagram",
              "paid_social",
              "stories",
              0.55,
              0.96,
              SALE))
      .with(
          4,
          campaign(
              "https://www.linkedin.com/",
              "linkedin",
              "paid_social",
              "office-coffee",
              0.9,
              0.3,
              OFFICE))
      .with(4, campaign(DIRECT, "newsletter", "email", "weekly", 1.9, 0.55, ANYWHERE))
      .with(3, new Channel("https://www.reddit.com/", Map.of(), 0.6, 0.5, READ))
      .with(2, new Channel("https://news.ycombinator.com/", Map.of(), 0.5, 0.3, READ));

  /** What brings many for a few days. */
  static final Channel SALE_MAIL =
      campaign(DIRECT, "newsletter", "email", "mid-month-sale", 2.1, 0.55, SALE);

  private static Channel campaign(
      String referrer,
      String source,
      String medium,
      String name,
      double keen,
      double handheld,
      Weighted<String> landing) {
    Map<String, String> utm = new LinkedHashMap<>();
    utm.put("source", source);
    utm.put("medium", medium);
    utm.put("campaign", name);
    return new Channel(referrer, utm, keen, handheld, landing);
  }

  boolean isForOffices() {
    return landing == OFFICE;
  }

  String query() {
    StringBuilder query = new StringBuilder();
    utm.forEach((name, value) ->
        query.append(query.isEmpty() ? '?' : '&').append("utm_" + name + "=" + value));
    return query.toString();
  }

  /** Returns the same for who comes back by typing the address. */
  static Channel again() {
    return new Channel(DIRECT, Map.of(), 1.2, 0.4, ANYWHERE);
  }

  Map<String, Object> told() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("$referrer", referrer);
    told.put(
        "$referring_domain",
        referrer.equals(DIRECT) ? DIRECT : URI.create(referrer).getHost());
    utm.forEach((name, value) -> told.put("utm_" + name, value));
    return told;
  }
}
