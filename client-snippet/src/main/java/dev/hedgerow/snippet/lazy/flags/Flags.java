package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The feature flags of one instance: what the page asks, and what it and the instance tell (contract C10). */
public final class Flags implements Method {
  private static final String METHODS =
      "getFlagsWithDetails,override,hasLoadedFlags,addFeatureFlagsHandler,removeFeatureFlagsHandler,"
          + "getRemoteConfigPayload,setReloadingPaused,getFeatureFlag,getFeatureFlagPayload,isFeatureEnabled,"
          + "onFeatureFlags,reloadFeatureFlags,updateFlags,setPersonPropertiesForFlags,"
          + "setGroupPropertiesForFlags";

  private final Core core;
  private final Kept kept;
  private final Fetching fetching;
  private final Reports reports;
  private final EarlyAccess earlyAccess;

  /** Joins an instance. */
  public Flags(Core core) {
    this.core = core;
    kept = new Kept(core);
    fetching = new Fetching(core, kept);
    reports = new Reports(core, kept);
    earlyAccess = new EarlyAccess(core, kept);
    Guard.define(Bag.orEmpty(core.self.get("featureFlags")), Items.listed(METHODS), this);
    if (core.remote != null) {
      begin();
    }
  }

  private void begin() {
    if (!Bag.orEmpty(core.remote).is("hasFeatureFlags", false)
        && !core.config.flag("advanced_disable_feature_flags_on_first_load")) {
      fetching.reload();
    }
    fetching.refresh();
  }

  @Override
  public @Nullable JSObject call(Text what, Items a) {
    JSObject first = a.at(0);
    Bag options = Bag.orEmpty(a.at(1));
    if (what.is("properties")) {
      kept.addTo(Bag.orEmpty(first));
    } else if (what.is("remote")) {
      begin();
    } else if (what.is("getFeatureFlag")) {
      return value(a.text(0), options);
    } else if (what.is("isFeatureEnabled")) {
      JSObject value = value(a.text(0), options);
      return Js.none(value) ? options.get("defaultValue") : Js.of(Js.truthy(value));
    } else if (what.is("getFeatureFlagPayload")) {
      return payload(a.text(0));
    } else if (what.is("getFeatureFlagResult")) {
      return result(a.text(0), options);
    } else if (what.is("getAllFeatureFlags")) {
      return all();
    } else if (what.fits("^(onFeatureFlags|addFeatureFlagsHandler)$")) {
      return fetching.listen(first);
    } else if (what.is("removeFeatureFlagsHandler")) {
      fetching.forget(first);
    } else if (what.is("getFlags")) {
      return kept.active().keys();
    } else if (what.is("getFlagVariants")) {
      return kept.values();
    } else if (what.is("getFlagPayloads")) {
      return kept.payloads();
    } else if (what.is("getFlagsWithDetails")) {
      return kept.details();
    } else if (what.is("hasLoadedFlags")) {
      return Js.of(kept.known());
    } else if (what.is("getRemoteConfigPayload")) {
      fetching.payload(a.text(0), a.at(1));
    } else if (what.is("setReloadingPaused")) {
      fetching.pause(Js.truthy(first));
    } else if (what.is("reloadFeatureFlags")) {
      fetching.reload();
    } else if (what.is("getEarlyAccessFeatures")) {
      earlyAccess.ask(first, Js.truthy(a.at(1)), Items.of(a.at(2)));
    } else if (what.is("updateEarlyAccessFeatureEnrollment")) {
      earlyAccess.enrol(a.text(0), Js.truthy(a.at(1)), a.at(2));
      fetching.tell(false);
    } else {
      change(what, a, first);
    }
    return null;
  }

  /** What changes what the flags depend on. */
  private void change(Text what, Items a, @Nullable JSObject first) {
    boolean reload = !Js.is(a.at(1), false);
    if (what.is("updateFlags")) {
      kept.update(Bag.orEmpty(first), Bag.orEmpty(a.at(1)), Bag.orEmpty(a.at(2)).flag("merge"));
      fetching.tell(false);
      return;
    } else if (what.fits("^override")) {
      kept.override(first);
      fetching.tell(false);
      return;
    } else if (what.fits("^(person|setPersonPropertiesForFlags)$")) {
      kept.person(Bag.orEmpty(first));
    } else if (what.fits("^(group|setGroupPropertiesForFlags)$")) {
      kept.groups(Bag.orEmpty(first));
    } else if (what.is("unset")) {
      kept.unset(Items.of(first));
    } else if (what.is("resetPersonPropertiesForFlags")) {
      core.visitor.set(Text.of(Kept.PERSON), Bag.create());
      reload = !Js.is(first, false);
    } else if (what.fits("^(newGroup|resetGroupPropertiesForFlags)$")) {
      kept.forgetGroup(first);
    } else if (what.is("identified")) {
      fetching.identified(first);
      reports.forget();
    } else if (what.is("reset")) {
      kept.reset();
      fetching.stopRefreshing();
    } else {
      return;
    }
    if (reload) {
      fetching.reload();
    }
  }

  /** A flag's value, reported if it was not yet; nothing while no flags are known. */
  private @Nullable JSObject value(Text key, Bag options) {
    if (!kept.known()) {
      return null;
    }
    if (options.flag("fresh") && !kept.fetched()) {
      return null;
    }
    if (kept.isStale()) {
      fetching.reload();
      return null;
    }
    JSObject value = kept.values().get(key);
    if (!options.is("send_event", false)) {
      reports.tell(key, value);
    }
    return Js.none(value) ? null : value;
  }

  private @Nullable JSObject payload(Text key) {
    JSObject raw = kept.payloads().get(key);
    return Js.isText(raw) ? or(Json.parse(Text.in(raw)), raw) : raw;
  }

  private static @Nullable JSObject or(@Nullable JSObject value, @Nullable JSObject other) {
    return Js.none(value) ? other : value;
  }

  private @Nullable Bag result(Text key, Bag options) {
    JSObject value = value(key, options);
    if (Js.none(value)) {
      return null;
    }
    Bag result = Bag.create();
    result.set("key", key);
    result.set("enabled", Js.truthy(value));
    if (Js.isText(value)) {
      result.set("variant", value);
    }
    JSObject payload = payload(key);
    if (!Js.none(payload)) {
      result.set("payload", payload);
    }
    return result;
  }

  private Items all() {
    Items all = Items.create();
    Items names = kept.values().keys();
    Bag quietly = Bag.create();
    quietly.set("send_event", false);
    for (int i = 0; i < names.size(); i++) {
      Bag one = result(names.text(i), quietly);
      if (one != null) {
        all.add(one);
      }
    }
    return all;
  }
}
