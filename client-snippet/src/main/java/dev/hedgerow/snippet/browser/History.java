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
      script = "try{var h=window.history,o=h[method],w=function(){"
          + "var r=Reflect.apply(o,this,arguments);handler(method);return r};"
          + "if(o)w.__posthog_wrapped__=true,h[method]=w}catch(err){}")
  private static native void wrap(Text method, JSObject handler);
}
