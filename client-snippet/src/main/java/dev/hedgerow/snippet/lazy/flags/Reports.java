package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Tells which flags were looked at, each value once per person (contract C10.4). */
final class Reports {
  private static final String REPORTED = "$flag_call_reported";
  private static final String SESSION = "$flag_call_reported_session_id";

  private final Core core;
  private final Kept kept;

  Reports(Core core, Kept kept) {
    this.core = core;
    this.kept = kept;
  }

  /** Somebody else looks from now on. */
  void forget() {
    core.visitor.unregister(Text.of(REPORTED));
  }

  /** Captures that a flag was looked at and what it was, unless that was told before. */
  void tell(Text key, @Nullable JSObject value) {
    boolean ofSession = core.config.flag("advanced_feature_flags_dedup_per_session");
    if (ofSession && !core.visitor.values().is(SESSION, core.session.current())) {
      forget();
      core.visitor.set(Text.of(SESSION), core.session.current());
    }
    Bag told = Bag.copy(core.visitor.values().get(REPORTED));
    Items values = Items.of(told.get(key));
    Text said = Js.none(value) ? Text.of("undefined") : Text.ofAny(value);
    if (values.has(said)) {
      return;
    }
    told.set(key, values.and(Items.with(said)));
    core.visitor.set(Text.of(REPORTED), told);
    core.capture.capture(Text.of("$feature_flag_called"), properties(key, value));
  }

  private Bag properties(Text key, @Nullable JSObject value) {
    Bag all = Bag.create();
    Bag known = core.visitor.values();
    all.set("$feature_flag", key);
    all.set("$feature_flag_response", Js.none(value) ? Js.undefined() : value);
    all.set("$feature_flag_payload", orNull(kept.payloads().get(key)));
    all.set("$feature_flag_request_id", known.get("$feature_flag_request_id"));
    all.set("$feature_flag_evaluated_at", known.get("$feature_flag_evaluated_at"));
    all.set("$feature_flag_bootstrapped_response", orNull(kept.given.get(key)));
    all.set("$feature_flag_bootstrapped_payload", orNull(kept.givenPayloads.get(key)));
    all.set("$used_bootstrap_value", !kept.fetched());
    Bag detail = Bag.orEmpty(kept.details().get(key));
    Bag about = Bag.orEmpty(detail.get("metadata"));
    Bag reason = Bag.orEmpty(detail.get("reason"));
    setIfGiven(all, Text.of("$feature_flag_has_experiment"), about.get("has_experiment"));
    setIfGiven(all, Text.of("$feature_flag_version"), about.get("version"));
    setIfGiven(all, Text.of("$feature_flag_id"), about.get("id"));
    all.setIfAny("$feature_flag_reason", reason.text("description").or(reason.text("code")));
    if (!Js.same(kept.original(key), value)) {
      setIfGiven(all, Text.of("$feature_flag_original_response"), kept.original(key));
      setIfGiven(all, Text.of("$feature_flag_original_payload"), kept.originalPayload(key));
    }
    Items errors = Items.of(known.get(Kept.ERRORS)).from(0);
    if (Js.none(value)) {
      errors.add(Text.of("flag_missing"));
    }
    all.setIfAny("$feature_flag_error", errors.join(","));
    return all;
  }

  private static @Nullable JSObject orNull(@Nullable JSObject value) {
    return Js.none(value) ? null : value;
  }

  private static void setIfGiven(Bag all, Text name, @Nullable JSObject value) {
    if (!Js.none(value)) {
      all.set(name, value);
    }
  }
}
