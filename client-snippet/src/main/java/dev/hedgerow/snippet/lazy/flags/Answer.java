package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Answers in the form in which they are kept (contract C10.2). */
final class Answer {
  private Answer() {}

  /**
   * What to keep of a server's answer, of this or of an older kind; null if it has no flags. Where the server could not compute
   * all, or was asked for some only, the others stay as they are.
   */
  static @Nullable Bag ofServer(Bag said, Store store, boolean some) {
    Bag details = Bag.of(said.get("flags"));
    Bag flags = details == null ? ofOlder(said) : values(details);
    if (flags == null) {
      return null;
    }
    Bag payloads =
        details == null ? Bag.orEmpty(said.get("featureFlagPayloads")) : payloads(details);
    if (!some && !said.flag("errorsWhileComputingFlags")) {
      return kept(flags, payloads, Bag.orEmpty(details), said);
    }
    Bag allFlags = Bag.copy(store.answered());
    Bag allPayloads = Bag.copy(store.value(Text.of("$feature_flag_payloads")));
    Bag allDetails = Bag.copy(store.value(Text.of("$feature_flag_details")));
    Items keys = flags.keys();
    for (int i = 0; i < keys.size(); i++) {
      Text key = keys.text(i);
      Bag detail = Bag.orEmpty(Bag.orEmpty(details).get(key));
      if (some || !detail.flag("failed")) {
        allFlags.set(key, flags.get(key));
        allDetails.set(key, detail);
        allPayloads.remove(key);
        if (isThere(payloads.get(key))) {
          allPayloads.set(key, payloads.get(key));
        }
      }
    }
    return kept(allFlags, allPayloads, allDetails, said);
  }

  /** The flags of an older server: by key, or only the keys of those that are on. */
  private static @Nullable Bag ofOlder(Bag said) {
    JSObject flags = said.get("featureFlags");
    return Js.isArray(flags) ? Overrides.on(Items.of(flags)) : Bag.of(flags);
  }

  private static Bag values(Bag details) {
    Bag values = Bag.create();
    Items keys = details.keys();
    for (int i = 0; i < keys.size(); i++) {
      Bag detail = Bag.orEmpty(details.get(keys.text(i)));
      JSObject variant = detail.get("variant");
      values.set(keys.text(i), Js.none(variant) ? detail.get("enabled") : variant);
    }
    return values;
  }

  private static Bag payloads(Bag details) {
    Bag payloads = Bag.create();
    Items keys = details.keys();
    for (int i = 0; i < keys.size(); i++) {
      Bag detail = Bag.orEmpty(details.get(keys.text(i)));
      if (detail.flag("enabled")) {
        JSObject payload = Bag.orEmpty(detail.get("metadata")).get("payload");
        if (isThere(payload)) {
          payloads.set(keys.text(i), payload);
        }
      }
    }
    return payloads;
  }

  /** Whether a payload was given, even as null. */
  private static boolean isThere(@Nullable JSObject payload) {
    return !Js.none(payload) || Js.isNull(payload);
  }

  private static Bag kept(Bag flags, Bag payloads, Bag details, Bag said) {
    Bag kept = Bag.create();
    kept.set("$active_feature_flags", truthy(flags).keys());
    kept.set("$enabled_feature_flags", flags);
    kept.set("$feature_flag_payloads", payloads);
    kept.set("$feature_flag_details", details);
    kept.set("$minimal_flag_called_events", said.is("minimalFlagCalledEvents", true));
    kept.setIfAny("$feature_flag_request_id", said.get("requestId"));
    kept.setIfAny("$feature_flag_evaluated_at", said.get("evaluatedAt"));
    return kept;
  }

  /** The payload of one flag in an answer. */
  static @Nullable JSObject payload(Bag said, Text key) {
    JSObject older = Bag.orEmpty(said.get("featureFlagPayloads")).get(key);
    Bag detail = Bag.orEmpty(Bag.orEmpty(said.get("flags")).get(key));
    return Js.none(older) ? Bag.orEmpty(detail.get("metadata")).get("payload") : older;
  }

  /** Those flags that are on. */
  static Bag truthy(Bag flags) {
    Bag on = Bag.create();
    Items keys = flags.keys();
    for (int i = 0; i < keys.size(); i++) {
      if (Js.truthy(flags.get(keys.text(i)))) {
        on.set(keys.text(i), flags.get(keys.text(i)));
      }
    }
    return on;
  }

  /** Flags and payloads that a page was given to begin with; a payload counts only with its flag on. */
  static Bag ofBootstrap(Bag flags, Bag payloads) {
    Bag on = Bag.create();
    Items keys = payloads.keys();
    for (int i = 0; i < keys.size(); i++) {
      if (Js.truthy(flags.get(keys.text(i)))) {
        on.set(keys.text(i), payloads.get(keys.text(i)));
      }
    }
    return kept(flags, on, Bag.create(), Bag.create());
  }

  /** Flags and payloads that a page says itself: instead of those there are, or besides them. */
  static Bag ofPage(Store store, Bag flags, Bag payloads, boolean besides) {
    Bag allFlags = Bag.copy(besides ? store.answered() : null).merge(flags);
    Bag allPayloads = Bag.copy(besides ? store.value(Text.of("$feature_flag_payloads")) : null)
        .merge(payloads);
    Bag details = Bag.create();
    Items keys = allFlags.keys();
    for (int i = 0; i < keys.size(); i++) {
      Text key = keys.text(i);
      details.set(key, detail(key, allFlags.get(key), allPayloads.get(key)));
    }
    return kept(allFlags, payloads(details), details, Bag.create());
  }

  private static Bag detail(Text key, @Nullable JSObject value, @Nullable JSObject payload) {
    Bag detail = Bag.create();
    detail.set("key", key);
    detail.set("enabled", Js.isText(value) ? Js.of(true) : value);
    if (Js.isText(value)) {
      detail.set("variant", value);
    }
    if (isThere(payload)) {
      Bag metadata = Bag.create();
      metadata.set("id", 0);
      metadata.set("payload", payload);
      detail.set("metadata", metadata);
    }
    return detail;
  }
}
