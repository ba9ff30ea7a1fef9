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

  /** Whether debugging is on. */
  public static boolean debugs() {
    return Scripts.state().flag("debug");
  }

  /** Notes something a developer wants to know, with a value that belongs to it; see {@link Note}. */
  public static void note(int number, @Nullable JSObject value) {
    if (debugs()) {
      note(Scripts.state(), number, Items.with(value));
    }
  }

  /** Notes that an event was dropped, and the number of the reason. */
  public static void dropped(JSObject event, int why) {
    if (debugs()) {
      note(Scripts.state(), Note.DROPPED, Items.with(event, Js.of(why)));
    }
  }

  @JSBody(
      params = {"state", "number", "values"},
      script =
          "state.say?state.say(number,values):(state.notes=state.notes||[]).push([number,values])")
  private static native void note(Bag state, int number, Items values);

  /** Hands all notes to this function from now on; returns those that waited for one. */
  public static Items speakBy(JSObject function) {
    Scripts.state().set("say", function);
    return Items.of(Scripts.state().get("notes"));
  }

  /** Prints a sentence with up to two values. */
  @JSBody(
      params = {"sentence", "value", "more"},
      script = "try{console.log.apply(console,['[Hedgerow] '+sentence,value,more]"
          + ".filter(function(v){return v!=null}))}catch(err){}")
  public static native void print(Text sentence, @Nullable JSObject value, @Nullable JSObject more);

  /** Says, always, what a developer got wrong. */
  public static void critical(Text message) {
    print("error", message);
  }

  /** Warns, always. */
  public static void warn(Text message) {
    print("warn", message);
  }

  @JSBody(
      params = {"level", "message"},
      script = "try{console[level]('[Hedgerow] '+message)}catch(err){}")
  private static native void print(String level, Text message);
}
