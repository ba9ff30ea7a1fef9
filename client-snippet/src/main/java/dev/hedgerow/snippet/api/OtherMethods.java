package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * The methods about the visitor's consent (contract C11.3) and about feature flags, surveys and replays. What a page tells us
 * for its flags is kept; questions are answered as a page must expect from a part that is not there (contract C2, C10).
 */
final class OtherMethods {
  private static final String CALL_BACK =
      "getSurveys,getActiveMatchingSurveys,onSurveysLoaded,getEarlyAccessFeatures";

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
          + CALL_BACK;

  private OtherMethods() {}

  /** Calls the method of that name. */
  static @Nullable JSObject call(Core core, String method, Items a) {
    switch (method) {
      case "opt_in_capturing" -> {
        core.optIn(Bag.orEmpty(a.at(0)));
        return null;
      }
      case "opt_out_capturing" -> {
        core.consent.say(false);
        core.reconsider();
        return null;
      }
      case "clear_opt_in_out_capturing" -> {
        core.consent.forget();
        core.reconsider();
        return null;
      }
      case "has_opted_out_capturing" -> {
        return Js.of(core.consent.optedOut());
      }
      case "has_opted_in_capturing", "is_capturing" -> {
        return Js.of(!core.consent.optedOut());
      }
      case "get_explicit_consent_status" -> {
        return Js.of(core.consent.status());
      }
      default -> {
        return keepForFlags(core, method, a);
      }
    }
  }

  private static @Nullable JSObject keepForFlags(Core core, String method, Items a) {
    switch (method) {
      case "setPersonPropertiesForFlags" -> {
        if (core.person.requireProfile(method)) {
          core.flags.addPerson(a.at(0));
        }
        return null;
      }
      case "setGroupPropertiesForFlags" -> {
        if (core.person.requireProfile(method)) {
          core.flags.addGroups(a.at(0));
        }
        return null;
      }
      case "resetPersonPropertiesForFlags" -> {
        core.flags.clearPerson();
        return null;
      }
      case "resetGroupPropertiesForFlags" -> {
        core.flags.clearGroups(Js.text(a.at(0)));
        return null;
      }
      default -> {
        return absent(method, a);
      }
    }
  }

  /** What a method answers that has nothing to work with. */
  static @Nullable JSObject absent(String method, Items a) {
    if (CALL_BACK.contains(method)) {
      Bag state = Bag.create();
      state.set("isLoaded", false);
      Guard.call(a.at(0), Items.with(Items.create()).and(Items.with(state)));
    }
    if (method.equals("getAllFeatureFlags")) {
      return Items.create();
    }
    boolean question = "sessionRecordingStarted,loadToolbar,is_capturing".contains(method);
    return question || method.startsWith("has_") ? Js.of(false) : null;
  }
}
