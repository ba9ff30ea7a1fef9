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
  private static final int KEPT_MAX = 1000;

  private static final String CAMPAIGN =
      "utm_source,utm_medium,utm_campaign,utm_content,utm_term,gad_source,mc_cid";
  private static final String PERSONAL =
      "gclid,gclsrc,dclid,gbraid,wbraid,fbclid,msclkid,twclid,li_fat_id,igshid,ttclid,rdt_cid,epik,"
          + "qclid,sccid,irclid,_kx,oppref,bfcid";

  /** How names end whose values are secrets, wherever they stand. */
  public static final String SECRET_NAMES =
      "token|secret|jwt|otp|ssn|mail|pass|sword|wd|phrase|signature|credential|api[_-]?key";

  /**
   * What is a secret in an address: the value of a parameter named like one, who is told before the host or by a link to
   * write or call to, any address for mail, and any signed token.
   */
  private static final String SECRET = "(([?&#;]|%(3f|26|23))([\\w.%[\\]-]{0,40}("
      + SECRET_NAMES
      + "|auth|phone|key|card\\w*|cv[cv]|sess\\w*)|code|sid|sig|pin|hash)[\\]%d\\d]*(=|%3d))[^&#]*"
      + "|(//)[^/?#@]*(?=@)|(^(mailto|tel|sms):).*|eyJ[\\w-]+\\.[\\w.-]+"
      + "|[^\\s/?#&=:;,@\"'<>()]{1,64}(@|%40)[\\w.-]+\\.[a-z]{2,}";

  private final Bag config;

  /** Reads addresses as the page's options say. */
  public Addresses(Bag config) {
    this.config = config;
  }

  /** The parameters that tell one visitor from others. */
  public static Items personal(Bag config) {
    return Items.listed(PERSONAL).and(config.get("custom_personal_data_properties"));
  }

  /** A text without the secrets that addresses in it tell, and without numbers of cards and social security; most have none. */
  public static Text masked(Text text) {
    return text.fits("(\\d\\D*){9}|[=@:%]|eyJ")
        ? Numbers.without(text).replace(SECRET, "$1$7$8<masked>")
        : text;
  }

  /** The path of the page as events may show it. */
  public static Text path() {
    return masked(Page.address("pathname"));
  }

  /** An address as events may show it. */
  public Text shown(Text url) {
    Text shown =
        masked(config.flag("disable_capture_url_hashes") ? url.split("#").word(0) : url);
    return config.flag("mask_personal_data_properties")
        ? Text.in(Scripts.ask(Text.of("mask"), config, shown))
        : shown;
  }

  /** The page's address as events may show it. */
  public Text current() {
    return shown(Page.address("href"));
  }

  /** Where the visitor came from as events may show it; empty if the browser does not say. */
  Text before() {
    return shown(Page.referrer());
  }

  /** The campaign values of an address as events may show it; every known name is there, null where the address has none. */
  Bag campaign(Text url, @Nullable JSObject more) {
    Bag found = Bag.create();
    Items names = Items.listed(CAMPAIGN).and(Items.listed(PERSONAL)).and(more);
    for (int i = 0; i < names.size(); i++) {
      Text name = names.text(i);
      Text value = Page.parameter(url, name);
      if (name.is("li_fat_id") && !config.flag("mask_personal_data_properties")) {
        value = value.or(Cookies.read(name));
      }
      found.set(name, value.isEmpty() ? null : value);
    }
    return found;
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

  /** Where a visit began: what is kept of it, short enough for a cookie, {@code r} the referrer and {@code u} the address. */
  Bag here() {
    Bag here = Bag.create();
    here.set("r", before().or("$direct").forCookie(KEPT_MAX));
    here.set("u", current().forCookie(KEPT_MAX));
    return here;
  }

  /** The properties of where a visit began. */
  Bag beginning(Bag kept) {
    Text url = shown(kept.text("u"));
    Text referrer = shown(kept.text("r"));
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
