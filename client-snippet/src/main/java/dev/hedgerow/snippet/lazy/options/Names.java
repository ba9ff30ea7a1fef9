package dev.hedgerow.snippet.lazy.options;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Cookies;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.WebStorage;
import dev.hedgerow.snippet.identity.Consent;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Options by their newest names and in the form that the core knows (contract C2, C3). */
final class Names {
  /** Old names and new ones, in turns. */
  private static final String RENAMED =
      "process_person,person_profiles,xhr_headers,request_headers,cookie_name,persistence_name,"
          + "disable_cookie,disable_persistence,__preview_disable_beacon,disable_beacon,"
          + "store_google,save_campaign_params,verbose,debug,"
          + "advanced_disable_decide,advanced_disable_flags,"
          + "__preview_cookie_wins_on_conflict,cookieWinsOnConflict";

  private Names() {}

  /** Puts into the options what the page gave under other names; where it gave both the newest wins. */
  static void prepare(Bag config, Bag given) {
    Items names = Items.listed(RENAMED);
    for (int i = 0; i < names.size(); i += 2) {
      Text newest = names.text(i + 1);
      if (Js.none(given.get(newest)) && !Js.none(given.get(names.text(i)))) {
        config.set(newest, given.get(names.text(i)));
      }
    }
    if (!Js.none(given.get("property_blacklist"))) {
      config.set(
          "property_denylist",
          Items.of(given.get("property_blacklist")).and(given.get("property_denylist")));
    }
    Text prefix = given.text("opt_out_capturing_cookie_prefix");
    if (!prefix.isEmpty() && !config.flag("consent_persistence_name")) {
      config.set("consent_persistence_name", prefix.plus(config.text("token")));
    }
    if (config.is("opt_out_capturing_persistence_type", "cookie")) {
      moveChoice(config);
    }
    double idle = config.number("session_idle_timeout_seconds", 1800);
    config.set("session_idle_timeout_seconds", Math.min(36000, Math.max(60, idle)));
    Text date = config.text("defaults");
    if (date.isSince("2026-05-30")) {
      standard(config, Text.of("split_storage"), Js.of(true));
      standard(config, Text.of("persistence_save_debounce_ms"), Js.of(250));
    }
    if (date.isSince("2026-08-29")) {
      standard(config, Text.of("cookieWinsOnConflict"), Js.of(true));
    }
    Segment.join(config);
    config.set("respect_dnt", config.flag("respect_dnt") && asksNotToTrack());
  }

  /** A choice that was kept in the local storage goes where the options want it. */
  private static void moveChoice(Bag config) {
    Text key = Consent.key(config);
    Text said = WebStorage.local().read(key);
    if (!said.isEmpty()) {
      if (Cookies.read(key).isEmpty()) {
        Cookies.write(
            key,
            said,
            config.number("cookie_expiration", 365),
            config.flag("cross_subdomain_cookie"),
            config.flag("secure_cookie"));
      }
      WebStorage.local().remove(key);
    }
  }

  private static void standard(Bag config, Text name, JSObject value) {
    if (Js.none(config.get(name))) {
      config.set(name, value);
    }
  }

  private static boolean asksNotToTrack() {
    return asks(Page.navigator().get("globalPrivacyControl"))
        || asks(Page.navigator().get("doNotTrack"))
        || asks(Page.navigator().get("msDoNotTrack"))
        || asks(Page.window().get("doNotTrack"));
  }

  private static boolean asks(@Nullable JSObject said) {
    return Js.is(said, true) || Text.in(said).fits("^(1|true|yes)$");
  }
}
