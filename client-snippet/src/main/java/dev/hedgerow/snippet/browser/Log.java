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
  @JSBody(
      params = {"number", "value"},
      script = "var s='@state@';if(s.debug||number>20)s.note(number,[value])")
  public static native void note(int number, @Nullable JSObject value);

  /** Notes that an event was dropped, and the number of the reason. */
  @JSBody(
      params = {"event", "why"},
      script = "var s='@state@';if(s.debug)s.note(2,[event,why])")
  public static native void dropped(JSObject event, int why);

  /** Notes that the page called a method with these arguments, which may make no sense. */
  @JSBody(
      params = {"method", "given"},
      script = "var s='@state@';if(s.debug)s.note(-1,[method,given])")
  public static native void called(Text method, Items given);

  /** Begins to keep what is noted until part {@code notes} says it. */
  @JSBody(
      script =
          "var s='@state@',kept=s.kept=[];s.note=function(n,v){kept.length<200&&kept.push([n,v])}")
  public static native void begin();

  /** Whether something waits to be said. */
  @JSBody(script = "return !!'@state@'.kept.length")
  public static native boolean waits();

  /** Hands all notes to this function, which is told the number and the values from now on; returns those that waited. */
  public static Items speakBy(JSObject function) {
    Items kept = Items.of(Scripts.state().get("kept"));
    Scripts.state().set("kept", Items.create());
    Scripts.state().set("note", function);
    return kept;
  }

  /** Prints a sentence with up to two values, as an error or as a remark. */
  @JSBody(
      params = {"error", "sentence", "value", "more"},
      script =
          "try{Reflect.apply(console[error?'error':'log'],console,['[Hedgerow] '+sentence,value,more]"
              + ".filter(function(v){return v!=null}))}catch(err){}")
  public static native void print(
      boolean error, Text sentence, @Nullable JSObject value, @Nullable JSObject more);
}
