package dev.hedgerow.snippet.lazy.options;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Cookies;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Note;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.WebStorage;
import org.teavm.jso.JSObject;

/** Visitors who are counted without being recognised: whose events they are, and how they become somebody (contract C11.5). */
final class Nobody {
  private static final String ID = "$posthog_cookieless";

  private Nobody() {}

  /** Where consent stands in a cookieless mode. */
  static Bag stand(Bag config, Text status) {
    boolean always = config.is("cookieless_mode", "always");
    boolean pending = status.is("pending");
    boolean rejected =
        status.is("denied") || (pending && config.flag("opt_out_capturing_by_default"));
    boolean out = always || rejected || pending;
    Bag stand = Bag.create();
    stand.set("cookieless", always || rejected);
    stand.set("out", out);
    stand.set("captures", always || rejected || !out);
    stand.set("blocks", out);
    return stand;
  }

  /** Makes the visitor of an instance that has not looked at its own ids yet nobody, if that is what they are. */
  static void begin(Core core) {
    if (core.consent.cookieless()) {
      become(core);
    }
  }

  private static void become(Core core) {
    Bag ids = Bag.create();
    ids.set("distinct_id", ID);
    ids.set("$device_id", (JSObject) null);
    ids.set("$user_state", "anonymous");
    core.visitor.register(ids);
    core.session.forgetWindow();
  }

  /** The choice may have been made in another tab: then the visitor's ids follow it before they are used. */
  static void agree(Core core) {
    boolean is = core.visitor.values().is("distinct_id", ID);
    if (core.config.is("cookieless_mode", "on_reject") && is != core.consent.cookieless()) {
      if (is) {
        becomeWhoIsKept(core);
      } else {
        core.reconsider();
        core.identification.forget(true);
        become(core);
      }
    }
  }

  /** The tab where the visitor said yes has given them ids already; without those they get new ones. */
  private static void becomeWhoIsKept(Core core) {
    Text key = core.visitor.key;
    Bag kept = Bag.create()
        .merge(Json.parse(Cookies.read(key)))
        .merge(Json.parse(WebStorage.local().read(key)));
    if (core.consent.blocksStorage() || kept.text("distinct_id").isEmpty()) {
      core.identification.forget(true);
    } else {
      core.visitor.restart(kept);
      core.session.follow(kept);
    }
    core.reconsider();
  }

  static void optIn(Core core, Bag options) {
    if (canChoose(core)) {
      agree(core);
      if (core.consent.cookieless()) {
        core.identification.forget(true);
      }
      core.optIn(options);
    }
  }

  static void optOut(Core core) {
    if (canChoose(core)) {
      core.optOut();
      if (!core.visitor.values().is("distinct_id", ID)) {
        core.identification.forget(true);
        become(core);
      }
      core.navigation.firstView();
    }
  }

  private static boolean canChoose(Core core) {
    boolean can = !core.config.is("cookieless_mode", "always");
    if (!can) {
      Log.note(Note.NO_CHOICE, null);
    }
    return can;
  }
}
