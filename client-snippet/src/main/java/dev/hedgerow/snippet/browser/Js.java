package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** JavaScript's own words that Java lacks: kinds of values, truth, numbers as text. */
public final class Js {
  private Js() {}

  /** Whether there is nothing: null or undefined. */
  @JSBody(params = "value", script = "return value==null")
  public static native boolean none(@Nullable JSObject value);

  /** Whether the value is a function. */
  @JSBody(params = "value", script = "return typeof value==='function'")
  public static native boolean isFunction(@Nullable JSObject value);

  /** Whether the value is a string. */
  @JSBody(params = "value", script = "return typeof value==='string'")
  public static native boolean isText(@Nullable JSObject value);

  /** Whether the value is an array. */
  @JSBody(params = "value", script = "return Array.isArray(value)")
  public static native boolean isArray(@Nullable JSObject value);

  /** Whether the value counts as true. */
  @JSBody(params = "value", script = "return !!value")
  public static native boolean truthy(@Nullable JSObject value);

  /** Whether both are the very same value. */
  @JSBody(
      params = {"a", "b"},
      script = "return a===b")
  public static native boolean same(@Nullable JSObject a, @Nullable JSObject b);

  /** Whether the value is exactly true, or exactly false. */
  @JSBody(
      params = {"value", "truth"},
      script = "return value===truth")
  public static native boolean is(@Nullable JSObject value, boolean truth);

  /** Whether the value is exactly null. */
  @JSBody(params = "value", script = "return Object.is(value,null)")
  public static native boolean isNull(@Nullable JSObject value);

  /** The value if it is a number, otherwise 0. */
  @JSBody(params = "value", script = "return typeof value==='number'?value:0")
  public static native double number(@Nullable JSObject value);

  /** A number as a JavaScript value. */
  @JSBody(params = "value", script = "return value")
  public static native JSObject of(double value);

  /** A truth value as a JavaScript value. */
  @JSBody(params = "value", script = "return value")
  public static native JSObject of(boolean value);

  /** Nothing at all, which JSON leaves out where it would write null. */
  @JSBody(script = "return undefined")
  public static native @Nullable JSObject undefined();

  /**
   * A deep copy with long texts cut; an object met before is left out, so circles end, and so is what lies deeper than a
   * hundred levels or behind a getter that throws (contract C6.6).
   */
  @JSBody(
      params = {"value", "longest"},
      script = "var seen=[],copy=function(v,d){if(typeof v==='string')"
          + "return v.length>longest?v.slice(0,longest):v;"
          + "if(!v||typeof v!=='object'&&typeof v!=='function')return v;"
          + "if(seen.indexOf(v)>=0||d>100)return undefined;seen.push(v);"
          + "if(Array.isArray(v))return v.map(function(x){return copy(x,d+1)});"
          + "var to={};if(typeof v==='object')Object.keys(v).forEach(function(k){var x;"
          + "try{x=v[k]}catch(err){return}if(x!==undefined)to[k]=copy(x,d+1)});return to};"
          + "return copy(value,0)")
  public static native @Nullable JSObject copy(@Nullable JSObject value, double longest);

  /** A UUID of version 7 of that time, in milliseconds, by the browser's random source where there is one. */
  @JSBody(
      params = "time",
      script =
          "var a=new Uint8Array(9);try{crypto.getRandomValues(a)}catch(err){a=a.map(function(){return Math.random()*256})}"
              + "return a.reduce(function(s,b){return s+(256+b).toString(16).slice(1)},"
              + "time.toString(16).padStart(12,'0')).replace(/(.{8})(.{4})(.{3})(.{3})/,'$1-$2-7$3-a$4-')")
  public static native Text uuid(double time);

  /** A random number from 0 to below 1. */
  @JSBody(script = "return Math.random()")
  public static native double chance();

  /** Eight or so random letters and digits. */
  @JSBody(script = "return Math.random().toString(36).slice(2,10)")
  public static native Text randomWord();

  /** A promise that is kept already, with an empty object; nothing where the browser has none. */
  @JSBody(script = "return window.Promise&&Promise.resolve({})")
  public static native @Nullable JSObject done();
}
