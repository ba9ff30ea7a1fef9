package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
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
          + "updateEarlyAccessFeatureEnrollment,startSessionRecording,stopSessionRecording,"
          + "sessionRecordingStarted,loadToolbar,captureException,addExceptionStep,captureLog,"
          + "startExceptionAutocapture,stopExceptionAutocapture,renderSurvey,displaySurvey,"
          + "cancelPendingSurvey,canRenderSurvey,get_session_replay_url,"
          + "getSurveys,getActiveMatchingSurveys,onSurveysLoaded,getEarlyAccessFeatures";

  private OtherMethods() {}

  /** Calls the method of that name. */
  static @Nullable JSObject call(Core core, Text method, Items a) {
    if (method.is("has_opted_out_capturing")) {
      return Js.of(core.consent.optedOut());
    }
    if (method.is("has_opted_in_capturing") || method.is("is_capturing")) {
      return Js.of(!core.consent.optedOut());
    }
    if (method.is("get_explicit_consent_status")) {
      return core.consent.status();
    }
    if (method.is("opt_in_capturing")) {
      core.optIn(Bag.orEmpty(a.at(0)));
    } else if (method.is("opt_out_capturing")) {
      core.consent.say(false);
      core.reconsider();
    } else if (method.is("clear_opt_in_out_capturing")) {
      core.consent.forget();
      core.reconsider();
    } else if (method.is("setPersonPropertiesForFlags")) {
      if (core.person.requireProfile(method)) {
        core.flags.addPerson(a.at(0));
      }
    } else if (method.is("setGroupPropertiesForFlags")) {
      if (core.person.requireProfile(method)) {
        core.flags.addGroups(a.at(0));
      }
    } else if (method.is("resetPersonPropertiesForFlags")) {
      core.flags.clearPerson();
    } else if (method.is("resetGroupPropertiesForFlags")) {
      core.flags.clearGroups(Text.in(a.at(0)));
    } else {
      return absent(method, a);
    }
    return null;
  }

  /** What a method answers that has nothing to work with. */
  static @Nullable JSObject absent(Text method, Items a) {
    if (method.fits(
        "^(getSurveys|getActiveMatchingSurveys|onSurveysLoaded|getEarlyAccessFeatures)$")) {
      Bag state = Bag.create();
      state.set("isLoaded", false);
      Guard.call(a.at(0), Items.with(Items.create(), state));
    }
    if (method.is("getAllFeatureFlags")) {
      return Items.create();
    }
    return method.fits("^(sessionRecordingStarted|loadToolbar|is_capturing|has_.*)$")
        ? Js.of(false)
        : null;
  }
}
