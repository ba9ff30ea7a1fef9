package dev.hedgerow.snippet.browser;

import org.teavm.jso.JSBody;

/** The page's history, and how a single-page application moves through it. */
public final class History {
  private History() {}

  /** Does the task after each call of the history's method, which works as before. */
  public static void onChange(String method, Task task) {
    wrap(method, Guard.task(task));
  }

  @JSBody(
      params = {"method", "task"},
      script = "var h=window.history,o=h&&h[method];if(!o)return;var w=function(){"
          + "var r=o.apply(this,arguments);task();return r};"
          + "try{w.__posthog_wrapped__=true;h[method]=w}catch(err){}")
  private static native void wrap(String method, Task task);
}
