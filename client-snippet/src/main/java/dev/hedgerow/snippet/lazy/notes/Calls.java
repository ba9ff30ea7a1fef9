package dev.hedgerow.snippet.lazy.notes;

import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Text;

/** Says which arguments of a call make no sense to the method, and so had no effect (contract C2). */
final class Calls {
  /** Methods, and the kinds each argument may be of; one with a question mark may be left out. */
  private static final String TABLE = "|init:string,object?,string?|capture:string,object?,object?"
      + "|identify:string number,object?,object?|alias:string number,string number?"
      + "|group:string number,string number,object?|setPersonProperties:object?,object?"
      + "|unsetPersonProperties:string list|set:string object|set_once:string object"
      + "|register:object|register_once:object|register_for_session:object|unregister:string"
      + "|unregister_for_session:string|get_property:string|getSessionProperty:string"
      + "|set_config:object|calculateEventProperties:string,object?|on:string,function"
      + "|onSessionId:function|reset:boolean object?|opt_in_capturing:object?|push:list function"
      + "|setPersonPropertiesForFlags:object|setGroupPropertiesForFlags:object"
      + "|getFeatureFlag:string,object?|isFeatureEnabled:string,object?|getFeatureFlagPayload:string"
      + "|getFeatureFlagResult:string,object?|onFeatureFlags:function|updateFlags:object,object?,object?"
      + "|getEarlyAccessFeatures:function|updateEarlyAccessFeatureEnrollment:string"
      + "|getSurveys:function|getActiveMatchingSurveys:function|onSurveysLoaded:function"
      + "|captureException:string object|addExceptionStep:string,object?|setIdentity:string number,string"
      + "|captureTraceFeedback:string number,string number"
      + "|captureTraceMetric:string number,string number,string number boolean";

  private Calls() {}

  /** Looks at a call: the method's name and the list of its arguments. */
  static void check(Items call) {
    Text method = call.text(0);
    Items given = Items.of(call.at(1));
    Items wanted = Text.of(TABLE)
        .match(Text.of("\\|").plus(method).plus(":([^|]*)"))
        .text(1)
        .split(",");
    for (int i = 0; i < wanted.size(); i++) {
      Text kinds = wanted.text(i).replace("\\W", "|");
      if (!Js.kind(given.at(i)).fits(Text.of("^(").plus(kinds).plus(")$"))) {
        Text sentence = Text.of("this makes no sense as argument ")
            .plus(Text.ofNumber(i + 1))
            .plus(" of ")
            .plus(method)
            .plus(":");
        Log.print(false, sentence, Js.kind(given.at(i)), given.at(i));
      }
    }
  }
}
