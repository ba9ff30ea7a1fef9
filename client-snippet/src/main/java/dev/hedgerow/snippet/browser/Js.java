package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** JavaScript's own words that Java lacks: kinds of values, functions, numbers as text. */
public final class Js {
  private Js() {}

  /** The {@code typeof} of a value, but {@code null} for nothing and {@code array} for arrays. */
  @JSBody(
      params = "value",
      script =
          "return value===undefined||value===null?'null':Array.isArray(value)?'array':typeof value")
  public static native String type(@Nullable JSObject value);

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

  /** Whether an object has the name with null for its value. */
  @JSBody(
      params = {"object", "name"},
      script = "return object[name]===null")
  public static native boolean isNull(Bag object, String name);

  /** The value if it is a string or a number turned into one, otherwise null. */
  @JSBody(
      params = "value",
      script = "return typeof value==='string'?value:typeof value==='number'?''+value:null")
  public static native @Nullable String text(@Nullable JSObject value);

  /** The value if it is a number, otherwise 0. */
  @JSBody(params = "value", script = "return typeof value==='number'?value:0")
  public static native double number(@Nullable JSObject value);

  /** The number a text in base 16 stands for. */
  @JSBody(params = "text", script = "return parseInt(text,16)")
  public static native double fromHex(String text);

  /** The number a text begins with; 0 if none. */
  @JSBody(params = "text", script = "return parseFloat(text)||0")
  public static native double parse(@Nullable String text);

  /** Any value as text. */
  @JSBody(params = "value", script = "return ''+value")
  public static native String anyText(@Nullable JSObject value);

  /** Calls an object's own method without arguments; null if it has none of that name. */
  @JSBody(
      params = {"object", "name"},
      script = "return object[name]?object[name]():null")
  public static native @Nullable JSObject callNamed(Bag object, String name);

  /** Nothing at all, which JSON leaves out where it would write null. */
  @JSBody(script = "return undefined")
  public static native @Nullable JSObject undefined();

  /** A text cut after so many characters. */
  @JSBody(
      params = {"value", "longest"},
      script = "return value.length>longest?value.slice(0,longest):value")
  public static native JSObject cut(@Nullable JSObject value, int longest);

  /** A text in lower case; empty for null. */
  @JSBody(params = "text", script = "return (text||'').toLowerCase()")
  public static native String lower(@Nullable String text);

  /** A text as a JavaScript value. */
  @JSBody(params = "value", script = "return value")
  public static native JSObject of(@Nullable String value);

  /** A number as a JavaScript value. */
  @JSBody(params = "value", script = "return value")
  public static native JSObject of(double value);

  /** A truth value as a JavaScript value. */
  @JSBody(params = "value", script = "return value")
  public static native JSObject of(boolean value);

  /** A number in base 16, filled with zeros from the left. */
  @JSBody(
      params = {"value", "digits"},
      script = "return value.toString(16).padStart(digits,'0')")
  public static native String hex(double value, int digits);

  /** A whole number below 2^32, by the browser's random source. */
  @JSBody(
      script =
          "var c=window.crypto;return c&&c.getRandomValues?c.getRandomValues(new Uint32Array(1))[0]"
              + ":Math.floor(Math.random()*4294967296)")
  public static native double random32();

  /** Eight or so random letters and digits. */
  @JSBody(script = "return Math.random().toString(36).slice(2,10)")
  public static native String randomWord();
}
