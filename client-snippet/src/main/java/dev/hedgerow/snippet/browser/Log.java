package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The console. Silent unless debugging is on, which holds for every instance on the page. */
public final class Log {
  private Log() {}

  /** Switches debugging on or off. */
  public static void debug(boolean on) {
    Scripts.state().set("debug", on);
  }

  /** Says something a developer wants to know, such as why an event was dropped. */
  public static void debug(Text message) {
    debug(message, Js.undefined());
  }

  /** Shows a value with a sentence. */
  public static void debug(Text message, @Nullable JSObject value) {
    if (Scripts.state().flag("debug")) {
      print("log", message, value);
    }
  }

  /** Says, always, what a developer got wrong. */
  public static void critical(Text message) {
    print("error", message, Js.undefined());
  }

  /** Warns, always. */
  public static void warn(Text message) {
    print("warn", message, Js.undefined());
  }

  @JSBody(
      params = {"level", "message", "value"},
      script =
          "try{var m='[Hedgerow] '+message;value===undefined?console[level](m):console[level](m,value)}catch(err){}")
  private static native void print(String level, Text message, @Nullable JSObject value);
}
