package dev.hedgerow.snippet.event;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Cookies;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Scripts;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** What an address tells: campaign, search, host and path, with personal parts masked where the page asks (C6.4, C6.5). */
public final class Addresses {
  private static final String CAMPAIGN =
      "utm_source,utm_medium,utm_campaign,utm_content,utm_term,gad_source,mc_cid";
  private static final String PERSONAL =
      "gclid,gclsrc,dclid,gbraid,wbraid,fbclid,msclkid,twclid,li_fat_id,igshid,ttclid,rdt_cid,epik,"
          + "qclid,sccid,irclid,_kx,oppref,bfcid";

  /** A parameter of an address whose name tells that its value is a secret. */
  private static final String SECRET =
      "([?&#;](([^=&#]*(token|passw|secret|api_?key|auth(?!or)|jwt|mail|session|card|cvv|ssn|otp)[^=&#]*)|code|sig|key|pwd)=)[^&#]*";

  private final Bag config;

  /** Reads addresses as the page's options say. */
  public Addresses(Bag config) {
    this.config = config;
  }

  /** The parameters that tell one visitor from others. */
  public static Items personal(Bag config) {
    return Items.listed(PERSONAL).and(config.get("custom_personal_data_properties"));
  }

  /** A text without what addresses in it tell in secret: a password before the host, and parameters named like one. */
  public Text masked(Text text) {
    return text.replace("//[^/?#]*@", "//").replace(SECRET, "$1<masked>");
  }

  /** An address as events may show it. */
  public Text shown(Text url) {
    Text shown =
        masked(config.flag("disable_capture_url_hashes") ? url.split("#").text(0) : url);
    return config.flag("mask_personal_data_properties")
        ? Text.in(Scripts.ask(Text.of("mask"), config, shown))
        : shown;
  }

  /** The page's address as events may show it. */
  public Text current() {
    return shown(Page.address("href"));
  }

  /** The campaign values of an address; every known name is there, null where the address has none. */
  Bag campaign(Text url, @Nullable JSObject more) {
    Bag found = Bag.create();
    add(found, url, Items.listed(CAMPAIGN), false);
    add(found, url, Items.listed(PERSONAL), config.flag("mask_personal_data_properties"));
    add(found, url, Items.of(more), false);
    return found;
  }

  private static void add(Bag found, Text url, Items names, boolean masked) {
    for (int i = 0; i < names.size(); i++) {
      Text name = names.text(i);
      Text value = Page.parameter(url, name);
      if (name.is("li_fat_id")) {
        value = value.or(Cookies.read(name));
      }
      found.set(name, value.isEmpty() ? null : masked ? Text.of("<masked>") : value);
    }
  }

  /** Whether any value is something. */
  static boolean hasAny(Bag values) {
    return Json.text(values).has("\":\"");
  }

  /** The search engine and the words searched for, as far as the referrer tells. */
  static Bag search(Text referrer) {
    Bag found = Bag.create();
    Text name =
        referrer.match("^https?://.*?(google|bing|yahoo|duckduckgo)\\.").text(1).lower();
    if (!name.isEmpty()) {
      found.set("$search_engine", name);
      found.setIfAny(
          "ph_keyword", Page.parameter(referrer, name.is("yahoo") ? Text.of("p") : Text.of("q")));
    }
    return found;
  }

  /** Referrer and referring domain, or {@code $direct} for both. */
  static Bag referrer(Text referrer) {
    Bag found = Bag.create();
    found.set("$referrer", referrer.or("$direct"));
    found.set("$referring_domain", Page.part(referrer, "host").or("$direct"));
    return found;
  }

  /** Where a visit began: what is kept of it, {@code r} the referrer and {@code u} the address. */
  Bag here() {
    Bag here = Bag.create();
    here.set("r", shown(Page.referrer()).or("$direct").part(0, 1000));
    here.set("u", current().part(0, 1000));
    return here;
  }

  /** The properties of where a visit began. */
  Bag beginning(Bag kept) {
    Text url = kept.text("u");
    Text referrer = kept.text("r");
    Bag all = referrer(referrer);
    if (!url.isEmpty()) {
      all.set("$current_url", url);
      all.setIfAny("$host", Page.part(url, "host"));
      all.setIfAny("$pathname", Page.part(url, "pathname"));
      all.merge(campaign(url, null));
    }
    return all.merge(search(referrer));
  }

  /** The same properties, each name with the prefix before it. */
  static Bag named(Bag all, Text prefix) {
    Bag named = Bag.create();
    Items names = all.keys();
    for (int i = 0; i < names.size(); i++) {
      named.set(prefix.plus(names.text(i).replace("^\\$", "")), all.get(names.text(i)));
    }
    return named;
  }
}
