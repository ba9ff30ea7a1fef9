package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * Reports which flags were read, each value once until the visitor is somebody else (contract C10.4). What can't be captured
 * now, because the visitor was not asked yet or too much is captured, is reported after the next event that can, if it still
 * holds.
 */
final class Reports implements Handler {
  /** What a report is cut to where the server wants it short. */
  private static final String LEAST =
      "^(\\$(feature_flag(_(response|has_experiment|id|version|reason|request_id|evaluated_at|error))?"
          + "|groups|process_person_profile|geoip_disable|current_url|pathname|referring_domain"
          + "|session_id|window_id|lib|lib_version|device_id|is_server|cookieless_mode)"
          + "|locally_evaluated|token|distinct_id|utm_(source|medium|campaign|content|term)|gad_source|mc_cid"
          + "|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|twclid|li_fat_id|igshid|ttclid|rdt_cid"
          + "|epik|qclid|sccid|oppref|bfcid|irclid|_kx)$";

  private final Core core;
  private final Store store;
  /** By flag: the value that could not be reported and who read it. */
  private Bag held = Bag.create();

  private boolean due;

  Reports(Core core, Store store) {
    this.core = core;
    this.store = store;
  }

  /** An event may be captured now, so held reports may be too, after it. */
  private void wake() {
    if (!due && !held.isEmpty()) {
      due = true;
      Clock.soon(this, Text.of("held"), held);
    }
  }

  @Override
  public void handle(Text what, @Nullable JSObject value) {
    due = false;
    Bag waiting = held;
    held = Bag.create();
    Items keys = waiting.keys();
    for (int i = 0; i < keys.size(); i++) {
      Text key = keys.text(i);
      if (reading(key).is(Text.in(waiting.get(key)))) {
        report(key, true);
      }
    }
  }

  /** The visitor is somebody else: every value counts again. */
  void forget() {
    core.visitor.unregister(Text.of("$flag_call_reported"));
    held = Bag.create();
  }

  /** The value of a flag and who read it, as one text. */
  private Text reading(Text key) {
    return Text.ofAny(store.variants().get(key))
        .plus("|")
        .plus(core.person.distinctId())
        .plus(session())
        .plus(Json.text(core.visitor.values().get("$groups")));
  }

  /** The session within which a value is reported once; empty if sessions don't count. */
  private Text session() {
    return !core.config.flag("advanced_feature_flags_dedup_per_session")
            || core.consent.cookieless()
        ? Text.of("")
        : core.session.id();
  }

  /** Reports that a flag was read, unless its value was reported before or the page reads it quietly. */
  void report(Text key, boolean aloud) {
    Text value = Text.ofAny(store.variants().get(key));
    Text session = session();
    Bag reported = Bag.copy(store.value(Text.of("$flag_call_reported")));
    boolean anew = !session.isEmpty()
        && !session.is(Text.in(store.value(Text.of("$flag_call_reported_session_id"))));
    if (anew || (aloud && !core.consent.captures() && !reported.isEmpty())) {
      reported = Bag.create();
      keep(reported, session);
    }
    Items values = Items.of(reported.get(key));
    if (!aloud || values.has(value)) {
      return;
    }
    if (!core.consent.captures()) {
      held.set(key, reading(key));
      return;
    }
    reported.set(key, values.and(Items.with(value)));
    keep(reported, session);
    if (!capture(key)) {
      reported.set(key, values);
      keep(reported, session);
      held.set(key, reading(key));
    }
  }

  private void keep(Bag reported, Text session) {
    Bag kept = Bag.create();
    kept.set("$flag_call_reported", reported);
    kept.setIfAny("$flag_call_reported_session_id", session);
    core.visitor.register(kept);
  }

  /** Captures the event; false if there were too many just now. What the page itself drops counts as captured. */
  private boolean capture(Text key) {
    Bag properties = properties(key);
    boolean sent = core.origin.sent;
    boolean captured = core.capture.capture(Text.of("$feature_flag_called"), properties) != null;
    if (isShort(properties)) {
      core.origin.sent = sent;
    }
    return captured
        || Bag.orEmpty(core.visitor.values().get("$capture_rate_limit")).number("tokens", 1) >= 1;
  }

  private Bag properties(Text key) {
    Bag flags = store.variants();
    Bag detail = Bag.orEmpty(store.bag(Text.of("$feature_flag_details")).get(key));
    Bag metadata = Bag.orEmpty(detail.get("metadata"));
    Bag reason = Bag.orEmpty(detail.get("reason"));
    Bag all = Bag.create();
    all.set("$feature_flag", key);
    all.set("$feature_flag_response", flags.get(key));
    all.set("$feature_flag_payload", orNull(store.payloads().get(key)));
    all.setIfAny("$feature_flag_request_id", store.value(Text.of("$feature_flag_request_id")));
    all.setIfAny("$feature_flag_evaluated_at", store.value(Text.of("$feature_flag_evaluated_at")));
    Bag given = Bag.orEmpty(core.config.get("bootstrap"));
    all.set(
        "$feature_flag_bootstrapped_response",
        orNull(Bag.orEmpty(given.get("featureFlags")).get(key)));
    all.set(
        "$feature_flag_bootstrapped_payload",
        orNull(Bag.orEmpty(given.get("featureFlagPayloads")).get(key)));
    all.set("$used_bootstrap_value", !store.fresh);
    all.set("$feature_flag_has_experiment", metadata.get("has_experiment"));
    all.set("$feature_flag_version", metadata.get("version"));
    all.setIfAny(
        "$feature_flag_reason",
        Js.none(reason.get("description")) ? reason.get("code") : reason.get("description"));
    all.setIfAny("$feature_flag_id", metadata.get("id"));
    addOriginals(all, key);
    Items errors = Items.create().and(store.value(Text.of("$feature_flag_errors")));
    if (!flags.keys().has(key)) {
      errors.add(Text.of("flag_missing"));
    }
    all.setIfAny("$feature_flag_error", errors.join(","));
    return all;
  }

  /** What the server said where the page overrides it. */
  private void addOriginals(Bag all, Text key) {
    if (store.bag(Text.of("$override_feature_flags")).keys().has(key)) {
      all.set("$feature_flag_original_response", store.answered().get(key));
    }
    if (store.bag(Text.of("$override_feature_flag_payloads")).keys().has(key)) {
      all.setIfAny(
          "$feature_flag_original_payload",
          store.bag(Text.of("$feature_flag_payloads")).get(key));
    }
  }

  private static @Nullable JSObject orNull(@Nullable JSObject value) {
    return Js.none(value) ? null : value;
  }

  private boolean isShort(Bag properties) {
    return properties.is("$feature_flag_has_experiment", false)
        && Js.is(store.value(Text.of("$minimal_flag_called_events")), true);
  }

  /** Looks at an event before it goes: a report is cut to the least where the server wants that and no experiment hangs on it. */
  void look(Bag event) {
    wake();
    Bag properties = Bag.orEmpty(event.get("properties"));
    if (event.is("event", "$feature_flag_called") && isShort(properties)) {
      Bag least = Bag.create();
      Items names = properties.keys();
      for (int i = 0; i < names.size(); i++) {
        if (names.text(i).fits(LEAST)) {
          least.set(names.text(i), properties.get(names.text(i)));
        }
      }
      event.set("properties", least);
      event.remove("$set");
      event.remove("$set_once");
    }
  }
}
