package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The flags as they are known, kept over page loads under the names of contract C10.2, and what they depend on. */
final class Kept {
  static final String PERSON = "$stored_person_properties";
  static final String ERRORS = "$feature_flag_errors";
  private static final String GROUPS = "$stored_group_properties";
  private static final String ENABLED = "$enabled_feature_flags";
  private static final String ACTIVE = "$active_feature_flags";
  private static final String PAYLOADS = "$feature_flag_payloads";
  private static final String DETAILS = "$feature_flag_details";
  private static final String REQUEST = "$feature_flag_request_id";
  private static final String EVALUATED = "$feature_flag_evaluated_at";
  private static final String OVERRIDES = "$override_feature_flags";
  private static final String OVERRIDE_PAYLOADS = "$override_feature_flag_payloads";

  private final Core core;
  private boolean fetched;
  private boolean told;
  /** What the page gave before the server was asked. */
  final Bag given;

  final Bag givenPayloads;

  Kept(Core core) {
    this.core = core;
    Bag bootstrap = Bag.orEmpty(core.config.get("bootstrap"));
    given = truthy(Bag.orEmpty(bootstrap.get("featureFlags")));
    givenPayloads = Bag.create();
    Bag payloads = Bag.orEmpty(bootstrap.get("featureFlagPayloads"));
    Items names = given.keys();
    for (int i = 0; i < names.size(); i++) {
      JSObject payload = payloads.get(names.text(i));
      if (Js.truthy(payload)) {
        givenPayloads.set(names.text(i), payload);
      }
    }
    if (!given.isEmpty()) {
      keep(given, givenPayloads, Bag.create());
    }
  }

  private Bag own(Text name) {
    return Bag.orEmpty(core.visitor.values().get(name));
  }

  private static Bag truthy(Bag all) {
    Bag some = Bag.create();
    Items names = all.keys();
    for (int i = 0; i < names.size(); i++) {
      if (Js.truthy(all.get(names.text(i)))) {
        some.set(names.text(i), all.get(names.text(i)));
      }
    }
    return some;
  }

  /** Whether anything is known: from the server, the page, or an earlier visit. */
  boolean known() {
    return told || !own(Text.of(ENABLED)).isEmpty() || !own(Text.of(OVERRIDES)).isEmpty();
  }

  /** Whether the server answered since the page was loaded. */
  boolean fetched() {
    return fetched;
  }

  /** All flags' values, as overridden by the page. */
  Bag values() {
    return Bag.copy(own(Text.of(ENABLED))).merge(own(Text.of(OVERRIDES)));
  }

  /** The value without overrides. */
  @Nullable
  JSObject original(Text key) {
    return own(Text.of(ENABLED)).get(key);
  }

  /** Flags that are on, by key. */
  Bag active() {
    return truthy(values());
  }

  Bag payloads() {
    return Bag.copy(own(Text.of(PAYLOADS))).merge(own(Text.of(OVERRIDE_PAYLOADS)));
  }

  @Nullable
  JSObject originalPayload(Text key) {
    return own(Text.of(PAYLOADS)).get(key);
  }

  Bag details() {
    return own(Text.of(DETAILS));
  }

  /** Whether the kept answer is older than the page allows. */
  boolean isStale() {
    double most = core.config.number("feature_flag_cache_ttl_ms", 0);
    double made = Js.number(core.visitor.values().get(EVALUATED));
    return most > 0 && made > 0 && Clock.now() - made > most;
  }

  /** Adds what events tell of the flags (contract C10.5). */
  void addTo(Bag properties) {
    if (isStale()) {
      return;
    }
    Bag values = values();
    Items names = values.keys();
    for (int i = 0; i < names.size(); i++) {
      properties.set(Text.of("$feature/").plus(names.text(i)), values.get(names.text(i)));
    }
    if (names.size() > 0) {
      properties.set(ACTIVE, active().keys());
      properties.set(PAYLOADS, payloads());
      properties.setIfAny(REQUEST, core.visitor.values().get(REQUEST));
      if (!own(Text.of(OVERRIDES)).isEmpty()) {
        properties.set(OVERRIDES, own(Text.of(OVERRIDES)));
      }
    }
  }

  /** Takes over an answer of the server. */
  void take(Bag answer) {
    fetched = true;
    told = true;
    Items errors = Items.create();
    if (Items.of(answer.get("quotaLimited")).has("feature_flags")) {
      errors.add(Text.of("quota_limited"));
    } else {
      boolean partly = answer.flag("errorsWhileComputingFlags");
      Bag values = partly ? Bag.copy(own(Text.of(ENABLED))) : Bag.create();
      Bag payloads = partly ? Bag.copy(own(Text.of(PAYLOADS))) : Bag.create();
      Bag details = partly ? Bag.copy(own(Text.of(DETAILS))) : Bag.create();
      read(answer, values, payloads, details);
      if (partly) {
        errors.add(Text.of("errors_while_computing_flags"));
      }
      keep(values, payloads, details);
      core.visitor.set(Text.of(REQUEST), answer.get("requestId"));
      core.visitor.set(Text.of(EVALUATED), answer.get("evaluatedAt"));
      core.visitor.set(
          Text.of("$minimal_flag_called_events"), answer.flag("minimalFlagCalledEvents"));
    }
    core.visitor.set(Text.of(ERRORS), errors);
  }

