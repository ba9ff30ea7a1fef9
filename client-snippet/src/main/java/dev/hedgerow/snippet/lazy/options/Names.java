package dev.hedgerow.snippet.lazy.options;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
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
    double idle = config.number("session_idle_timeout_seconds", 1800);
    config.set("session_idle_timeout_seconds", Math.min(36000, Math.max(60, idle)));
    config.set("respect_dnt", config.flag("respect_dnt") && asksNotToTrack());
  }

  private static boolean asksNotToTrack() {
    return asks(Page.navigator().get("doNotTrack"))
        || asks(Page.navigator().get("msDoNotTrack"))
        || asks(Page.window().get("doNotTrack"));
  }

  private static boolean asks(@Nullable JSObject said) {
    return Js.is(said, true) || Text.in(said).fits("^(1|true|yes)$");
  }
}
