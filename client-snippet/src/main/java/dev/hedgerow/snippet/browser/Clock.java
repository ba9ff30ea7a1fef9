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
  public static native String iso(double time);

  /** A time as a Date object. */
  @JSBody(params = "time", script = "return new Date(time)")
  public static native JSObject date(double time);

  /** The time a Date object stands for; the fallback for anything else. */
  @JSBody(
      params = {"value", "fallback"},
      script =
          "return value instanceof Date&&value.getTime()===value.getTime()?value.getTime():fallback")
  public static native double timeOf(@Nullable JSObject value, double fallback);

  /** Does something later, guarded. */
  public static void after(double millis, Task task) {
    later(millis, Guard.task(task));
  }

  /** Does something as soon as the running script is through, guarded. */
  public static void soon(Task task) {
    microtask(Guard.task(task));
  }

  @JSBody(
      params = {"millis", "task"},
      script = "setTimeout(task,millis)")
  private static native void later(double millis, Task task);

  @JSBody(params = "task", script = "if(window.Promise)Promise.resolve().then(task);else task()")
  private static native void microtask(Task task);

  /** The visitor's time zone by name; empty if the browser does not say. */
  @JSBody(
      script =
          "try{return Intl.DateTimeFormat().resolvedOptions().timeZone||''}catch(err){return ''}")
  public static native String zone();

  /** Minutes from local time to UTC. */
  @JSBody(script = "return new Date().getTimezoneOffset()")
  public static native double zoneOffset();
}
