package dev.hedgerow.snippet.browser;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The page's history, and how a single-page application moves through it. */
public final class History {
  private History() {}

  /** Tells the handler the method's name after each call of that method of the history, which works as before. */
  public static void onChange(Text method, Handler handler) {
    wrap(method, Guard.of(handler));
  }

  @JSBody(
      params = {"method", "handler"},
      script = "var h=window.history,o=h&&h[method];if(!o)return;var w=function(){"
          + "var r=o.apply(this,arguments);handler(method);return r};"
          + "try{w.__posthog_wrapped__=true;h[method]=w}catch(err){}")
  private static native void wrap(Text method, JSObject handler);
}
