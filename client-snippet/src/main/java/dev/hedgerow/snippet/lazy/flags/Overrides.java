package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.identity.Persistence;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** What a page or a developer puts in the place of the server's answers, in this browser only (contract C10.6). */
final class Overrides {
  private Overrides() {}

  /**
   * Takes what is wanted: flags by key or their keys, an object of {@code flags} and {@code payloads}, or false for no
   * overrides any more. Returns whether it was any of these.
   */
  static boolean take(Persistence visitor, @Nullable JSObject wanted) {
    Bag all = Bag.of(wanted);
    if (all == null && !Js.is(wanted, false)) {
      return false;
    }
    Items names = Bag.orEmpty(wanted).keys();
    boolean apart = !Js.isArray(wanted) && (names.has("flags") || names.has("payloads"));
    if (all == null || !apart) {
      put(visitor, Text.of("$override_feature_flags"), wanted);
    } else {
      put(visitor, Text.of("$override_feature_flags"), all.get("flags"));
    }
    if (all == null || apart) {
      put(
          visitor,
          Text.of("$override_feature_flag_payloads"),
          all == null ? wanted : all.get("payloads"));
    }
    return true;
  }

  private static void put(Persistence visitor, Text name, @Nullable JSObject wanted) {
    if (Js.is(wanted, false)) {
      visitor.unregister(name);
    } else if (Js.truthy(wanted)) {
      visitor.set(name, Js.isArray(wanted) ? on(Items.of(wanted)) : wanted);
    }
  }

  /** All these keys as flags that are on. */
  static Bag on(Items keys) {
    Bag flags = Bag.create();
    for (int i = 0; i < keys.size(); i++) {
      flags.set(keys.text(i), Js.of(true));
    }
    return flags;
  }
}
