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

  /** A number in base 16, filled with zeros from the left. */
  @JSBody(
      params = {"value", "digits"},
      script = "return value.toString(16).padStart(digits,'0')")
  public static native Text hex(double value, int digits);

  /** At least 24 random digits in base 16, by the browser's random source where there is one. */
  @JSBody(
      script = "var c=window.crypto,s='';for(;s.length<24;)s+=(c&&c.getRandomValues?"
          + "c.getRandomValues(new Uint32Array(1))[0]:Math.floor(Math.random()*4294967296))"
          + ".toString(16).padStart(8,'0');return s")
  public static native Text randomHex();

  /** A random number from 0 to below 1. */
  @JSBody(script = "return Math.random()")
  public static native double chance();

  /** Eight or so random letters and digits. */
  @JSBody(script = "return Math.random().toString(36).slice(2,10)")
  public static native Text randomWord();

  /** What tells one text from another: its length and two hashes. The same in every browser and in posthog-js. */
  @JSBody(
      params = "text",
      script = "var a=5381,b=2166136261,i=0,c;for(;i<text.length;i++){c=text.charCodeAt(i);"
          + "a=a*33^c;b=Math.imul(b^c,16777619)}return text.length.toString(36)+'.'"
          + "+(a>>>0).toString(36)+'.'+(b>>>0).toString(36)")
  public static native Text fingerprint(Text text);

  /** A promise that is kept already; nothing where the browser has none. */
  @JSBody(script = "return window.Promise&&Promise.resolve()")
  public static native @Nullable JSObject done();
}
