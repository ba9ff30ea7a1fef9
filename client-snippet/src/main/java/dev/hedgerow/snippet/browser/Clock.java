package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The browser's clock and timers; times are milliseconds since 1970. */
public final class Clock {
  private Clock() {}

  /** Now. */
  @JSBody(script = "return Date.now()")
  public static native double now();

  /** A time as ISO text in UTC. */
  @JSBody(params = "time", script = "return new Date(time).toISOString()")
  public static native Text iso(double time);

  /** Now as ISO text in UTC. */
  @JSBody(script = "return new Date().toISOString()")
  public static native Text isoNow();

  /** A time as a Date object. */
  @JSBody(params = "time", script = "return new Date(time)")
  public static native JSObject date(double time);

  /** The time a Date object or its text stands for; the fallback for anything else. */
  @JSBody(
      params = {"value", "fallback"},
      script = "if(typeof value==='string'||value instanceof Date){value=+new Date(value);"
          + "if(value===value)return value}return fallback")
  public static native double timeOf(@Nullable JSObject value, double fallback);

  /** The time that a date as text stands for; 0 for none. */
  @JSBody(params = "text", script = "return Date.parse(text)||0")
  public static native double parse(Text text);

  /** Tells the handler this word later. */
  public static void after(double millis, Handler handler, Text what) {
    later(millis, Guard.of(handler), what);
  }

  /** Tells the handler this as soon as the running script is through. */
  public static void soon(Handler handler, Text what, JSObject value) {
    microtask(Guard.of(handler), what, value);
  }

  @JSBody(
      params = {"millis", "handler", "what"},
      script = "try{setTimeout(function(){handler(what)},millis)}catch(err){}")
  private static native void later(double millis, JSObject handler, Text what);

  @JSBody(
      params = {"handler", "what", "value"},
      script = "var f=function(){handler(what,value)};window.Promise?Promise.resolve().then(f):f()")
  private static native void microtask(JSObject handler, Text what, JSObject value);

  /** The visitor's time zone by name; empty if the browser does not say. Asked once a page, as the browser takes its time. */
  @JSBody(
      script =
          "var all='@state@';try{all.zone=all.zone||Intl.DateTimeFormat().resolvedOptions().timeZone}catch(err){}"
              + "return all.zone")
  public static native Text zone();

  /** Minutes from local time to UTC. */
  @JSBody(script = "return new Date().getTimezoneOffset()")
  public static native double zoneOffset();
}
