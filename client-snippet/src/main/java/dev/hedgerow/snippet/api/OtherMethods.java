package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * The methods about the visitor's consent (contract C11.3) and about feature flags, surveys and replays. What a page tells us
 * for its flags is kept; questions are answered as a page must expect from a part that is not there (contract C2, C10).
 */
final class OtherMethods {
  static final String NAMES =
      "opt_in_capturing,opt_out_capturing,has_opted_in_capturing,has_opted_out_capturing,"
          + "is_capturing,get_explicit_consent_status,clear_opt_in_out_capturing,"
          + "setPersonPropertiesForFlags,setGroupPropertiesForFlags,resetPersonPropertiesForFlags,"
          + "resetGroupPropertiesForFlags,getAllFeatureFlags,getFeatureFlag,getFeatureFlagPayload,"
          + "getFeatureFlagResult,isFeatureEnabled,reloadFeatureFlags,updateFlags,onFeatureFlags,"
          + "getEarlyAccessFeatures,updateEarlyAccessFeatureEnrollment,"
          + "startSessionRecording,stopSessionRecording,sessionRecordingStarted,get_session_replay_url,"
          + "loadToolbar,captureException,addExceptionStep,startExceptionAutocapture,"
          + "stopExceptionAutocapture,captureLog,captureTraceFeedback,captureTraceMetric,"
          + "alias,unsetPersonProperties,setInternalOrTestUser,setIdentity,clearIdentity,shutdown,"
          + "getSurveys,getActiveMatchingSurveys,onSurveysLoaded,renderSurvey,displaySurvey,"
          + "cancelPendingSurvey,canRenderSurvey,canRenderSurveyAsync,getNextSurveyStep";

  private OtherMethods() {}

  /** Calls the method of that name. */
  static @Nullable JSObject call(Core core, Text method, Items a) {
    if (method.is("has_opted_out_capturing")) {
      return Js.of(core.consent.optedOut());
    }
    if (method.is("has_opted_in_capturing")) {
      return Js.of(!core.consent.optedOut());
    }
    if (method.is("is_capturing")) {
      return Js.of(core.consent.captures());
    }
    if (method.is("get_explicit_consent_status")) {
      return core.consent.status();
    }
    if (method.starts("opt_") && core.config.flag("cookieless_mode")) {
      core.use(Text.of("options"), method, a);
    } else if (method.is("opt_in_capturing")) {
      core.optIn(Bag.own(a.at(0)));
    } else if (method.is("opt_out_capturing")) {
      core.optOut();
    } else if (method.is("clear_opt_in_out_capturing")) {
      core.consent.forget();
      core.reconsider();
    } else if (method.is("shutdown")) {
      core.transport.leave();
      return absent(method, a);
    } else if (method.fits("F(lag|eature)")) {
      return flags(core, method, a);
    } else if (method.has("Exception")) {
      return core.use(Text.of("errors"), method, a);
    } else if (method.fits("^(alias|unset|set|clearI|captureT|get_se)|Survey")) {
      if (method.is("alias")) {
        core.person.requireProfile(method);
      }
      JSObject answer = core.use(Text.of("more"), method, a);
      return Js.none(answer) ? absent(method, a) : answer;
    } else {
      return absent(method, a);
    }
    return null;
  }

  /** A method of the flags, once they are here; what the page tells them makes the visitor somebody. */
  private static @Nullable JSObject flags(Core core, Text method, Items a) {
    if (method.starts("set") && !core.person.requireProfile(method)) {
      return null;
    }
    JSObject answer = core.use(Text.of("flags"), method, a);
    return Js.none(answer) ? absent(method, a) : answer;
  }

  /** What a method answers that has nothing to work with. */
  static @Nullable JSObject absent(Text method, Items a) {
    if (method.fits("^get(All|Flags$)")) {
      return Items.create();
    }
    if (method.fits("Async|down")) {
      return Js.done();
    }
    if (method.starts("getFlag")) {
      return Bag.create();
    }
    if (method.starts("onF")) {
      return a.remover(a.at(0));
    }
    if (method.starts("isF")) {
      return a.bag(1).get("defaultValue");
    }
    return method.fits("^(session|load|is_|has_)") ? Js.of(false) : null;
  }
}
