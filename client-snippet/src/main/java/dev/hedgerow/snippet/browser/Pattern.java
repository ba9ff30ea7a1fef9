package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Regular expressions by the browser. */
public final class Pattern {
  private Pattern() {}

  /** Whether the pattern is found in the text, without regard to case. A pattern that is none is never found. */
  @JSBody(
      params = {"pattern", "text"},
      script = "try{return new RegExp(pattern,'i').test(text)}catch(err){return false}")
  public static native boolean foundIgnoringCase(String pattern, String text);

  /** Whether a pattern, as text or as an expression object, is found in the text. */
  @JSBody(
      params = {"pattern", "text"},
      script = "try{return new RegExp(pattern).test(text)}catch(err){return false}")
  public static native boolean found(@Nullable JSObject pattern, String text);

  /** Whether the pattern is found in the text. */
  public static boolean found(String pattern, String text) {
    return found(Js.of(pattern), text);
  }

  /** What the pattern matched and its groups; null if it is not found. */
  @JSBody(
      params = {"pattern", "text"},
      script = "return new RegExp(pattern,'i').exec(text)")
  public static native @Nullable Items match(String pattern, String text);

  /** The text with every match replaced. */
  @JSBody(
      params = {"pattern", "text", "replacement"},
      script = "return text.replace(new RegExp(pattern,'g'),replacement)")
  public static native String replace(String pattern, String text, String replacement);
}
