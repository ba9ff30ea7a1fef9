package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** What a page reads of its flags (contract C10.3). What is too old, or not as fresh as the page wants it, is nothing. */
final class Readings {
  private final Store store;
  private final Question question;
  private final Reports reports;

  Readings(Store store, Question question, Reports reports) {
    this.store = store;
    this.question = question;
    this.reports = reports;
  }

  /** Answers a question of the page by its name. */
  @Nullable
  JSObject call(Text name, Items a) {
    Text key = a.text(0);
    Bag options = a.bag(1);
    if (name.is("getFeatureFlag")) {
      return value(result(key, options));
    }
    if (name.is("getFeatureFlagResult")) {
      return result(key, options);
    }
    if (name.is("getFeatureFlagPayload")) {
      Bag quiet = Bag.create();
      quiet.set("send_event", false);
      Bag result = result(key, quiet);
      return result == null ? null : result.get("payload");
    }
    if (name.is("isFeatureEnabled")) {
      JSObject value = value(result(key, options));
      return Js.none(value) ? options.get("defaultValue") : Js.of(Js.truthy(value));
    }
    if (name.is("getAllFeatureFlags")) {
      return all();
    }
    if (name.is("getFlags")) {
      return store.variants().keys();
    }
    if (name.is("getFlagVariants")) {
      return store.variants();
    }
    if (name.is("getFlagPayloads")) {
      return store.payloads();
    }
    if (name.is("getFlagsWithDetails")) {
      return details();
    }
    return name.is("getFeatureFlagDetails") ? details().get(key) : null;
  }

  private static @Nullable JSObject value(@Nullable Bag result) {
    JSObject variant = result == null ? null : result.get("variant");
    return result == null ? null : Js.none(variant) ? result.get("enabled") : variant;
  }

  private @Nullable Bag result(Text key, Bag options) {
    if ((options.flag("fresh") && !store.fresh) || !knows(key)) {
      return null;
    }
    if (store.stale()) {
      question.renew();
      return null;
    }
    Bag flags = store.variants();
    reports.report(key, !options.keys().has("send_event") || options.flag("send_event"));
    return flags.keys().has(key) ? result(key, flags.get(key)) : null;
  }

  private boolean knows(Text key) {
    boolean knows = store.knows();
    if (!knows && Log.debugs()) {
      Log.print(false, Text.of("a flag was read before any were there:"), key, null);
    }
    return knows;
  }

  private Bag result(Text key, @Nullable JSObject value) {
    Bag result = Bag.create();
    result.set("key", key);
    result.set("enabled", Js.isText(value) ? !Text.in(value).isEmpty() : Js.truthy(value));
    result.set("variant", Js.isText(value) ? value : Js.undefined());
    result.set("payload", parsed(store.payloads().get(key)));
    return result;
  }

  private Items all() {
    Items all = Items.create();
    Bag flags = store.variants();
    Items keys = flags.keys();
    for (int i = 0; i < keys.size(); i++) {
      all.add(result(keys.text(i), flags.get(keys.text(i))));
    }
    return all;
  }

  /** A payload as what its JSON stands for; as it is if it is none. */
  private static @Nullable JSObject parsed(@Nullable JSObject payload) {
    if (!Js.isText(payload)) {
      return payload;
    }
    JSObject value = Json.parse(Text.in(payload));
    return Js.none(value) && !Text.in(payload).trim().is("null") ? payload : value;
  }

  /** All the server said of each flag, with what the page overrides. */
  private Bag details() {
    Bag details = Bag.copy(store.value(Text.of("$feature_flag_details")));
    Bag flags = store.bag(Text.of("$override_feature_flags"));
    Bag payloads = store.bag(Text.of("$override_feature_flag_payloads"));
    Items keys = Bag.copy(flags).merge(payloads).keys();
    for (int i = 0; i < keys.size(); i++) {
      Text key = keys.text(i);
      details.set(
          key, overridden(Bag.orEmpty(details.get(key)), flags.get(key), payloads.get(key)));
    }
    return details;
  }

  private static Bag overridden(
      Bag original, @Nullable JSObject value, @Nullable JSObject payload) {
    Bag detail = Bag.copy(original);
    if (!Js.none(value)) {
      boolean on = Js.truthy(value);
      detail.set("enabled", on);
      if (!on) {
        detail.remove("variant");
      } else if (Js.isText(value)) {
        detail.set("variant", value);
      }
      if (!original.is("enabled", on)) {
        detail.set("original_enabled", original.get("enabled"));
      }
      if (!Js.same(Js.isText(value) ? value : Js.undefined(), original.get("variant"))) {
        detail.set("original_variant", original.get("variant"));
      }
    }
    if (Js.truthy(payload)) {
      Bag metadata = Bag.copy(original.get("metadata"));
      metadata.set("original_payload", metadata.get("payload"));
      metadata.set("payload", payload);
      detail.set("metadata", metadata);
    }
    return detail;
  }
}