  private static void read(Bag answer, Bag values, Bag payloads, Bag details) {
    Bag flags = Bag.orEmpty(answer.get("flags"));
    Items names = flags.keys();
    for (int i = 0; i < names.size(); i++) {
      Text key = names.text(i);
      Bag flag = Bag.orEmpty(flags.get(key));
      if (!flag.flag("failed")) {
        boolean named = !Js.none(flag.get("variant"));
        values.set(key, named ? flag.get("variant") : Js.of(flag.flag("enabled")));
        details.set(key, flag);
        JSObject payload = Bag.orEmpty(flag.get("metadata")).get("payload");
        if (flag.flag("enabled") && Js.truthy(payload)) {
          payloads.set(key, payload);
        } else {
          payloads.remove(key);
        }
      }
    }
    Items listed = Items.of(answer.get("featureFlags"));
    for (int i = 0; i < listed.size(); i++) {
      values.set(listed.text(i), Js.of(true));
    }
    if (listed.size() == 0) {
      values.merge(answer.get("featureFlags"));
    }
    payloads.merge(answer.get("featureFlagPayloads"));
  }

  private void keep(Bag values, Bag payloads, Bag details) {
    told = true;
    core.visitor.set(Text.of(ENABLED), values);
    core.visitor.set(Text.of(ACTIVE), truthy(values).keys());
    core.visitor.set(Text.of(PAYLOADS), payloads);
    core.visitor.set(Text.of(DETAILS), details);
  }

  /** The page's own flags, instead of the known ones or besides them. */
  void update(Bag theirs, Bag theirPayloads, boolean merge) {
    Bag values = Bag.own(theirs);
    Bag payloads = Bag.own(theirPayloads);
    keep(
        merge ? Bag.copy(own(Text.of(ENABLED))).merge(values) : values,
        merge ? Bag.copy(own(Text.of(PAYLOADS))).merge(payloads) : payloads,
        merge ? own(Text.of(DETAILS)) : Bag.create());
  }

  /** Shadows flags: false for no longer, names, a map, or an object of flags and payloads. */
  void override(@Nullable JSObject theirs) {
    JSObject given = Js.copy(theirs);
    Bag map = Bag.orEmpty(given);
    Bag flags = Bag.create();
    Items names = Items.of(Js.isArray(given) ? given : map.get("flags"));
    for (int i = 0; i < names.size(); i++) {
      flags.set(names.text(i), Js.of(true));
    }
    boolean wrapped = !Js.none(map.get("flags")) || !Js.none(map.get("payloads"));
    if (names.size() == 0 && !Js.isArray(given)) {
      flags.merge(wrapped ? map.get("flags") : map);
    }
    core.visitor.set(Text.of(OVERRIDES), flags);
    core.visitor.set(Text.of(OVERRIDE_PAYLOADS), Bag.copy(wrapped ? map.get("payloads") : null));
  }

  /** Keeps person properties that flags may depend on: a plain map, or what to set and what to set once. */
  void person(Bag theirs) {
    Bag given = Bag.own(theirs);
    Bag all = Bag.copy(own(Text.of(PERSON)));
    boolean wrapped = !Js.none(given.get("$set")) || !Js.none(given.get("$set_once"));
    all.merge(wrapped ? given.get("$set") : given);
    if (wrapped) {
      all = Bag.copy(given.get("$set_once")).merge(all);
    }
    core.visitor.set(Text.of(PERSON), all);
  }

  /** Keeps group properties by type. */
  void groups(Bag theirs) {
    Bag given = Bag.own(theirs);
    Bag all = Bag.copy(own(Text.of(GROUPS)));
    Items types = given.keys();
    for (int i = 0; i < types.size(); i++) {
      Text type = types.text(i);
      all.set(type, Bag.copy(all.get(type)).merge(given.get(type)));
    }
    core.visitor.set(Text.of(GROUPS), all);
  }

  /** Forgets the properties of the group of a type, or of all. */
  void forgetGroup(@Nullable JSObject type) {
    Bag all = Js.truthy(type) ? Bag.copy(own(Text.of(GROUPS))) : Bag.create();
    if (Js.truthy(type)) {
      all.set(Text.in(type), Bag.create());
    }
    core.visitor.set(Text.of(GROUPS), all);
  }

  void unset(Items names) {
    Bag all = Bag.copy(own(Text.of(PERSON)));
    for (int i = 0; i < names.size(); i++) {
      all.remove(names.text(i));
    }
    core.visitor.set(Text.of(PERSON), all);
  }

  Bag personProperties() {
    return own(Text.of(PERSON));
  }

  Bag groupProperties() {
    return own(Text.of(GROUPS));
  }

  /** Somebody else visits now. */
  void reset() {
    fetched = false;
    told = false;
  }
}
