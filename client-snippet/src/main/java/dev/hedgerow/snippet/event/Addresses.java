package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Cookies;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Pattern;
import org.jspecify.annotations.Nullable;

/** What an address tells: campaign, search, host and path, with personal parts masked where the page asks (C6.4, C6.5). */
public final class Addresses {
  private static final String CAMPAIGN =
      "utm_source,utm_medium,utm_campaign,utm_content,utm_term,gad_source,mc_cid";
  private static final String PERSONAL =
      "gclid,gclsrc,dclid,gbraid,wbraid,fbclid,msclkid,twclid,li_fat_id,igshid,ttclid,rdt_cid,epik,"
          + "qclid,sccid,irclid,_kx,oppref,bfcid";

  private final Bag config;

  /** Reads addresses as the page's options say. */
  public Addresses(Bag config) {
    this.config = config;
  }

  private static Items personal(Bag config) {
    return Items.split(PERSONAL, ",").and(Items.of(config.get("custom_personal_data_properties")));
  }

  /** An address as events may show it. */
  public String shown(String url) {
    String shown =
        config.flag("disable_capture_url_hashes") ? Items.split(url, "#").text(0) : url;
    if (!config.flag("mask_personal_data_properties")) {
      return shown;
    }
    return Pattern.replace(
        "([?&](?:" + personal(config).join("|") + ")=)[^&#]*", shown, "$1<masked>");
  }

  /** The page's address as events may show it. */
  String current() {
    return shown(Page.address("href"));
  }

  /** The campaign values of an address; every known name is there, null where the address has none. */
  Bag campaign(String url) {
    Bag found = Bag.create();
    add(found, url, Items.split(CAMPAIGN, ","), false);
    add(found, url, personal(config), config.flag("mask_personal_data_properties"));
    add(found, url, Items.of(config.get("custom_campaign_params")), false);
    return found;
  }

  private static void add(Bag found, String url, Items names, boolean masked) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.text(i);
      String value = Page.parameter(url, name);
      if (value.isEmpty() && name.equals("li_fat_id")) {
        value = orEmpty(Cookies.read(name));
      }
      found.set(name, value.isEmpty() ? null : masked ? "<masked>" : value);
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Whether any value is something. */
  static boolean hasAny(Bag values) {
    Items names = values.keys();
    for (int i = 0; i < names.size(); i++) {
      if (Js.truthy(values.get(names.text(i)))) {
        return true;
      }
    }
    return false;
  }

  /** The search engine and the words searched for, as far as the referrer tells. */
  static Bag search(String referrer) {
    Bag found = Bag.create();
    Items engine = Pattern.match("^https?://.*?(google|bing|yahoo|duckduckgo)\\.", referrer);
    if (engine != null) {
      String name = Js.lower(engine.text(1));
      found.set("$search_engine", name);
      found.setIfAny("ph_keyword", Page.parameter(referrer, name.equals("yahoo") ? "p" : "q"));
    }
    return found;
  }

  /** Referrer and referring domain, or {@code $direct} for both. */
  static Bag referrer(String referrer) {
    boolean direct = referrer.isEmpty() || referrer.equals("$direct");
    Bag found = Bag.create();
    found.set("$referrer", direct ? "$direct" : referrer);
    found.set("$referring_domain", direct ? "$direct" : Page.hostOf(referrer));
    return found;
  }

  /** Where a visit began: what is kept of it, {@code r} the referrer and {@code u} the address. */
  Bag here() {
    Bag here = Bag.create();
    String referrer = Page.referrer();
    here.set("r", first1000(referrer.isEmpty() ? "$direct" : referrer));
    here.set("u", first1000(current()));
    return here;
  }

  private static String first1000(String text) {
    return text.length() > 1000 ? text.substring(0, 1000) : text;
  }

  /** The properties of where a visit began, each name with the prefix before it. */
  Bag beginning(Bag kept, String prefix) {
    String url = orEmpty(kept.text("u"));
    String referrer = orEmpty(kept.text("r"));
    Bag all = referrer(referrer);
    if (!url.isEmpty()) {
      all.set("$current_url", url);
      all.setIfAny("$host", Page.hostOf(url));
      all.setIfAny("$pathname", Page.pathOf(url));
      all.merge(campaign(url));
    }
    all.merge(search(referrer));
    Bag named = Bag.create();
    Items names = all.keys();
    for (int i = 0; i < names.size(); i++) {
      String name = names.text(i);
      named.set(prefix + (name.startsWith("$") ? name.substring(1) : name), all.get(name));
    }
    return named;
  }
}
