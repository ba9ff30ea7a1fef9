package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * The feature flags of one instance: hears what the page calls and what the core tells, and hands it on (contract C10). What
 * is known is in {@link Store}, asked for by {@link Question}, read by {@link Readings} and reported by {@link Reports}.
 */
public final class Flags implements Method {
  /** The methods of the instance's {@code featureFlags} that are there once the flags are. */
  private static final String METHODS =
      "getFlagsWithDetails,override,addFeatureFlagsHandler,removeFeatureFlagsHandler,"
          + "getRemoteConfigPayload,setReloadingPaused,getFeatureFlagDetails,ensureFlagsLoaded,"
          + "getFeatureFlag,getFeatureFlagPayload,getFeatureFlagResult,isFeatureEnabled,"
          + "onFeatureFlags,reloadFeatureFlags,updateFlags,setPersonPropertiesForFlags,"
          + "setGroupPropertiesForFlags,resetPersonPropertiesForFlags,resetGroupPropertiesForFlags,"
          + "getEarlyAccessFeatures,updateEarlyAccessFeatureEnrollment";

  private final Core core;
  private final Store store;
  private final Hearers hearers;
  private final Question question;
  private final Refresh refresh;
  private final Reports reports;
  private final Traits traits;
  private final EarlyAccess earlyAccess;
  private final Readings readings;

  /** Joins an instance, which may know already what the server wishes. */
  public Flags(Core core) {
    this.core = core;
    store = new Store(core);
    hearers = new Hearers(store);
    question = new Question(core, store, hearers);
    refresh = new Refresh(core, question);
    reports = new Reports(core, store);
    traits = new Traits(core, question);
    earlyAccess = new EarlyAccess(core, store, hearers);
    readings = new Readings(store, question, reports);
    Guard.define(Bag.orEmpty(core.self.get("featureFlags")), Items.listed(METHODS), this);
    bootstrap();
    begin();
  }

  @Override
  public @Nullable JSObject call(Text what, Items given) {
    Items a = what.fits("^(set|update|override)") ? Items.of(Js.copy(given)) : given;
    if (what.is("properties")) {
      store.addTo(a.bag(0));
    } else if (what.is("event")) {
      traits.note(a.bag(0));
      reports.look(a.bag(0));
    } else if (what.is("remote")) {
      begin();
    } else if (what.is("config")) {
      refresh.look();
    } else if (what.is("identified")) {
      question.comesFrom(Text.in(a.at(0)));
      reports.forget();
      question.ask();
    } else if (what.is("reset")) {
      reset();
    } else if (!traits.take(what, a)) {
      return method(what, a);
    }
    return null;
  }

  private @Nullable JSObject method(Text name, Items a) {
    if (name.is("reloadFeatureFlags")) {
      question.ask();
    } else if (name.is("ensureFlagsLoaded")) {
      question.askFirst();
    } else if (name.is("setReloadingPaused")) {
      question.pause(Js.truthy(a.at(0)));
    } else if (name.is("getRemoteConfigPayload")) {
      question.askPayload(a.text(0), a.at(1));
    } else if (name.is("onFeatureFlags")) {
      hearers.add(a);
      hearers.tellNow(a);
    } else if (name.is("addFeatureFlagsHandler")) {
      hearers.add(a);
    } else if (name.is("removeFeatureFlagsHandler")) {
      hearers.remove(a.at(0));
    } else if (name.is("updateFlags")) {
      store.take(Answer.ofPage(store, a.bag(0), a.bag(1), a.bag(2).flag("merge")));
      hearers.tell(null);
    } else if (name.fits("^override")) {
      if (Overrides.take(core.visitor, name.is("override") ? onlyFlags(a.at(0)) : a.at(0))) {
        hearers.tell(null);
      }
    } else if (!earlyAccess.take(name, a)) {
      return readings.call(name, a);
    }
    return null;
  }

  private static Bag onlyFlags(@Nullable JSObject flags) {
    Bag wanted = Bag.create();
    wanted.set("flags", flags);
    return wanted;
  }

  /** Asks the server for the first time, once it is known that the project has flags (contract C1.5). */
  private void begin() {
    Bag remote = core.remote;
    if (remote != null
        && !remote.is("hasFeatureFlags", false)
        && !core.config.flag("advanced_disable_feature_flags_on_first_load")) {
      question.askFirst();
    }
  }

  /** What the page was given counts as an answer until the server gives one (contract C10.6). */
  private void bootstrap() {
    Bag given = Bag.orEmpty(core.config.get("bootstrap"));
    Bag flags = Bag.copy(given.get("featureFlags"));
    if (!flags.isEmpty()) {
      store.shadow(Answer.ofBootstrap(flags, Bag.orEmpty(given.get("featureFlagPayloads"))));
      hearers.tell(null);
    }
  }

  private void reset() {
    question.reset();
    reports.forget();
    store.reset();
    bootstrap();
    question.ask();
  }
}
