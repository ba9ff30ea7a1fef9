package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Method;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * The methods about feature flags, surveys and replays. What a page tells us for its flags is kept; questions are answered
 * as a page must expect from a part that is not there (contract C2, C10).
 */
final class FlagMethods {
  private static final String ANSWER_NOTHING =
      "getFeatureFlag,getFeatureFlagPayload,getFeatureFlagResult,isFeatureEnabled,"
          + "reloadFeatureFlags,updateFlags,updateEarlyAccessFeatureEnrollment,onFeatureFlags,"
          + "startSessionRecording,stopSessionRecording,captureException,addExceptionStep,"
          + "startExceptionAutocapture,stopExceptionAutocapture,captureLog,renderSurvey,"
          + "displaySurvey,cancelPendingSurvey,canRenderSurvey,get_session_replay_url";
  private static final String CALL_BACK_EMPTY =
      "getSurveys,getActiveMatchingSurveys,onSurveysLoaded,getEarlyAccessFeatures";

  private final Client client;

  FlagMethods(Client client) {
    this.client = client;
  }

  void define() {
    client.method("setPersonPropertiesForFlags", (core, a) -> {
      if (core.person.requireProfile("setPersonPropertiesForFlags")) {
        core.flags.addPerson(a.at(0));
      }
      return null;
    });
    client.method("setGroupPropertiesForFlags", (core, a) -> {
      if (core.person.requireProfile("setGroupPropertiesForFlags")) {
        core.flags.addGroups(a.at(0));
      }
      return null;
    });
    client.method("resetPersonPropertiesForFlags", (core, a) -> {
      core.flags.clearPerson();
      return null;
    });
    client.method("resetGroupPropertiesForFlags", (core, a) -> {
      core.flags.clearGroups(Js.text(a.at(0)));
      return null;
    });
    client.method("getAllFeatureFlags", Items.create(), (core, a) -> Items.create());
    answer(ANSWER_NOTHING, a -> null);
    answer("sessionRecordingStarted,loadToolbar", a -> Js.of(false));
    answer(CALL_BACK_EMPTY, FlagMethods::callBackEmpty);
  }

  private void answer(String names, Method method) {
    Items all = Items.split(names, ",");
    for (int i = 0; i < all.size(); i++) {
      client.self().set(all.text(i), Js.function(method));
    }
  }

  private static @Nullable JSObject callBackEmpty(Items arguments) {
    Bag state = Bag.create();
    state.set("isLoaded", false);
    state.set("error", "not part of this script");
    Items empty = Items.create();
    empty.add(Items.create());
    empty.add(state);
    Js.callGuarded(arguments.at(0), null, empty);
    return null;
  }
}
