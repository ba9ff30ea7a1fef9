package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The console. Silent unless debugging is on, which holds for every instance on the page. */
public final class Log {
  private static boolean debug;

  private Log() {}

  /** Switches debugging on or off. */
  public static void debug(boolean on) {
    debug = on;
  }

  /** Says something a developer wants to know, such as why an event was dropped. */
  public static void debug(String message) {
    if (debug) {
      print("log", message, null);
    }
  }

  /** Shows a value with a sentence. */
  public static void debug(String message, @Nullable JSObject value) {
    if (debug) {
      print("log", message, value);
    }
  }

  /** Tells what was thrown. */
  public static void failed(@Nullable JSObject error) {
    if (debug) {
      print("error", "failed:", error);
    }
  }

  /** Says, always, what a developer got wrong. */
  public static void critical(String message) {
    print("error", message, null);
  }

  /** Warns, always. */
  public static void warn(String message) {
    print("warn", message, null);
  }

  @JSBody(
      params = {"level", "message", "value"},
      script =
          "try{var m='[Hedgerow] '+message;value===null?console[level](m):console[level](m,value)}catch(err){}")
  private static native void print(String level, String message, @Nullable JSObject value);
}
