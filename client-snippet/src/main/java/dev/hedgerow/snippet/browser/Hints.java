package dev.hedgerow.snippet.browser;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** What the browser tells about its machine only to who asks. */
public final class Hints {
  private Hints() {}

  /** Tells the handler {@code $device_model} with the model of a phone or tablet; nothing where it is neither, or not told. */
  public static void model(Handler handler) {
    model(Guard.of(handler));
  }

  @JSBody(
      params = "then",
      script = "try{var d=navigator.userAgentData;if(d&&(d.mobile||d.platform==='Android'))"
          + "d.getHighEntropyValues(['model']).then(function(h){then('$device_model',h.model)},"
          + "function(){})}catch(err){}")
  private static native void model(JSObject then);
}
